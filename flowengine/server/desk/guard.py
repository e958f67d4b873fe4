"""The one door of the desk: who somebody is, whether they meant it, what is said if not.

A page is shown, and an action done, only for a user whose session holds (`server.users`) and who
has one of the roles. An action must also come from a page of ours, and carry the session's proof.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from starlette.responses import Response

from flowengine.host.refusal import Refusal
from flowengine.server import given, manners, users
from flowengine.server.desk.pages import TOP, page, reads
from flowengine.server.desk.visit import Visit
from flowengine.server.desk.words import words
from flowengine.server.manners import demand_own_page, demand_proof, to_sign_in
from flowengine.server.users import COOKIE, whoever

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["COOKIE", "SIGN_IN", "TOP", "anybody", "signed_in", "whoever"]

SIGN_IN = f"{TOP}/sign-in"

Endpoint = Callable[["Request"], Awaitable[Response]]
Handler = Callable[[Visit], Awaitable[Response]]


def signed_in(handler: Handler, *roles: str) -> Endpoint:
    """The page or action for users of one of these roles; none named: for every user."""

    async def guarded(request: Request) -> Response:
        return await _told(request, lambda: _admitted(request, handler, roles))

    return guarded


def anybody(handler: Endpoint) -> Endpoint:
    """The same manners where nobody has to be known: signing in, an invitation."""

    async def open_to_all(request: Request) -> Response:
        return await _told(request, lambda: handler(request))

    return open_to_all


async def _admitted(request: Request, handler: Handler, roles: tuple[str, ...]) -> Response:
    at = time.time()
    signed = await users.signed(request)
    if signed is None:
        return to_sign_in(request, TOP, SIGN_IN)
    request.state.signed = signed
    if roles and not set(roles).intersection(signed.user.roles):
        text = "This page is not for your role. Ask an administrator."
        raise Refusal("forbidden", text, about="role")
    if request.method != "POST":
        return await handler(Visit(request, signed, at))
    demand_own_page(request)
    form = await given.form(request)
    demand_proof(form, signed.form)
    return await handler(Visit(request, signed, at, form))


async def _told(request: Request, answer: Callable[[], Awaitable[Response]]) -> Response:
    return await manners.told(request, answer, _sorry)


def _sorry(request: Request, status: int, why: str, refusal: Refusal | None) -> Response:
    sentence = "" if refusal is None else words(reads(request)).refusal(refusal)
    return page(request, "sorry.html", status, why=why, sentence=sentence)
