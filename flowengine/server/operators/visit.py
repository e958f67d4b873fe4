"""One request of somebody who has signed in: what they may use, and what is written down of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from flowengine.server.given import Form
from flowengine.server.operators.pages import page
from flowengine.server.operators.reception import Reception, reception
from flowengine.store.records import Audit

if TYPE_CHECKING:
    from starlette.requests import Request

    from flowengine.host.house import House
    from flowengine.server.operators.sessions import Operator
    from flowengine.store.verbs import Store


@dataclass(frozen=True, slots=True)
class Visit:
    """`at` is when it began, POSIX seconds; `form` is empty where a page is only looked at."""

    request: Request
    operator: Operator
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
        await self.store.note(Audit(self.at, self.operator.name, what, subject))

    async def read(self, what: str, subject: str) -> None:
        """Write down that somebody looks; looking again within ten minutes is the same look."""
        if self.reception.first(self.operator.session, what, subject, self.at):
            await self.did(what, subject)

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        return page(
            self.request,
            template,
            status,
            now=self.at,
            **values,
        )

    def go(self, address: str, notice: str = "", **numbers: int) -> Response:
        """Show another page after an action, so that loading it again repeats nothing.

        `notice` is a key of the words that it then says.
        """
        told = {"notice": notice, **{name: str(number) for name, number in numbers.items()}}
        query = urlencode(told) if notice else ""
        joint = "&" if "?" in address else "?"
        return RedirectResponse(address + (joint + query if query else ""), 303)
