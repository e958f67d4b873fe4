"""The one door of the operators' room: for operators and administrators, and where a page is of a
section that others may read, for these, too."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from starlette.responses import Response

from flowengine.desk.people import ADMINISTRATOR
from flowengine.server import manners, users
from flowengine.server.operators import sessions
from flowengine.server.operators.pages import page, reads
from flowengine.server.operators.sessions import Operator
from flowengine.server.operators.visit import Visit
from flowengine.server.operators.words import words
from flowengine.server.room import SAFE, Endpoint, Room

if TYPE_CHECKING:
    from starlette.requests import Request

    from flowengine.host.refusal import Refusal

COOKIE = "operator"
TOP = "/operators"
SIGN_IN = f"{TOP}/sign-in"
# Why there is nothing to look at.
_LOOKED = {"forbidden": "closed", "too-fast": "later", "busy": "later", "failed": "later"}

Handler = Callable[[Visit], Awaitable[Response]]


def signed_in(handler: Handler, *, section: str = "") -> Endpoint:
    """The page or action, which is of that section."""
    return _ROOM.signed_in(handler, lambda signed: not signed.only or section in signed.only)


def anybody(handler: Endpoint) -> Endpoint:
    """The same manners where nobody has to be known: the sign-in itself."""
    return _ROOM.anybody(handler)


async def _known(request: Request) -> Operator | None:
    store, secret = request.app.state.house.store, request.cookies.get(COOKIE, "")
    return await sessions.find(store, secret, time.time()) or await _user(request)


async def _user(request: Request) -> Operator | None:
    """A user of the desk who has something to do here: administrators, and who reads the audit."""
    signed = await users.signed(request)
    if signed is None:
        return None
    if ADMINISTRATOR in signed.user.roles:
        only: tuple[str, ...] = ()
    elif request.app.state.house.permissions.allowed(signed.user, "audit.read"):
        only = ("audit",)
    else:
        return None
    return Operator(signed.name, signed.session, signed.form, only, signed.user.reads)


def _sorry(request: Request, status: int, why: str, refusal: Refusal | None) -> Response:
    sentence = "" if refusal is None else words(reads(request)).refusal(refusal)
    if refusal is not None and request.method in SAFE:  # nothing was to be done
        why = _LOOKED.get(refusal.code, why)
    return page(
        request, "sorry.html", status, why=why, sentence=sentence, back=manners.back(request, TOP)
    )


_ROOM = Room(TOP, SIGN_IN, _known, Visit, _sorry)
