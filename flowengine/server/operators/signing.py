"""Signing in with an operator's token, and out again."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response

from flowengine.host.refusal import Refusal
from flowengine.server import given, users
from flowengine.server.manners import demand_own_page
from flowengine.server.operators import sessions
from flowengine.server.operators.guard import COOKIE, SIGN_IN, TOP
from flowengine.server.operators.pages import page, reads
from flowengine.server.operators.words import words
from flowengine.server.rates import sender
from flowengine.store.records import Audit

if TYPE_CHECKING:
    from starlette.requests import Request

    from flowengine.host.house import House
    from flowengine.server.operators.visit import Visit

_log = logging.getLogger(__name__)


async def door(request: Request) -> Response:
    return _door(request, _wanted(given.text(request, "next")))


def _door(request: Request, wanted: str, status: int = 200, trouble: str = "") -> Response:
    wrong = status == 401
    return page(request, "sign-in.html", status, wanted=wanted, wrong=wrong, trouble=trouble)


async def enter(request: Request) -> Response:
    """Who shows an operator's token gets a session. Raises Refusal `forbidden`."""
    demand_own_page(request)
    house: House = request.app.state.house
    form, told = await given.form(request), words(reads(request))
    wanted = _wanted(form.one("next"))
    try:
        await house.tries.take(sender(request))
    except Refusal as refusal:
        return _door(request, wanted, 429, told.refusal(refusal))
    store, access = house.store, house.access
    token = await access.who(form.one("token"))
    if token is None or token.role != sessions.OPERATOR:
        _log.warning("sign-in refused")
        return _door(request, wanted, 401, told["wrong_token"])
    await house.tries.give_back(sender(request))  # only what failed was a try
    now = time.time()
    secret, seconds = await sessions.begin(store, token, now)
    await store.note(Audit(now, token.name, "signed in", f"token/{token.id}"))
    response = RedirectResponse(wanted or TOP, 303)
    _remember(request, response, secret, seconds)
    return response


async def leave(visit: Visit) -> Response:
    await visit.did("signed out", "")
    await sessions.end(visit.store, visit.signed)
    visit.house.admission.changed(visit.signed.session)
    response = RedirectResponse(SIGN_IN, 303)
    _remember(visit.request, response, "", 0)
    response.delete_cookie(users.COOKIE)  # a user of the desk has come by this one
    # A computer at a helpline is often everybody's: nothing of it is left for "back".
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _remember(request: Request, response: Response, secret: str, seconds: int) -> None:
    response.set_cookie(
        COOKIE,
        secret,
        max_age=seconds,
        path=TOP,
        secure=request.scope["scheme"] == "https",
        httponly=True,
        samesite="strict",
    )


def _wanted(address: str) -> str:
    """Where to go then: a page of this room, and no address that only begins like one."""
    inside = address.startswith(f"{TOP}/") and not address.startswith(SIGN_IN)
    return address if inside and "\\" not in address and "//" not in address else ""
