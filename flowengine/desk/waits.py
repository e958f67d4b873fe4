"""How long somebody will wait, honestly: from how long talks took lately and how soon people gave
up, as a range, and nothing where too little is known.

With `k` people ahead, `c` agents at work, handling time AHT and mean patience P:

    EWT(k) = sum over i = 0..k of 1 / (c/AHT + i/P)

the mean time until k+1 of the c agents' talks and of the i people still ahead have ended. In
simulation its bias is none and its error two thirds of Asterisk's (tests/desk/test_simulation).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowengine.desk import capacity, episodes
from flowengine.desk.clock import asynchronous
from flowengine.desk.routing.pool import EVERY, answers, on_duty

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from flowengine.desk.episodes import Stay
    from flowengine.desk.items import Item
    from flowengine.desk.log import Entry
    from flowengine.desk.people import Agent

LEAST = 20  # talks in the look-back below which nothing is said
LOW, HIGH = 0.7, 1.5  # the range around the estimate: on a small line a point would be a lie
APART = 30.0  # seconds between two announcements to the same person


@dataclass(frozen=True, slots=True)
class Figures:
    """Of a queue in the look-back: `handled` talks of mean `aht` seconds, wrap-up included, and the
    mean `patience` in seconds, infinite where nobody gave up."""

    handled: int
    aht: float
    patience: float


@dataclass(frozen=True, slots=True)
class Told:
    """An announcement: position from 1, (low, high) in seconds or (0, 0) for unknown, and when."""

    position: int
    wait: tuple[int, int]
    at: float


def learn(entries: Iterable[Entry]) -> dict[str, Figures]:
    """Figures by queue, from the log of the look-back, of people who sat waiting: a letter that lay
    there overnight says nothing of anybody's patience."""
    read = episodes.read(entries)
    talks: dict[str, list[float]] = {}
    for part in read.parts:
        if part.closed and not asynchronous(part.kind, part.media):
            talks.setdefault(part.queue, []).append(part.handled)
    waits: dict[str, list[Stay]] = {}
    for stay in read.stays:
        if not asynchronous(stay.kind, stay.media):
            waits.setdefault(stay.queue, []).append(stay)
    return {name: _figures(took, waits.get(name, [])) for name, took in talks.items()}


def _figures(took: list[float], stays: list[Stay]) -> Figures:
    return Figures(len(took), sum(took) / len(took), patience(stays))


def patience(stays: Iterable[Stay]) -> float:
    """All that everybody waited over the number who gave up: the maximum-likelihood mean where
    patience is exponential and those who were answered are censored."""
    total, gave_up = 0.0, 0
    for stay in stays:
        total += stay.waited
        gave_up += stay.end == episodes.ABANDONED
    return total / gave_up if gave_up else math.inf


def servers(queue: str, media: str, agents: Iterable[Agent], waiting: Mapping[str, int]) -> float:
    """How many slots of `media` work for the queue. Who answers several queues in which people wait
    (`waiting` counts them) works for each of these in part.

    Handling time of chats depends on how many an agent has at once; so learnt from quiet hours, the
    estimate is too short when all slots have just filled.
    """
    total = 0.0
    for agent in agents:
        if on_duty(agent) and answers(agent, (queue,)):
            busy = {name for name, count in waiting.items() if count and _answers(agent, name)}
            total += capacity.cap(agent.caps, media) / len(busy | {queue})
    return total


def _answers(agent: Agent, queue: str) -> bool:
    return EVERY in agent.queues or queue in agent.queues


def expected(ahead: int, figures: Figures | None, servers: float) -> float | None:
    """Seconds until it is their turn, with `ahead` people before them; None where that cannot be
    said: too few talks in the look-back, or nobody at work."""
    if figures is None or figures.handled < LEAST or servers <= 0.0 or figures.aht <= 0.0:
        return None
    rate, leave = servers / figures.aht, 1.0 / max(figures.patience, 1.0)
    return sum(1.0 / (rate + i * leave) for i in range(ahead + 1))


def spoken(seconds: float | None) -> tuple[int, int]:
    """The range as it is said, in seconds: half minutes up to two minutes, then minutes, beyond
    twenty minutes fives of them; outwards, never from nothing. (0, 0) where nothing is known."""
    if seconds is None:
        return (0, 0)
    low, high = LOW * seconds, HIGH * seconds
    step = _step(high)
    below = int(low // step) * step
    above = math.ceil(high / step) * step
    return max(below, 30), max(above, below + step, 60)


def _step(high: float) -> int:
    if high <= 120.0:
        return 30
    return 60 if high <= 1200.0 else 300


def position(item: Item, order: Sequence[Item]) -> int:
    """From 1, as they are served (`routing.order`), not as they came; 0 for who waits nowhere."""
    own = [one.id for one in order if one.queue == item.queue]
    return own.index(item.id) + 1 if item.id in own else 0


def may_tell(last: Told | None, now: Told) -> bool:
    """Whether to announce this: a place is known, it is better than what they were told, and the
    last time was a while ago."""
    if now.position < 1:
        return False
    if last is None:
        return True
    return now.at - last.at >= APART and _better(last, now)


def _better(last: Told, now: Told) -> bool:
    if now.position != last.position:
        return now.position < last.position
    return 0 < now.wait[1] < last.wait[1] or (not last.wait[1] and now.wait[1] > 0)
