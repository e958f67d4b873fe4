"""What an agent has before them, as plain JSON by section and key, and what of it has changed.

An item that only waits is shown without what it is about: that is for whoever is offered it. An
offer's token goes to nobody but the agent it was made to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from flowengine.desk.items import ACTIVE, CALLBACK, LOST, OFFERED
from flowengine.host.desk import masking

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flowengine.desk.items import Item
    from flowengine.desk.people import Remark, User
    from flowengine.host.desk.board import View
    from flowengine.language.program import Queue

Sections = dict[str, dict[str, Any]]
_REACHED = frozenset((ACTIVE, LOST))  # states in which the agent may see a number to call


def sections(
    view: View,
    terms: Mapping[str, Queue],
    calling: Callable[[str], bool] = lambda _: False,
    titled: Callable[[str], str] = str,
) -> Sections:
    """`me`, `items` (the agent's own), `waiting`, `queues`, `colleagues`, `mentions`; each a table
    by key, so that a change can name what it puts and what it drops. `calling` says of a
    conversation whether its person is on the phone, `titled` what a queue is called."""

    def named(one: dict[str, Any], queue: str) -> dict[str, Any]:
        return {**one, "titled": titled(queue)}

    return {
        "me": {"me": _me(view)},
        "items": {one.id: named(_own(one, view, terms, calling), one.queue) for one in view.items},
        "waiting": {one.id: named(waiting(one), one.queue) for one in view.waiting},
        "queues": {one.name: named(msgspec.to_builtins(one), one.name) for one in view.queues},
        "colleagues": {one.id: msgspec.to_builtins(one) for one in view.colleagues},
        "mentions": {str(one.number): _mention(one) for one in view.mentions},
    }


def _me(view: View) -> dict[str, Any]:
    return {
        "id": view.user.id,
        "shown": view.user.shown,
        "roles": view.user.roles,
        "caps": view.user.caps,
        "status": view.status,
        "since": view.standing.since,
        "until": view.standing.until,
        "back": view.standing.back,
        "supervisors": view.supervisors,
    }


def waiting(item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "version": item.version,
        "name": called(item),
        "state": item.state,
        "kind": item.kind,
        "media": item.media,
        "channel": item.channel,
        "queue": item.queue,
        "language": item.language,
        "priority": item.priority,
        "first": item.first,
        "joined": item.joined,
        "since": item.since,
        "until": item.until,
    }


def _own(
    item: Item, view: View, terms: Mapping[str, Queue], calling: Callable[[str], bool]
) -> dict[str, Any]:
    plain = own(item, view.user, terms.get(item.queue))
    return {**plain, "calling": calling(item.conversation)}


def own(item: Item, me: User, queue: Queue | None) -> dict[str, Any]:
    """An item that is offered to, held by or shared with the agent `me`."""
    mine = item.agent == me.id
    anonymous = masking.promised(queue)
    shown = masking.unnamed(item) if anonymous else item
    return {
        **waiting(item),
        "mine": mine,
        "agent": item.agent,
        "token": item.token if mine and item.state == OFFERED else "",
        "brief": shown.brief,
        "flow": item.flow,
        "accepted": item.accepted,
        "outcome": item.outcome,
        "guests": [
            {"agent": one.agent, "mode": one.mode}
            for one in item.guests
            if not one.hidden or one.agent == me.id
        ],
        "offer": queue.offer if queue is not None else 0,
        "record": queue is not None and queue.record,
        "anonymous": anonymous,
        "script": queue.script if queue is not None else "",
        "needed": queue is not None and queue.outcome_needed and not item.outcome,
        **_callback(shown, reachable=mine and item.state in _REACHED),
    }


def _callback(item: Item, *, reachable: bool) -> dict[str, Any]:
    if item.kind != CALLBACK:
        return {"note": item.note}
    return {
        "note": item.note,
        "phone": item.phone if reachable else "",
        "safe": item.safe,
        "voicemail": item.voicemail,
        "tries": item.tries,
    }


def called(item: Item) -> str:
    """A short name that says nothing about the person, and stays theirs: as the context has it."""
    return masking.signs(item)


def _mention(remark: Remark) -> dict[str, Any]:
    return msgspec.to_builtins(remark)  # type: ignore[no-any-return]


def change(before: Sections, now: Sections) -> dict[str, Any]:
    """What has to be put and what dropped to come from `before` to `now`; {} when nothing."""
    put: Sections = {}
    drop: dict[str, list[str]] = {}
    for name, table in now.items():
        old = before.get(name, {})
        if fresh := {key: one for key, one in table.items() if old.get(key) != one}:
            put[name] = fresh
        if left := [key for key in old if key not in table]:
            drop[name] = left
    return {"put": put, "drop": drop} if put or drop else {}
