"""The one door of a room of pages: who somebody is, whether they meant it, what is said if not.

A page is shown, and an action done, only for somebody whose session holds and whom the page is for.
An action must also come from a page of ours: the browser says so (`Sec-Fetch-Site`, else
`Origin`), and the form carries the session's own proof.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from starlette.responses import Response

from flowengine.host.refusal import Refusal
from flowengine.server import given, manners
from flowengine.server.manners import demand_own_page, demand_proof, to_sign_in
from flowengine.server.visit import Visit, Who

if TYPE_CHECKING:
    from starlette.requests import Request

    from flowengine.server.manners import Sorry

SAFE = frozenset(("GET", "HEAD"))  # RFC 9110, 9.2.1: these change nothing

V = TypeVar("V", bound=Visit[Any])

Endpoint = Callable[["Request"], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Room(Generic[Who, V]):
    """Pages below `top`, for whom `known` finds behind a request; others are led to `sign_in`.
    `sorry` draws the page that says why there is no answer."""

    top: str
    sign_in: str
    known: Callable[[Request], Awaitable[Who | None]]
    visit: type[V]
    sorry: Sorry

    def signed_in(
        self, handler: Callable[[V], Awaitable[Response]], may: Callable[[Who], bool]
    ) -> Endpoint:
        """The page or action for whoever has signed in and `may`."""

        async def guarded(request: Request) -> Response:
            return await self._told(request, lambda: self._admitted(request, handler, may))

        return guarded

    def anybody(self, handler: Endpoint) -> Endpoint:
        """The same manners where nobody has to be known: signing in, an invitation."""

        async def open_to_all(request: Request) -> Response:
            return await self._told(request, lambda: handler(request))

        return open_to_all

    async def _admitted(
        self,
        request: Request,
        handler: Callable[[V], Awaitable[Response]],
        may: Callable[[Who], bool],
    ) -> Response:
        at = time.time()
        signed = await self.known(request)
        if signed is None:
            return to_sign_in(request, self.top, self.sign_in)
        request.state.signed = signed
        if not may(signed):
            text = "This page is not for your role. Ask an administrator."
            raise Refusal("forbidden", text, about="role")
        if request.method in SAFE:
            return await handler(self.visit(request, signed, at))
        demand_own_page(request)
        if request.method != "POST":  # no form can send it, and no other site's script
            return await handler(self.visit(request, signed, at))
        form = await given.form(request)
        demand_proof(form, signed.form)
        return await handler(self.visit(request, signed, at, form))

    async def _told(self, request: Request, answer: Callable[[], Awaitable[Response]]) -> Response:
        return await manners.told(request, answer, self.sorry)
