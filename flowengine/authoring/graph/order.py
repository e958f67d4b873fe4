"""The order within each row that lets edges cross as little as sweeping up and down can find.

Barycentres with a swap of neighbours after each sweep (Sugiyama's second step); the best order met
is kept. It changes the rows of a `Layered` in place and knows no sizes.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from flowengine.authoring.graph.layers import Layered

SWEEPS = 12


def untangle(found: Layered) -> None:
    """Orders every row; the same picture for the same chart."""
    above: defaultdict[int, list[int]] = defaultdict(list)
    below: defaultdict[int, list[int]] = defaultdict(list)
    for upper, lower in found.pieces():
        below[upper].append(lower)
        above[lower].append(upper)
    best, fewest = [list(row) for row in found.rows], _all_crossings(found.rows, below)
    for sweep in range(SWEEPS):
        _sweep(found.rows, above if sweep % 2 == 0 else below, downwards=sweep % 2 == 0)
        crossings = _all_crossings(found.rows, below)
        if crossings < fewest:
            best, fewest = [list(row) for row in found.rows], crossings
    found.rows[:] = best


def _sweep(rows: list[list[int]], towards: Mapping[int, list[int]], *, downwards: bool) -> None:
    order = range(1, len(rows)) if downwards else range(len(rows) - 2, -1, -1)
    for at in order:
        place = {node: x for x, node in enumerate(rows[at - 1 if downwards else at + 1])}
        centre = {
            node: _mean([place[other] for other in towards.get(node, ())], x)
            for x, node in enumerate(rows[at])
        }
        rows[at].sort(key=centre.__getitem__)
        _swap(rows[at], towards, place)


def _mean(places: Sequence[int], otherwise: int) -> float:
    return sum(places) / len(places) if places else float(otherwise)


def _swap(row: list[int], towards: Mapping[int, list[int]], place: Mapping[int, int]) -> None:
    """Neighbours change places where that leaves fewer crossings."""
    ends = {node: sorted(place[other] for other in towards.get(node, ())) for node in row}
    for x in range(len(row) - 1):
        left, right = ends[row[x]], ends[row[x + 1]]
        if _crossings(left, right) > _crossings(right, left):
            row[x], row[x + 1] = row[x + 1], row[x]


def _crossings(left: Sequence[int], right: Sequence[int]) -> int:
    """How often edges of a left node to these places cross those of a right node."""
    return sum(bisect_left(right, end) for end in left)


def _all_crossings(rows: Sequence[Sequence[int]], below: Mapping[int, list[int]]) -> int:
    return sum(_between(upper, lower, below) for upper, lower in pairwise(rows))


def _between(upper: Iterable[int], lower: Iterable[int], below: Mapping[int, list[int]]) -> int:
    """Pairs of edges in the wrong order: each end against those already seen further right."""
    place = {node: x for x, node in enumerate(lower)}
    seen: list[int] = []
    count = 0
    for node in upper:
        ends = [place[other] for other in below.get(node, ())]
        count += sum(len(seen) - bisect_left(seen, end + 1) for end in ends)
        for end in ends:
            insort(seen, end)
    return count
