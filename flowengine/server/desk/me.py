"""One's own account: password, second factor, and the language of these pages.

What was asked for is asked for again before it is changed: a page that somebody left open is not
enough to take an account over.
"""

from __future__ import annotations

import base64
import binascii
import io
from typing import TYPE_CHECKING

from markupsafe import Markup

from flowengine.host.demo import is_demo
from flowengine.host.people import written
from flowengine.host.refusal import Refusal
from flowengine.server import users
from flowengine.server.desk.pages import TOP, home
from flowengine.server.desk.signing import remember
from flowengine.server.desk.words import spoken
from flowengine.server.languages import CHOSEN, own_name

if TYPE_CHECKING:
    from starlette.responses import Response

    from flowengine.desk.people import User
    from flowengine.server.desk.visit import Visit

ME = f"{TOP}/me"
YEAR = 365 * 86_400


async def show(visit: Visit) -> Response:
    return _page(visit)


def _page(visit: Visit, status: int = 200, *, trouble: str = "", of: str = "") -> Response:
    return visit.page(
        "me.html",
        status,
        section="me",
        user=visit.user,
        demo_user=is_demo(visit.user),
        able=visit.house.credentials.second.able,
        languages=sorted(spoken()),
        own_name=own_name,
        home=home(visit.user),
        trouble=trouble,
        of=of,
    )


async def password(visit: Visit) -> Response:
    """Raises Refusal `too-fast`, `changed-meanwhile`. Other sessions of theirs are over then."""
    form = visit.form
    await visit.house.tries.take(_door(visit))
    if form.one("password") != form.one("again"):
        return _page(visit, 400, trouble="differ", of="password")
    try:
        user = await visit.house.credentials.change_password(
            visit.user, form.one("old"), form.one("password")
        )
    except Refusal as refusal:
        return _page(visit, 400, trouble=visit.words.refusal(refusal), of="password")
    await visit.house.tries.give_back(_door(visit))
    return await _again(visit, user, "password_changed")


def _door(visit: Visit) -> str:
    """What tries of somebody who is signed in come from: what others try beside them is not
    theirs."""
    return f"signed in as {visit.user.id}"


async def _again(visit: Visit, user: User, notice: str) -> Response:
    """This page stays signed in, by a session of its own."""
    response = visit.go(ME, notice)
    secret, seconds = await users.begin(visit.store, user, visit.at)
    remember(visit.request, response, secret, seconds)
    return response


async def begin_second(visit: Visit) -> Response:
    """By the password, once more: whoever finds a page open is not to lock its owner out.

    Raises Refusal `no-key`, `demo`, `too-fast`.
    """
    credentials = visit.house.credentials
    if is_demo(visit.user):
        raise Refusal("demo", "Users of the demonstration have no second factor.")
    address, pending = credentials.second.begun(visit.user)
    await visit.house.tries.take(_door(visit))
    try:
        await credentials.demand_password(visit.user, visit.form.one("password"))
    except Refusal as refusal:
        return _page(visit, 400, trouble=visit.words.refusal(refusal), of="second")
    await visit.house.tries.give_back(_door(visit))
    return _second(visit, address, pending)


def _second(visit: Visit, address: str, pending: bytes, *, trouble: str = "") -> Response:
    secret = visit.house.credentials.second.secret(visit.user, pending)
    return visit.page(
        "second.html",
        400 if trouble else 200,
        section="me",
        picture=drawn(address),
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        pending=base64.urlsafe_b64encode(pending).decode(),
        trouble=trouble,
    )


async def confirm_second(visit: Visit) -> Response:
    """Raises Refusal `no-key`, `too-fast`, `changed-meanwhile`, `not-understood`."""
    second = visit.house.credentials.second
    await visit.house.tries.take(_door(visit))
    try:
        pending = base64.urlsafe_b64decode(visit.form.one("pending", 400))
    except (binascii.Error, ValueError) as error:
        raise Refusal("not-understood", "The server did not understand the page.") from error
    address = second.address(visit.user, second.secret(visit.user, pending))
    try:
        await visit.house.credentials.confirm_second(
            visit.user, pending, visit.form.one("code", 20)
        )
    except Refusal as refusal:
        if refusal.code != "wrong-code":
            raise
        return _second(visit, address, pending, trouble=visit.words.refusal(refusal))
    await visit.house.tries.give_back(_door(visit))
    return visit.go(ME, "second_on")


async def end_second(visit: Visit) -> Response:
    """By a code of it, once more. Raises Refusal."""
    user, credentials = visit.user, visit.house.credentials
    await visit.house.tries.take(_door(visit))
    if user.second:
        used = credentials.second.used(user, user.second, visit.form.one("code", 20), visit.at)
        if used is None:
            return _page(visit, 400, trouble=visit.words["wrong_code"], of="second")
        await credentials.end_second(user, by=written(user))
    await visit.house.tries.give_back(_door(visit))
    return visit.go(ME, "second_off")


async def language(visit: Visit) -> Response:
    """Kept with the user; and a year by this browser, for the page that signs in.

    Raises Refusal `changed-meanwhile`.
    """
    chosen = visit.form.one("language", 20)
    kept = chosen if chosen in spoken() else ""
    if kept != visit.user.reads:
        await visit.house.people.read_in(visit.user, kept)
    response = visit.go(ME)
    response.set_cookie(
        CHOSEN,
        kept,
        max_age=YEAR if kept else 0,
        path="/",  # the operators' pages speak it too
        httponly=True,
        samesite="strict",
        secure=visit.request.scope["scheme"] == "https",
    )
    return response


def drawn(address: str) -> Markup:
    """A QR code as a picture within the page: dark on light also where the page is dark."""
    import segno

    drawing = io.BytesIO()
    segno.make(address, error="m").save(
        drawing, kind="svg", xmldecl=False, svgns=True, scale=5, border=4, dark="#000",
        light="#fff", omitsize=True,
    )  # fmt: skip
    return Markup(drawing.getvalue().decode())  # noqa: S704 - drawn by us, no text in it
