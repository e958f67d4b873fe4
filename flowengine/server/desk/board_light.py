"""The traffic light of a queue: one colour, and the rule that made it so, which is always shown.

The rules are asked in order, the first that holds counts. Nothing about people goes in, only what
the board counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from flowengine.host.desk.board import QueueState

RED, AMBER, GREEN, GREY = "red", "amber", "green", "grey"
WORST = (RED, AMBER, GREEN, GREY)
LEVEL = 0.8  # of those offered, answered in time: below it somebody should look
FEW = 10  # people offered today, below whom a service level says nothing


class Light(NamedTuple):
    """`rule` is a key of the words, without its beginning `board_rule_`."""

    colour: str
    rule: str


class Stand(NamedTuple):
    """What the rules look at: the queue now, seconds that the longest has waited, the queue's bound
    in seconds, and today's service level where it means something."""

    queue: QueueState
    waited: float
    within: float
    level: float | None


RULES: tuple[tuple[str, str, Callable[[Stand], bool]], ...] = (
    (RED, "urgent", lambda one: one.queue.urgent > 0),
    (RED, "nobody", lambda one: one.queue.waiting > 0 and one.queue.present == 0),
    (RED, "long", lambda one: one.waited > 2 * one.within),
    (GREY, "closed", lambda one: not one.queue.open and one.queue.waiting == 0),
    (AMBER, "late", lambda one: one.waited > one.within),
    (AMBER, "level", lambda one: one.level is not None and one.level < LEVEL),
    (AMBER, "switched", lambda one: bool(one.queue.switches)),
    (AMBER, "absent", lambda one: one.queue.present == 0),
)
WELL = Light(GREEN, "well")
ALARMED = Light(RED, "alert")  # of the whole desk


def light(one: Stand) -> Light:
    """The colour of a queue."""
    found = (Light(colour, rule) for colour, rule, holds in RULES if holds(one))
    return next(found, WELL)


def worst(lights: Iterable[Light]) -> Light:
    """The one that somebody should look at first; grey where there are none."""
    return min(lights, key=lambda one: WORST.index(one.colour), default=Light(GREY, "closed"))
