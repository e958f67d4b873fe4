"""The one door of the desk: for users, and each page for those who have one of its roles."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from starlette.responses import Response

from flowengine.server import manners, users
from flowengine.server.desk.pages import TOP, page, reads
from flowengine.server.desk.visit import Visit
from flowengine.server.desk.words import words
from flowengine.server.room import SAFE, Endpoint, Room
from flowengine.server.users import COOKIE, whoever

if TYPE_CHECKING:
    from starlette.requests import Request

    from flowengine.host.refusal import Refusal

__all__ = ["COOKIE", "SIGN_IN", "TOP", "anybody", "signed_in", "whoever"]

SIGN_IN = f"{TOP}/sign-in"

# Why there is nothing to look at.
_LOOKED = {"no-invitation": "link", "forbidden": "closed", "too-fast": "later", "busy": "later",
           "failed": "later"}  # fmt: skip

Handler = Callable[[Visit], Awaitable[Response]]


def signed_in(handler: Handler, *roles: str) -> Endpoint:
    """The page or action for users of one of these roles; none named: for every user."""
    return _ROOM.signed_in(
        handler, lambda signed: not roles or not set(roles).isdisjoint(signed.user.roles)
    )


def anybody(handler: Endpoint) -> Endpoint:
    """The same manners where nobody has to be known: signing in, an invitation."""
    return _ROOM.anybody(handler)


def _sorry(request: Request, status: int, why: str, refusal: Refusal | None) -> Response:
    sentence = "" if refusal is None else words(reads(request)).refusal(refusal)
    if refusal is not None and request.method in SAFE:  # nothing was to be done
        why = _LOOKED.get(refusal.code, why)
    return page(
        request, "sorry.html", status, why=why, sentence=sentence, back=manners.back(request, TOP)
    )


_ROOM = Room(TOP, SIGN_IN, users.signed, Visit, _sorry)
