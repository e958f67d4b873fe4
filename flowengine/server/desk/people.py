"""Our own people: the list, one of them, new ones, how they get in.

Supervisors may look at those of their queues, administrators change. No password is ever shown or
chosen here for somebody else: they get a link. The link is shown once, to who made it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.exceptions import HTTPException

from flowengine.desk.items import MEDIA
from flowengine.desk.people import CAPS, ROLES
from flowengine.host.credentials import DAYS
from flowengine.host.demo import is_demo
from flowengine.host.particulars import called, levels
from flowengine.host.people import written
from flowengine.host.refusal import Refusal
from flowengine.server.desk.pages import TOP
from flowengine.server.desk.signing import WELCOME
from flowengine.server.languages import own_name

if TYPE_CHECKING:
    from starlette.responses import Response

    from flowengine.desk.people import User
    from flowengine.server.desk.visit import Visit
    from flowengine.server.given import Form

USERS = f"{TOP}/users"
NEW = f"{TOP}/new-user"
LONG = 400  # characters of a list of names


async def show(visit: Visit) -> Response:
    found = [one for one in await visit.house.people.all() if visit.may("user.read", of=one)]
    if not found:
        visit.demand("user.read")
    return visit.page(
        "users.html", section="users", users=found, is_demo=is_demo, may=visit.may("user.write"),
        own_name=own_name, titled=visit.titled,
    )  # fmt: skip


async def new(visit: Visit) -> Response:
    visit.demand("user.write")
    return _form(visit, None)


async def add(visit: Visit) -> Response:
    visit.demand("user.write")
    form = visit.form
    try:
        user = await visit.house.people.add(
            form.one("name", 40).lower(), by=written(visit.user), **_about(form)
        )
    except Refusal as refusal:
        return _form(visit, None, trouble=visit.words.refusal(refusal))
    return visit.go(_page(user), "user_added")


async def one(visit: Visit) -> Response:
    user = await _wanted(visit)
    visit.demand("user.read", of=user)
    return _form(visit, user)


async def change(visit: Visit) -> Response:
    visit.demand("user.write")
    user = await _wanted(visit)
    if visit.form.one("version") != str(user.version):
        text = "Somebody changed this user meanwhile. Look at it again."
        refusal = Refusal("changed-meanwhile", text)
        return _form(visit, user, trouble=visit.words.refusal(refusal), filled=False)
    try:
        await visit.house.people.change(user, by=written(visit.user), **_about(visit.form))
    except Refusal as refusal:
        return _form(visit, user, trouble=visit.words.refusal(refusal))
    return visit.go(_page(user), "user_changed")


async def able(visit: Visit) -> Response:
    """Disable or enable. Raises Refusal."""
    visit.demand("user.write")
    user = await _wanted(visit)
    disabled = visit.form.one("disabled") == "yes"
    await visit.house.people.disable(user, by=written(visit.user), disabled=disabled)
    return visit.go(_page(user), "user_disabled" if disabled else "user_enabled")


async def invite(visit: Visit) -> Response:
    """Raises Refusal."""
    visit.demand("user.write")
    user = await _wanted(visit)
    secret = await visit.house.credentials.invite(user, by=written(visit.user))
    link = f"{str(visit.request.base_url).rstrip('/')}{WELCOME}/{secret}"
    return visit.page("invitation.html", section="users", user=user, link=link, days=DAYS)


async def end_second(visit: Visit) -> Response:
    visit.demand("user.write")
    user = await _wanted(visit)
    await visit.house.credentials.end_second(user, by=written(visit.user))
    return visit.go(_page(user), "second_off")


async def _wanted(visit: Visit) -> User:
    """The one of the address. Raises HTTPException 404."""
    for user in await visit.house.people.all():
        if user.name == visit.request.path_params["user"]:
            return user
    raise HTTPException(404)


def _page(user: User) -> str:
    return f"{USERS}/{quote(user.name, safe='')}"


def _form(visit: Visit, user: User | None, *, trouble: str = "", filled: bool = True) -> Response:
    """The form; after `trouble` with what was typed into it, where it is `filled`."""
    typed = visit.form if trouble and filled else None
    return visit.page(
        "user.html",
        400 if trouble else 200,
        section="users",
        user=user,
        values=_typed(typed) if typed is not None else _kept(user),
        may=visit.may("user.write"),
        demo_user=user is not None and is_demo(user),
        roles=ROLES,
        media=MEDIA,
        queues=_queues(visit, user),
        languages=_languages(visit, user),
        own_name=own_name,
        titled=visit.titled,
        trouble=trouble,
    )


def _queues(visit: Visit, user: User | None) -> list[str]:
    """Those of the flows that are served, and the user's own of flows that are not now."""
    served = {name for one in visit.house.library.programs.values() for name in one.queues}
    return sorted((served | set(user.queues if user is not None else ())) - {"*"})


def _languages(visit: Visit, user: User | None) -> list[str]:
    served = {name for one in visit.house.library.programs.values() for name in one.languages}
    return sorted(served | set(user.languages if user is not None else ()))


def _kept(user: User | None) -> dict[str, Any]:
    """What the fields of the form begin with."""
    if user is None:
        return {"name": "", "shown": "", "roles": ("agent",), "queues": (), "languages": {},
                "skills": "", "caps": CAPS}  # fmt: skip
    skills = ", ".join(f"{name}:{level}" for name, level in user.skills.items())
    return {"name": user.name, "shown": user.shown, "roles": user.roles, "queues": user.queues,
            "languages": user.languages, "skills": skills, "caps": user.caps}  # fmt: skip


def _typed(form: Form) -> dict[str, Any]:
    return {
        "name": form.one("name", 40),
        "shown": form.one("shown"),
        "roles": form.all("role"),
        "queues": form.all("queue"),
        "languages": _levels(form, "language "),
        "skills": form.one("skills", LONG),
        "caps": _levels(form, "cap "),
    }


def _about(form: Form) -> dict[str, Any]:
    """What the form says, for `People`. Raises Refusal."""
    given = _typed(form)
    given.pop("name")
    return {
        **given,
        "shown": given["shown"] or called(form.one("name", 40)),
        "languages": {name: level for name, level in given["languages"].items() if level},
        "skills": levels(given["skills"]),
    }


def _levels(form: Form, beginning: str) -> dict[str, int]:
    """Fields whose name begins so, with a number each; what is none is left out."""
    return {
        key.removeprefix(beginning): int(value)
        for key, value in form.fields
        if key.startswith(beginning) and value.isascii() and value.isdigit() and len(value) < 4
    }
