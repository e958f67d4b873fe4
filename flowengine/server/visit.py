"""One request of somebody who has signed in: what they may use, and what is written down of it.

It is the same in every room of pages; how a page of the room looks, the room says by `draws`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from flowengine.server.given import Form
from flowengine.server.reception import Reception, reception
from flowengine.store.records import Audit

if TYPE_CHECKING:
    from starlette.requests import Request

    from flowengine.host.house import House
    from flowengine.store.verbs import Store


class Known(Protocol):
    """Somebody who has signed in: `name` as the audit has them, the id of their `session`, and
    `form`, the proof that a form came from a page made for them."""

    @property
    def name(self) -> str: ...

    @property
    def session(self) -> str: ...

    @property
    def form(self) -> str: ...


class Page(Protocol):
    """A room's way of drawing a page."""

    def __call__(
        self, request: Request, template: str, status: int = 200, **values: Any
    ) -> Response: ...


Who = TypeVar("Who", bound=Known)


@dataclass(frozen=True, slots=True)
class Visit(Generic[Who]):
    """`at` is when it began, POSIX seconds; `form` is empty where a page is only looked at."""

    draws: ClassVar[Page]

    request: Request
    signed: Who
    at: float
    form: Form = field(default_factory=Form)

    @property
    def house(self) -> House:
        found: House = self.request.app.state.house
        return found

    @property
    def store(self) -> Store:
        found: Store = self.request.app.state.house.store
        return found

    @property
    def reception(self) -> Reception:
        return reception(self.request)

    async def did(self, what: str, subject: str) -> None:
        """Write down an action, before it is done: what fails half-way was still begun."""
        await self.store.note(Audit(self.at, self.signed.name, what, subject))

    async def read(self, what: str, subject: str) -> None:
        """Write down that somebody looks; looking again within ten minutes is the same look."""
        if self.reception.first(self.signed.session, what, subject, self.at):
            await self.did(what, subject)

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        return self.draws(self.request, template, status, now=self.at, **values)

    def go(self, address: str, notice: str = "", **numbers: int) -> Response:
        """Show another page after an action, so that loading it again repeats nothing.

        `notice` is a key of the words that it then says, without its beginning `notice_`.
        """
        told = {"notice": notice, **{name: str(number) for name, number in numbers.items()}}
        query = urlencode(told) if notice else ""
        joint = "&" if "?" in address else "?"
        return RedirectResponse(address + (joint + query if query else ""), 303)
