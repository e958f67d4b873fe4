"""Where every node of an ordered layering stands: centres in pixels, x to the right, y downwards.

Each row asks its nodes to stand where their neighbours are, and gets as near to that as order and
room allow: a least-squares fit with fixed order, solved exactly by pooling adjacent violators
(Ayer et al. 1955). Threads pull harder than boxes, which keeps long edges straight.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flowengine.authoring.graph.layers import Layered

ROUNDS = 40
STIFF = 1_000.0  # the weight of a box that must not give way
BESIDE = 18.0  # between two nodes of a row
BETWEEN = 26.0  # between two rows

Point = tuple[float, float]


def positions(found: Layered, real: int) -> list[Point]:
    """The centre of every node, the first `real` of them being places; the left margin is at 0."""
    joined: defaultdict[int, list[int]] = defaultdict(list)
    for upper, lower in found.pieces():
        joined[upper].append(lower)
        joined[lower].append(upper)
    x = _packed(found)
    for number in range(ROUNDS):
        rows = found.rows if number % 2 == 0 else found.rows[::-1]
        for row in rows:
            _settle(found, row, joined, x, real)
    _straighten(found, x, real)
    left = min((x[n] - found.sizes[n][0] / 2 for n in range(len(x))), default=0.0)
    y = _heights(found)
    return [(x[node] - left, y[node]) for node in range(len(x))]


def _packed(found: Layered) -> list[float]:
    x = [0.0] * len(found.sizes)
    for row in found.rows:
        at = 0.0
        for node in row:
            x[node] = at + found.sizes[node][0] / 2
            at += found.sizes[node][0] + BESIDE
    return x


def _heights(found: Layered) -> list[float]:
    y = [0.0] * len(found.sizes)
    top = 0.0
    for row in found.rows:
        height = max((found.sizes[node][1] for node in row), default=0.0)
        for node in row:
            y[node] = top + height / 2
        top += height + BETWEEN
    return y


def _settle(
    found: Layered, row: Sequence[int], joined: Mapping[int, list[int]], x: list[float], real: int
) -> None:
    """Every node of the row to the mean of its neighbours, as far as there is room."""
    wanted = []
    for node in row:
        pulls = [(x[other], _pull(node, other, real)) for other in joined.get(node, ())]
        weight = sum(pull for _, pull in pulls) or 0.01
        centre = sum(place * pull for place, pull in pulls) / weight if pulls else x[node]
        wanted.append((centre, weight))
    _fit(found, row, wanted, x)


def _straighten(found: Layered, x: list[float], real: int) -> None:
    """Each thread right below where it came from, so that an edge bends once and not all the way.

    Boxes keep their places.
    """
    above = {lower: upper for upper, lower in found.pieces() if upper >= real and lower >= real}
    for row in found.rows:
        wanted = [(x[above.get(node, node)], STIFF if node < real else 1.0) for node in row]
        _fit(found, row, wanted, x)


def _fit(
    found: Layered, row: Sequence[int], wanted: Sequence[tuple[float, float]], x: list[float]
) -> None:
    """Moves the row to the places (centre, weight) wanted, in its order and without overlaps."""
    offsets, at = [], 0.0
    for before, node in zip((None, *row), row, strict=False):
        if before is not None:
            at += (found.sizes[before][0] + found.sizes[node][0]) / 2 + BESIDE
        offsets.append(at)
    centres = [centre - offset for (centre, _), offset in zip(wanted, offsets, strict=True)]
    found_centres = ascending(centres, [weight for _, weight in wanted])
    for node, offset, base in zip(row, offsets, found_centres, strict=True):
        x[node] = base + offset


def _pull(one: int, other: int, real: int) -> float:
    """Two threads of an edge want to be straight above each other, boxes less so."""
    return (1.0, 3.0, 12.0)[(one >= real) + (other >= real)]


def ascending(wanted: Sequence[float], weights: Sequence[float]) -> list[float]:
    """The values nearest to those wanted (weighted squares) that never go down."""
    pools: list[tuple[float, float, int]] = []  # mean, weight, how many
    for value, weight in zip(wanted, weights, strict=True):
        pools.append((value, weight, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            mean, more, count = pools.pop()
            before, already, many = pools.pop()
            whole = already + more
            pools.append(((before * already + mean * more) / whole, whole, many + count))
    return [mean for mean, _, count in pools for _ in range(count)]
