"""Who is told by webhook what happens: made, listed, ended.

An address is looked at before it is kept, and once more by the sender when it connects: it must be
`https`, or a host that the server's owner has allowed in our own network.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from flowengine.host import guarded
from flowengine.host.address import INNER, named, public
from flowengine.host.refusal import Refusal
from flowengine.server.api import given, taken, views
from flowengine.server.api.endpoint import Reply
from flowengine.server.api.reach import noted
from flowengine.store.records import Subscription

if TYPE_CHECKING:
    from flowengine.server.api.endpoint import Asked

MOST = 50  # subscriptions of one server: every turn makes a notice for each
SIGNING = "webhook_"  # begins the names of secrets that sign notices


async def subscribe(asked: Asked) -> Reply:
    wanted: taken.Subscribe = asked.body
    store = asked.house.store
    if len(await store.subscriptions()) >= MOST:
        raise Refusal("too-many", f"There can be {MOST} subscriptions. End one that is not used.")
    made = Subscription(
        id=secrets.token_hex(9),
        url=checked(wanted.url, asked.house.private),
        events=",".join(dict.fromkeys(wanted.events)),
        secret=_secret(asked, wanted.secret),
        at=asked.house.conversations.clock(),
    )
    await store.subscribe(made)
    await _changed(asked, "subscribed", made.id)
    return Reply(views.subscription(made))


async def subscriptions(asked: Asked) -> Reply:
    found = await asked.house.store.subscriptions()
    shown = tuple(views.subscription(one) for one in found)
    return Reply(given.Subscriptions(subscriptions=shown))


async def unsubscribe(asked: Asked) -> Reply:
    name = asked.path["subscription"]
    if not await asked.house.store.unsubscribe(name):
        raise Refusal("unknown", "There is no such subscription.")
    await _changed(asked, "unsubscribed", name)
    return Reply()


async def _changed(asked: Asked, what: str, name: str) -> None:
    await noted(asked, f"{what} over the API", f"subscription/{name}")
    await asked.house.telling.refresh()


def checked(url: str, private: frozenset[str]) -> str:
    """The address as it is kept. Raises Refusal `no-url`.

    What a name leads to may change until somebody connects, so only then it is resolved.
    """
    found = guarded.address(url)
    host = "" if found is None else named(found.host)
    if found is None or (found.scheme != "https" and host not in private):
        raise Refusal("no-url", "Give an address that begins with https:// and has no user in it.")
    if host not in private and _inside(host):
        raise Refusal(
            "no-url", "This address is not on the internet. Allow its host on the server."
        )
    return str(found)


def _inside(host: str) -> bool:
    if any(host == name or host.endswith(f".{name}") for name in INNER):
        return True
    figures = host.strip("[]")
    last = figures.rpartition(".")[2]
    # Names never end in a number (WHATWG URL, "ends in a number checker"), addresses always do.
    numeric = ":" in figures or last.isdigit() or last.startswith("0x")
    return numeric and not public(figures)


def _secret(asked: Asked, name: str) -> str:
    # A program must not have its notices signed with the password of something else.
    if not name.startswith(SIGNING):
        raise Refusal("no-secret", f"The name of a secret that signs begins with {SIGNING}.")
    if name not in asked.house.secrets:
        upper = name.upper()
        raise Refusal("no-secret", f"The server has no FLOWENGINE_SECRET_{upper}. Set it first.")
    return name
