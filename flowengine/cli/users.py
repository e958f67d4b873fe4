"""`flowengine users`: who may sign in to the desk, beside a running server or before it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from flowengine.cli.beside import beside, store_argument
from flowengine.cli.counting import many

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable

    from flowengine.desk.people import User
    from flowengine.host.credentials import Credentials
    from flowengine.store.verbs import Store

_BY = "command line"
_FIELDS = ("shown", "roles", "queues", "languages", "skills", "caps")


def register(commands: Any) -> None:
    command = commands.add_parser(
        "users",
        help="add, change, invite and disable the people who answer and supervise",
        description="Users sign in to the desk of a server: agents, supervisors, administrators.",
    )
    deeds = command.add_subparsers(metavar="WHAT", required=True)
    _deed(deeds, "list", "list them, with what they may", named=False)
    add = _deed(deeds, "add", "add somebody, and show the link by which they choose a password")
    _about(add)
    add.add_argument(
        "--password", action="store_true", help="ask for a password here, in place of the link"
    )
    change = _deed(deeds, "change", "change what they may; what is not named stays")
    _about(change)
    change.add_argument("--enable", action="store_true", help="let them in again")
    _deed(deeds, "disable", "let them in no more, and sign them out at once")
    _deed(deeds, "invite", "show a new link, good once, to choose a password")
    second = _deed(deeds, "second-factor", "take somebody's second factor off")
    second.add_argument("--off", action="store_true", required=True, help="they lost the telephone")


def _deed(deeds: Any, name: str, help_: str, *, named: bool = True) -> Any:
    made = deeds.add_parser(name, help=help_, description=f"{help_.capitalize()}.")
    if named:
        made.add_argument("name", metavar="NAME", help="what they sign in with: olena, o.koval")
    store_argument(made)
    made.set_defaults(run=run, deed=name)
    return made


def _about(made: Any) -> None:
    made.add_argument("--shown", metavar="NAME", help="what people who write to us read")
    made.add_argument(
        "--role",
        dest="roles",
        action="append",
        choices=("agent", "supervisor", "administrator", "auditor"),
        help="may be given several times; agent when not given",
    )
    made.add_argument("--queues", metavar="NAMES", help="with commas; * for all")
    made.add_argument("--languages", metavar="LEVELS", help="with levels of 1 to 5: uk:5,en:3")
    made.add_argument("--skills", metavar="LEVELS", help="the same: legal:3")
    made.add_argument("--caps", metavar="NUMBERS", help="conversations at once: voice:1,chat:3")


def run(chosen: Namespace) -> int:
    """2 where it was refused, as everywhere."""
    # Before the store is opened: nobody waits for somebody who thinks about a password.
    password = _asked(chosen.name) if getattr(chosen, "password", False) else ""

    async def work(store: Store) -> int:
        from flowengine.host.credentials import Credentials
        from flowengine.host.people import People

        await _DEEDS[chosen.deed](Credentials(People(store), store), chosen, password)
        await _warn(store, _named(getattr(chosen, "queues", None) or ""))
        return 0

    # The first user may be made before the first server.
    return beside(chosen.store, work, first=chosen.deed == "add")


def _asked(name: str) -> str:
    """Typed twice, or a line of what is piped in. Raises Refusal."""
    from getpass import getpass

    from flowengine.cli.refusal import Refusal

    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass(f"Password for {name}: ")
    if getpass("The same once more: ") != password:
        raise Refusal("The two are not the same. Nothing was done.")
    return password


async def _list(office: Credentials, _: Namespace, __: str) -> None:
    found = await office.people.all()
    for one in found:
        print(f"{one.name:20}  {', '.join(one.roles):24}  {_told(one)}")
    if not found:
        print("There is no user. Add one: flowengine users add NAME --role administrator")


def _told(user: User) -> str:
    from flowengine.host.demo import is_demo

    parts = [many(len(user.queues), "queue") if "*" not in user.queues else "all queues"]
    if user.languages:
        parts.append(" ".join(f"{name}:{level}" for name, level in user.languages.items()))
    if user.second:
        parts.append("second factor")
    if user.disabled:
        parts.append("disabled")
    elif is_demo(user):
        parts.append("demonstration")
    elif not user.password:
        parts.append("no password yet")
    return "; ".join(parts)


async def _add(office: Credentials, chosen: Namespace, password: str) -> None:
    from flowengine.host import passwords

    if chosen.password:
        passwords.demand(password, chosen.name)  # before there is half a user
    user = await office.people.add(chosen.name, by=_BY, **_given(chosen))
    print(f"{user.name} is added ({', '.join(user.roles)}).")
    if chosen.password:
        await office.set_password(user, password, by=_BY)
    else:
        await _link(office, user)


async def _change(office: Credentials, chosen: Namespace, _: str) -> None:
    about = _given(chosen)
    if chosen.enable:
        about["disabled"] = False
    await office.people.change(await office.people.named(chosen.name), by=_BY, **about)
    print(f"{chosen.name} is changed." if about else "Nothing was named to be changed.")


async def _warn(store: Store, queues: Iterable[str]) -> None:
    """Of a queue that is in no flow nobody is ever offered anything. Flows may come later than the
    people, so it is no mistake; which there are says the log of what was served."""
    known = {one.queue for one in await store.declared()}
    for name in queues:
        if known and name not in {*known, "*"}:
            there = ", ".join(sorted(known))
            print(f"No flow that was served has a queue {name}. There are: {there}.")


async def _disable(office: Credentials, chosen: Namespace, _: str) -> None:
    await office.people.disable(await office.people.named(chosen.name), by=_BY)
    print(f"{chosen.name} is disabled, and signed out.")


async def _invite(office: Credentials, chosen: Namespace, _: str) -> None:
    await _link(office, await office.people.named(chosen.name))


async def _second(office: Credentials, chosen: Namespace, _: str) -> None:
    await office.end_second(await office.people.named(chosen.name), by=_BY)
    print(f"{chosen.name} signs in by password alone.")


async def _link(office: Credentials, user: User) -> None:
    from flowengine.host.credentials import DAYS

    secret = await office.invite(user, by=_BY)
    print(f"They choose a password within {DAYS} days at this address of your server, good once:")
    print(f"/desk/welcome/{secret}")


def _named(queues: str) -> tuple[str, ...]:
    return tuple(queues.replace(",", " ").split())


def _given(chosen: Namespace) -> dict[str, Any]:
    """What was named. Raises host.refusal.Refusal for a level that is none."""
    from flowengine.host.particulars import levels

    found = {name: value for name in _FIELDS if (value := getattr(chosen, name)) is not None}
    for name in ("languages", "skills", "caps"):
        if name in found:
            found[name] = levels(found[name])
    if "queues" in found:
        found["queues"] = _named(found["queues"])
    if "roles" in found:
        found["roles"] = tuple(found["roles"])
    return found


_DEEDS = {
    "list": _list,
    "add": _add,
    "change": _change,
    "disable": _disable,
    "invite": _invite,
    "second-factor": _second,
}
