"""What pages show of the desk: one agent's view of it, and the board of all queues and agents.

Counts of what is, made from a picture; nothing about the past, which is counted from the log.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from flowengine.desk import clock, items, people, routing
from flowengine.desk.items import Item
from flowengine.desk.people import Remark, Standing, Switch, User
from flowengine.desk.routing.pool import answers

if TYPE_CHECKING:
    from flowengine.desk.people import Agent
    from flowengine.host.desk.picture import Picture

FETCHABLE = 50  # items that wait and are shown to an agent
_QUEUED = frozenset((items.WAITING, items.LATER))
_UNTAKEN = frozenset((items.WAITING, items.OFFERED))


class QueueState(msgspec.Struct, frozen=True, kw_only=True):
    """`longest` is since when who has waited longest waits (POSIX seconds, 0.0 where nobody does),
    as it counts: of who wrote in the night, the night is left out;
    `offered`, `talking` and `wrapping` count items with agents, `callbacks` promises to phone that
    wait or come later, `messages` what was left, `unreached` promises that were tried in vain,
    `urgent` who waits and is urgent. `agents` answer it, of whom `present` are there and `ready`
    would take something."""

    name: str
    waiting: int = 0
    longest: float = 0.0
    offered: int = 0
    talking: int = 0
    wrapping: int = 0
    callbacks: int = 0
    messages: int = 0
    unreached: int = 0
    urgent: int = 0
    agents: int = 0
    present: int = 0
    ready: int = 0
    open: bool = True
    switches: tuple[Switch, ...] = ()


class Colleague(msgspec.Struct, frozen=True, kw_only=True):
    """`status` is what counts now, `since` when they said so; `load` are slots in use by media."""

    id: str
    shown: str
    status: str
    since: float = 0.0
    present: bool = False
    load: dict[str, int] = {}
    caps: dict[str, int] = {}
    queues: tuple[str, ...] = ()


class View(msgspec.Struct, frozen=True, kw_only=True):
    """What one agent's page shows at the moment `at`: `items` are theirs and those they take part
    in, `waiting` those they may fetch in the order in which they will be served. `supervisors` are
    the shown names by id of who may take part in their talks."""

    at: float
    user: User
    standing: Standing
    status: str
    items: tuple[Item, ...] = ()
    waiting: tuple[Item, ...] = ()
    queues: tuple[QueueState, ...] = ()
    colleagues: tuple[Colleague, ...] = ()
    mentions: tuple[Remark, ...] = ()
    supervisors: dict[str, str] = {}


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """`unmatched` is for how many seconds somebody has waited who could be offered to an agent."""

    at: float
    queues: tuple[QueueState, ...] = ()
    agents: tuple[Colleague, ...] = ()
    items: tuple[Item, ...] = ()
    unmatched: float = 0.0


def board(picture: Picture, unmatched: float = 0.0) -> Board:
    return Board(
        at=picture.now,
        queues=tuple(_queue(name, picture) for name in sorted(picture.queues)),
        agents=tuple(_colleague(one, picture) for one in picture.agents),
        items=picture.items,
        unmatched=unmatched,
    )


def view(picture: Picture, user: User, mentions: tuple[Remark, ...] = ()) -> View:
    mine = _seen_by(user, picture)
    return View(
        at=picture.now,
        user=user,
        standing=picture.standing(user.id),
        status=picture.status(user.id),
        items=tuple(one for one in picture.items if _has_part(one, user.id)),
        waiting=fetchable(picture, mine)[:FETCHABLE] if mine is not None else (),
        queues=tuple(
            _queue(name, picture)
            for name in sorted(picture.queues)
            if mine is not None and answers(mine, (name,))
        ),
        colleagues=tuple(
            _colleague(one, picture) for one in picture.agents if one.present and one.id != user.id
        ),
        mentions=mentions,
        supervisors={
            one.id: one.shown
            for one in picture.users.values()
            if people.SUPERVISOR in one.roles and not one.disabled
        },
    )


def fetchable(picture: Picture, agent: Agent) -> tuple[Item, ...]:
    """What waits in queues of theirs, in the order in which it is served; then what comes later."""
    order = routing.order(picture.items, picture.agents, picture.queues, picture.now)
    later = [one for one in picture.items if one.state == items.LATER]
    return tuple(
        one
        for one in (*order, *sorted(later, key=lambda one: one.until))
        if answers(agent, (one.queue, *one.also))
    )


def _seen_by(user: User, picture: Picture) -> Agent | None:
    """The user as an agent, None where they are none."""
    return next((one for one in picture.agents if one.id == user.id), None)


def _has_part(item: Item, agent: str) -> bool:
    return item.agent == agent or any(one.agent == agent for one in item.guests)


def _queue(name: str, picture: Picture) -> QueueState:
    here = [one for one in picture.items if one.queue == name]
    # Whoever is offered to somebody waits until it is taken.
    waiting = [one for one in here if one.state in _UNTAKEN and one.kind == items.CONTACT]
    staff = [one for one in picture.agents if answers(one, (name,))]
    switches = picture.switches.get(name, {})
    promised = [one for one in here if one.kind == items.CALLBACK and one.state in _QUEUED]
    return QueueState(
        name=name,
        waiting=len(waiting),
        longest=min((since(one, picture) for one in waiting), default=0.0),
        offered=_count(here, items.OFFERED),
        talking=_count(here, *items.TALKING),
        wrapping=_count(here, items.WRAP_UP),
        callbacks=len(promised),
        messages=sum(one.kind == items.MESSAGE and one.state in _QUEUED for one in here),
        unreached=sum(one.tries > 0 for one in promised),
        urgent=sum(one.priority >= items.URGENT for one in waiting),
        agents=len(staff),
        present=sum(one.present for one in staff),
        ready=sum(one.present and one.status == people.READY for one in staff),
        open=picture.terms_of(name).open(picture.now),
        switches=tuple(switches.values()),
    )


def since(item: Item, picture: Picture) -> float:
    """From when on somebody waits, as it counts (`desk.clock`)."""
    hours, now = picture.terms_of(item.queue).hours, picture.now
    if hours is None or not clock.asynchronous(item.kind, item.media):
        return item.joined
    return round(now - clock.open_seconds(hours, item.joined, now), 3)


def _count(here: list[Item], *states: str) -> int:
    return sum(one.state in states for one in here)


def _colleague(agent: Agent, picture: Picture) -> Colleague:
    user = picture.users[agent.id]
    return Colleague(
        id=agent.id,
        shown=user.shown,
        status=agent.status,
        since=picture.standing(agent.id).since,
        present=agent.present,
        load=agent.load,
        caps=user.caps,
        queues=user.queues,
    )
