"""Signing in without a password, where a server is a demonstration on one's own machine.

It asks three things each time: the server was begun as a demonstration (`serve --demo`), the
request comes from this machine, and it names this machine: no proxy brings others in by it. An
agent who comes in so is ready at once.
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from flowengine.desk.people import AGENT, OFFLINE, READY
from flowengine.host import demo
from flowengine.host.refusal import Refusal
from flowengine.server import given
from flowengine.server.desk.pages import TOP
from flowengine.server.desk.signing import welcome
from flowengine.server.manners import demand_own_page
from flowengine.server.users import demonstrates

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from flowengine.desk.people import User
    from flowengine.host.house import House

DEMO = f"{TOP}/demo"
_PASSED_ON = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


async def enter(request: Request) -> Response:
    """Raises HTTPException 404 where there is no demonstration, Refusal `forbidden`."""
    if not demonstrates(request):
        raise HTTPException(404)
    demand_own_page(request)
    if not from_here(request):
        text = "The demonstration is open to its own machine only."
        raise Refusal("forbidden", text, about="demo")
    form = await given.form(request)
    for user in await request.app.state.house.store.users():
        if demo.is_demo(user) and user.name == form.one("user", 40) and not user.disabled:
            await _ready(request.app.state.house, user)
            return await welcome(request, user, form.one("next"))
    raise HTTPException(404)


async def _ready(house: House, user: User) -> None:
    """Who only looks in here wants somebody to come; nobody's break is ended by it."""
    standings = await house.store.standings()
    away = all(one.status == OFFLINE for one in standings if one.agent == user.id)
    if AGENT in user.roles and away:
        await house.desk.set_status(user, READY)


def from_here(request: Request) -> bool:
    named = request.url.hostname or ""
    came = request.client.host if request.client is not None else ""
    passed_on = any(name in request.headers for name in _PASSED_ON)
    return not passed_on and own(came) and (named == "localhost" or own(named))


def own(address: str) -> bool:
    """True for an address of this machine that no other can reach."""
    try:
        return ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return False
