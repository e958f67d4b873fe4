"""One request of a user of the desk: as every room's, with what they may and how they read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from flowengine.host.refusal import Refusal
from flowengine.server import visit
from flowengine.server.desk.board_rows import span
from flowengine.server.desk.names import named
from flowengine.server.desk.pages import page, reads
from flowengine.server.users import Signed

if TYPE_CHECKING:
    from flowengine.desk.items import Item
    from flowengine.desk.people import User
    from flowengine.server.desk.words import Words


@dataclass(frozen=True, slots=True)
class Visit(visit.Visit[Signed]):
    """What every room's is, drawn as the desk's pages are."""

    draws: ClassVar[visit.Page] = staticmethod(page)

    @property
    def user(self) -> User:
        return self.signed.user

    @property
    def words(self) -> Words:
        """In the language of whoever reads, with what queues are called in it."""
        return named(reads(self.request), self.house.desk.terms)

    def titled(self, queue: str) -> str:
        """A queue as they read it."""
        return self.words.titled(queue)

    def span(self, seconds: float | None) -> str:
        """A time that runs, in their figures."""
        return self.words.figure(span(seconds))

    def outcome(self, name: str) -> str:
        """An outcome as they read it, where a flow has it in their language."""
        found = (
            one.labels.get(self.words.language)
            for queue in self.house.desk.queues.values()
            for one in queue.outcomes
            if one.name == name
        )
        return next(filter(None, found), name)

    def may(
        self, action: str, item: Item | None = None, *, queue: str = "", of: User | None = None
    ) -> bool:
        rules = self.house.permissions
        return rules.allowed(self.user, action, item, at=self.at, queue=queue, of=of)

    def demand(
        self, action: str, item: Item | None = None, *, queue: str = "", of: User | None = None
    ) -> None:
        """Raises Refusal `forbidden`."""
        if not self.may(action, item, queue=queue, of=of):
            raise forbidden()


def forbidden() -> Refusal:
    return Refusal("forbidden", "You are not allowed to do this. Ask an administrator.")
