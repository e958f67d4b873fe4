"""Signing in with a name and a password, and out again; choosing a password by an invitation.

Whatever is wrong, the answer is the same. Tries are counted (`host.tries`).
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response

from flowengine.host import demo
from flowengine.host.people import written
from flowengine.host.refusal import Refusal
from flowengine.server import given, sessions, users
from flowengine.server.desk.guard import COOKIE, SIGN_IN
from flowengine.server.desk.pages import TOP, home, page, reads
from flowengine.server.desk.words import words
from flowengine.server.manners import demand_own_page
from flowengine.server.rates import sender
from flowengine.store.records import Audit

if TYPE_CHECKING:
    from starlette.requests import Request

    from flowengine.desk.people import User
    from flowengine.host.credentials import Credentials
    from flowengine.host.house import House
    from flowengine.server.desk.visit import Visit

WELCOME = f"{TOP}/welcome"
_log = logging.getLogger(__name__)


async def door(request: Request) -> Response:
    return _door(request, given.text(request, "next"))


def _door(
    request: Request, wanted: str, status: int = 200, *, name: str = "", trouble: str = ""
) -> Response:
    """`name` as it was typed: whoever tries again has only the rest to type."""
    return page(
        request,
        "sign-in.html",
        status,
        wanted=_wanted(wanted),
        name=name,
        wrong=status == 401,
        trouble=trouble,
        demo_users=demo.USERS,
    )


async def enter(request: Request) -> Response:
    """Raises Refusal `forbidden`."""
    demand_own_page(request)
    form, told = await given.form(request), words(reads(request))
    wanted, typed = form.one("next"), form.one("name", 40)
    name = typed.lower()
    try:
        await count(request, name)
    except Refusal as refusal:
        return _door(request, wanted, 429, name=typed, trouble=told.refusal(refusal))
    user = await credentials(request).sign_in(name, form.one("password"), form.one("code", 20))
    if user is None:
        _log.warning("sign-in refused")
        return _door(request, wanted, 401, name=typed, trouble=told["wrong"])
    await well(request, name)
    return await welcome(request, user, wanted)


async def welcome(request: Request, user: User, wanted: str = "") -> Response:
    """Somebody who may: their session begins."""
    store, now = request.app.state.house.store, time.time()
    secret, seconds = await users.begin(store, user, now)
    await store.note(Audit(now, written(user), "signed in", written(user)))
    response = RedirectResponse(_wanted(wanted) or home(user), 303)
    remember(request, response, secret, seconds)
    return response


async def leave(visit: Visit) -> Response:
    await visit.did("signed out", written(visit.user))
    await sessions.end(visit.store, visit.signed.session)
    visit.house.admission.changed(visit.signed.session)
    response = RedirectResponse(SIGN_IN, 303)
    remember(visit.request, response, "", 0)
    # A computer at a helpline is often everybody's: nothing of it is left for "back".
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


async def invited(request: Request) -> Response:
    """Raises Refusal `no-invitation`."""
    user = await credentials(request).invited(request.path_params["secret"])
    return page(request, "welcome.html", user=user, trouble="")


async def accept(request: Request) -> Response:
    """The link is good once; whoever chose a password is signed in, but where a code is asked for
    besides. Raises Refusal."""
    demand_own_page(request)
    secret = request.path_params["secret"]
    await count(request, secret)
    form = await given.form(request)
    trouble = "differ"
    if form.one("password") == form.one("again"):
        try:
            user = await credentials(request).accept(secret, form.one("password"))
        except Refusal as refusal:
            if refusal.code != "weak":
                raise
            trouble = words(reads(request)).refusal(refusal)
        else:
            await well(request, secret)
            if user.second:  # who has found a link has no code
                return RedirectResponse(SIGN_IN, 303)
            return await welcome(request, user)
    await well(request, secret)  # whoever has the link may think about a password
    user = await credentials(request).invited(secret)
    return page(request, "welcome.html", 400, user=user, trouble=trouble)


def remember(request: Request, response: Response, secret: str, seconds: int) -> None:
    """All of this server: calls and the operators' room know a user by it too."""
    response.set_cookie(
        COOKIE,
        secret,
        max_age=seconds,
        path="/",
        secure=request.scope["scheme"] == "https",
        httponly=True,
        samesite="strict",
    )


def credentials(request: Request) -> Credentials:
    found: Credentials = request.app.state.house.credentials
    return found


async def count(request: Request, name: str) -> None:
    """One try as that name. Raises Refusal `too-fast`."""
    house: House = request.app.state.house
    await house.tries.take(sender(request), name)


async def well(request: Request, name: str) -> None:
    """It turned out well, and does not count."""
    house: House = request.app.state.house
    await house.tries.give_back(sender(request), name)


def _wanted(address: str) -> str:
    """Where to go then: a page of ours for users, and no address that only begins like one."""
    inside = address.startswith((f"{TOP}/", "/operators")) and not address.startswith(SIGN_IN)
    return address if inside and "\\" not in address and "//" not in address else ""
