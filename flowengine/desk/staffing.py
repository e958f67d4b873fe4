"""How many agents an interval needs, by Erlang A, with Erlang C beside it and who gives up shown.

Small lines are idle much of the time when they answer well: that is arithmetic, not laziness.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowengine.desk import erlang

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowengine.desk.erlang import Line

MOST = 2000  # agents: no line that we plan for is greater


@dataclass(frozen=True, slots=True)
class Goal:
    """Answer `share` of those who come `within` seconds; lose at most `abandoned` of them. Of each
    agent's paid time the part `shrinkage` goes into breaks, training and illness."""

    share: float = 0.8
    within: float = 20.0
    abandoned: float = 1.0
    shrinkage: float = 0.0


@dataclass(frozen=True, slots=True)
class Need:
    """`agents` at work and `rostered` with shrinkage, and what to expect with them; `simple` is
    what Erlang C would ask for."""

    load: float
    agents: int
    rostered: int
    line: Line
    simple: int
    simple_line: Line


def needed(rate: float, aht: float, patience: float, goal: Goal) -> Need:
    """The fewest agents that reach the goal. `rate` is people a second, the others are seconds."""
    load = rate * aht
    agents, line = _fewest(
        lambda n: erlang.with_patience(load, n, aht, patience, goal.within), goal, load
    )
    simple, simple_line = _fewest(
        lambda n: erlang.without_patience(load, n, aht, goal.within), goal, load
    )
    return Need(load, agents, rostered(agents, goal.shrinkage), line, simple, simple_line)


def rostered(agents: int, shrinkage: float) -> int:
    """How many have to be planned so that `agents` are there."""
    return math.ceil(round(agents / (1.0 - shrinkage), 9))


def _fewest(of: Callable[[int], Line], goal: Goal, load: float) -> tuple[int, Line]:
    if load <= 0.0:
        return 0, erlang.with_patience(0.0, 0, 1.0, 1.0, goal.within)
    # Who is answered at all is at most what the agents can carry.
    for agents in range(max(int(min(goal.share, 1.0) * load), 1), MOST):
        line = of(agents)
        if line.within >= goal.share and line.abandoned <= goal.abandoned:
            return agents, line
    raise ValueError(f"No line of fewer than {MOST} agents reaches that goal. Ask for less.")
