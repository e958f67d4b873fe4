"""The one door of the operators' room: who somebody is, whether they meant it, what is said if not.

A page is shown, and an action done, only for a session that holds (`sessions`). An action must
also come from a page of ours: the browser says so (`Sec-Fetch-Site`, else `Origin`), and the form
carries the session's own proof.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from starlette.responses import Response

from flowengine.desk.people import ADMINISTRATOR
from flowengine.host.people import written
from flowengine.host.refusal import Refusal
from flowengine.server import given, manners, users
from flowengine.server.manners import demand_own_page, demand_proof, to_sign_in
from flowengine.server.operators import sessions
from flowengine.server.operators.pages import page
from flowengine.server.operators.sessions import Operator
from flowengine.server.operators.visit import Visit

if TYPE_CHECKING:
    from starlette.requests import Request

COOKIE = "operator"
TOP = "/operators"
SIGN_IN = f"{TOP}/sign-in"

Endpoint = Callable[["Request"], Awaitable[Response]]
Handler = Callable[[Visit], Awaitable[Response]]


def signed_in(handler: Handler, *, section: str = "") -> Endpoint:
    """The page or action for operators and administrators; where it is of a `section` that others
    may read, for these, too."""

    async def guarded(request: Request) -> Response:
        return await told(request, lambda: _admitted(request, handler, section))

    return guarded


def anybody(handler: Endpoint) -> Endpoint:
    """The same manners where nobody has to be known: the sign-in itself."""

    async def open_to_all(request: Request) -> Response:
        return await told(request, lambda: handler(request))

    return open_to_all


async def _admitted(request: Request, handler: Handler, section: str) -> Response:
    house = request.app.state.house
    at = time.time()
    operator = await sessions.find(house.store, request.cookies.get(COOKIE, ""), at)
    operator = operator or await _user(request)
    if operator is None:
        return to_sign_in(request, TOP, SIGN_IN)
    request.state.operator = operator
    if operator.only and section not in operator.only:
        raise Refusal("forbidden", "This page is not for your role. Ask an administrator.")
    if request.method != "POST":
        return await handler(Visit(request, operator, at))
    demand_own_page(request)
    form = await given.form(request)
    demand_proof(form, operator.form)
    return await handler(Visit(request, operator, at, form))


async def _user(request: Request) -> Operator | None:
    """A user of the desk who has something to do here: administrators, and who reads the audit."""
    signed = await users.signed(request)
    if signed is None:
        return None
    name = written(signed.user)
    if ADMINISTRATOR in signed.user.roles:
        return Operator(name, signed.session, signed.form)
    if request.app.state.house.permissions.allowed(signed.user, "audit.read"):
        return Operator(name, signed.session, signed.form, only=("audit",))
    return None


async def told(request: Request, answer: Callable[[], Awaitable[Response]]) -> Response:
    """An answer, or a page that says why there is none; kept by no cache either way."""
    return await manners.told(request, answer, _sorry)


def _sorry(request: Request, status: int, why: str, refusal: Refusal | None) -> Response:
    return page(request, "sorry.html", status, why=why, sentence=str(refusal or ""))
