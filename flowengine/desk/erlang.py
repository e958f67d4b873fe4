"""How a line of so many agents behaves: Erlang B, C and A, computed exactly.

Load is in erlang (calls a second times handling time in seconds). Erlang C thinks that nobody ever
hangs up; Erlang A (M/M/n+M, Palm) lets people give up after an exponential patience, which is what
they do. The tests compare with values from three independent ways of computing them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

STEPS = 400  # of Simpson's rule over a wait; its error is far below what is printed
HALVINGS = 30  # of an interval, until its end is known well enough
TINY = -36.0  # logarithm of the share of the greatest below which a probability is left out


def b(load: float, agents: int) -> float:
    """Erlang B, the share that is lost where nobody can wait: B(0) = 1,
    B(k) = A·B(k-1) / (k + A·B(k-1))."""
    lost = 1.0
    for k in range(1, agents + 1):
        lost = load * lost / (k + load * lost)
    return lost


def c(load: float, agents: int) -> float:
    """Erlang C, the share that waits: n·B / (n - A·(1 - B)). 1 where the line cannot keep up."""
    if load >= agents:
        return 1.0
    lost = b(load, agents)
    return agents * lost / (agents - load * (1.0 - lost))


@dataclass(frozen=True, slots=True)
class Line:
    """What to expect: shares of those who come, and seconds. `wait` is the share that waits at all,
    `asa` the mean wait of all who come, `within` the share answered in time of all who come, `sl1`
    of those answered, `sl2` with who left in time. `occupancy` is agents' share of time at work."""

    wait: float
    asa: float
    within: float
    sl1: float
    sl2: float
    abandoned: float
    occupancy: float


def without_patience(load: float, agents: int, aht: float, within: float) -> Line:
    """Erlang C: nobody hangs up. Where the line cannot keep up, waits grow without end."""
    waits = c(load, agents)
    if load >= agents:
        return Line(1.0, math.inf, 0.0, 0.0, 0.0, 0.0, 1.0)
    free = agents - load
    level = 1.0 - waits * math.exp(-free * within / aht)
    return Line(waits, waits * aht / free, level, level, level, 0.0, load / agents)


def with_patience(load: float, agents: int, aht: float, patience: float, within: float) -> Line:
    """Erlang A. States as a birth-death chain with death rate min(j,n)/AHT + max(j-n,0)/P; the
    virtual wait has the density λ·p(n-1)·exp(λ·H(x) - n·x/AHT) with H(x) = P·(1 - exp(-x/P))
    (Baccelli and Hebuterne), which is integrated for what happens within the bound."""
    if math.isinf(patience):
        return without_patience(load, agents, aht, within)
    if load <= 0.0:
        return Line(0.0, 0.0, 1.0, 1.0, 1.0, 0.0, 0.0)
    states = _states(load, agents, aht / patience)
    queue = sum((j - agents) * math.exp(p) for j, p in states.items() if j > agents)
    waits = min(math.fsum(math.exp(p) for j, p in states.items() if j >= agents), 1.0)
    rate = load / aht
    asa = queue / rate
    abandoned = asa / patience
    one_free = states.get(agents - 1, -math.inf)
    soon, left = _within(one_free, rate, agents / aht, patience, within)
    # Who leaves in time: those whose turn would come in time, and those for whom it would not.
    later = max(waits - soon - left, 0.0)
    gone = left + later * (1.0 - math.exp(-within / patience))
    answered = 1.0 - waits + soon
    busy = load * (1.0 - abandoned) / agents if agents else 0.0
    served = 1.0 - abandoned
    sl1 = answered / served if served > 1e-12 else 0.0
    return Line(waits, asa, answered, min(sl1, 1.0), answered + gone, abandoned, busy)


def _states(load: float, agents: int, leaving: float) -> dict[int, float]:
    """Logarithms of the probability of each number of people in the line, the tiny ones left out.
    `leaving` is AHT / P: how fast people give up beside how fast agents serve."""
    top = int(load)

    def death(j: int) -> float:
        return min(j, agents) + max(j - agents, 0) * leaving

    found = {top: 0.0}
    j, weight, greatest = top, 0.0, 0.0
    while weight > greatest + TINY:
        j, weight = j + 1, weight + math.log(load / death(j + 1))
        found[j], greatest = weight, max(greatest, weight)
    j, weight = top, 0.0
    # One agent free may be unlikely, and yet all that follows is worked out from it.
    while j > 0 and (weight > greatest + TINY or j >= agents):
        j, weight = j - 1, weight + math.log(death(j) / load)
        found[j], greatest = weight, max(greatest, weight)
    total = greatest + math.log(math.fsum(math.exp(one - greatest) for one in found.values()))
    return {state: weight - total for state, weight in found.items()}


def _within(
    one_free: float, rate: float, service: float, patience: float, within: float
) -> tuple[float, float]:
    """Shares of all who come whose turn comes within the bound: those still there, those who gave
    up before. `one_free` is the logarithm of the probability of exactly one agent free."""
    if math.isinf(one_free):  # there are no agents
        return 0.0, 0.0
    first = one_free + math.log(rate)

    def exponent(x: float) -> float:
        return first + rate * patience * (1.0 - math.exp(-x / patience)) - service * x

    # The exponent is concave: what counts of it lies around its highest point.
    top = min(patience * math.log(rate / service), within) if rate > service else 0.0
    least = exponent(top) + TINY
    start, end = _edge(exponent, top, 0.0, least), _edge(exponent, top, within, least)
    whole = _integral(lambda x: math.exp(exponent(x)), start, end)
    soon = _integral(lambda x: math.exp(exponent(x) - x / patience), start, end)
    return soon, whole - soon


def _edge(of: Callable[[float], float], inside: float, outside: float, least: float) -> float:
    """Where it falls to `least` on the way from a place where it is more; `outside` if nowhere."""
    if of(outside) >= least:
        return outside
    for _ in range(HALVINGS):
        middle = (inside + outside) / 2.0
        inside, outside = (middle, outside) if of(middle) >= least else (inside, middle)
    return outside


def _integral(of: Callable[[float], float], start: float, end: float) -> float:
    """By Simpson's rule."""
    step = (end - start) / STEPS
    inner = math.fsum((4.0 if k % 2 else 2.0) * of(start + k * step) for k in range(1, STEPS))
    return (of(start) + inner + of(end)) * step / 3.0
