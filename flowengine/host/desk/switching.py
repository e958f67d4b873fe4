"""Switches that supervisors set on a queue: close, divert, a word before waiting, callbacks only.

A switch ends by itself: nobody remembers on Monday what was switched on Friday night.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from flowengine.desk import items, log
from flowengine.desk.people import Switch
from flowengine.host.desk.terms import DIVERT, SURGE, SWITCHES
from flowengine.host.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Container

    from flowengine.desk.people import User
    from flowengine.host.desk.asides import Asides
    from flowengine.host.desk.picture import Picture
    from flowengine.store.verbs import Store

USUAL = 48 * 3600.0  # seconds after which a switch undoes itself, where nobody said otherwise
LONGEST_WORDS = 500  # characters that are said before waiting


def wanted(
    user: User,
    queue: str,
    kind: str,
    value: str,
    until: float,
    at: float,
    queues: Container[str],
) -> Switch:
    """The switch as it will be kept. Raises Refusal `unknown-queue`, `unknown-switch`, `no-value`,
    `past`."""
    if kind not in SWITCHES:
        raise Refusal("unknown-switch", f"A queue has the switches {', '.join(SWITCHES)}.")
    for name in (queue, value) if kind == DIVERT and value else (queue,):
        if name not in queues:
            raise Refusal("unknown-queue", f"There is no queue {name}.", queue=name)
    if kind == SURGE and len(value) > LONGEST_WORDS:
        text = f"Say it in at most {LONGEST_WORDS} characters."
        raise Refusal("no-value", text, about="long", count=LONGEST_WORDS)
    if until and until <= at:
        raise Refusal("past", "The end of the switch is over already. Name a later one.")
    return Switch(queue=queue, kind=kind, value=value, by=user.id, at=at, until=until or at + USUAL)


async def turn(store: Store, switch: Switch, *, on: bool) -> None:
    """Raises Refusal `no-value` where it needs to know whither, or what to say."""
    if on and not switch.value and switch.kind in (DIVERT, SURGE):
        raise Refusal("no-value", "Say to which queue, or what is to be said.")
    if on and switch.kind == DIVERT and switch.value == switch.queue:
        raise Refusal("no-value", "A queue cannot be diverted to itself.", about="itself")
    await store.switch(switch, _told(switch, switch.at, by=switch.by, on=on), on=on)


async def undo(store: Store, seen: Picture) -> None:
    """Take off what has ended. Raises StoreError."""
    for switch in seen.old_switches:
        await store.switch(switch, _told(switch, seen.now, by="", on=False), on=False)


async def surge(asides: Asides, seen: Picture) -> None:
    """Who waits in a queue with a word before waiting hears it once, also where a page that was
    sent twice has set the same words twice."""
    for item in seen.items:
        switch = seen.switches.get(item.queue, {}).get(SURGE)
        if switch is not None and item.state == items.WAITING and item.kind == items.CONTACT:
            words = hashlib.sha256(switch.value.encode()).hexdigest()[:16]
            await asides.tell(item.conversation, switch.value, f"surge {item.id} {words}")


def _told(switch: Switch, at: float, *, by: str, on: bool) -> log.Entry:
    body = {"switch": switch.kind, "on": on, "until": switch.until, "by": by}
    return log.Entry(at=at, kind=log.SWITCHED, queue=switch.queue, agent=by, body=body)
