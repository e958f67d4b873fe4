"""One request of a user who has signed in: what they may use, and what is written down of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from flowengine.host.people import written
from flowengine.host.refusal import Refusal
from flowengine.server.desk.board_rows import span
from flowengine.server.desk.pages import page, reads
from flowengine.server.desk.words import words
from flowengine.server.given import Form
from flowengine.server.operators.reception import reception
from flowengine.store.records import Audit

if TYPE_CHECKING:
    from starlette.requests import Request

    from flowengine.desk.items import Item
    from flowengine.desk.people import User
    from flowengine.host.house import House
    from flowengine.server.desk.words import Words
    from flowengine.server.users import Signed
    from flowengine.store.verbs import Store


@dataclass(frozen=True, slots=True)
class Visit:
    """`at` is when it began, POSIX seconds; `form` is empty where a page is only looked at."""

    request: Request
    signed: Signed
    at: float
    form: Form = field(default_factory=Form)

    @property
    def user(self) -> User:
        return self.signed.user

    @property
    def house(self) -> House:
        found: House = self.request.app.state.house
        return found

    @property
    def store(self) -> Store:
        found: Store = self.request.app.state.house.store
        return found

    @property
    def words(self) -> Words:
        """In the language of whoever reads."""
        return words(reads(self.request))

    def span(self, seconds: float | None) -> str:
        """A time that runs, in their figures."""
        return self.words.figure(span(seconds))

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

    async def did(self, what: str, subject: str) -> None:
        """Write down an action, before it is done: what fails half-way was still begun."""
        await self.store.note(Audit(self.at, written(self.user), what, subject))

    async def read(self, what: str, subject: str) -> None:
        """Write down that somebody looks; looking again within ten minutes is the same look."""
        if reception(self.request).first(self.signed.session, what, subject, self.at):
            await self.did(what, subject)

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        return page(self.request, template, status, now=self.at, **values)

    def go(self, address: str, notice: str = "") -> Response:
        """Show another page after an action, so that loading it again repeats nothing.

        `notice` is a key of the words that it then says, without its beginning `notice_`.
        """
        joint = "&" if "?" in address else "?"
        query = joint + urlencode({"notice": notice}) if notice else ""
        return RedirectResponse(address + query, 303)


def forbidden() -> Refusal:
    return Refusal("forbidden", "You are not allowed to do this. Ask an administrator.")
