"""Nodes into layers, top to bottom, and every edge into pieces that each cross one gap.

The first steps of Sugiyama's method (Sugiyama, Tagawa, Toda 1981: layered drawing of hierarchies):
circles are opened by turning edges that lead back, layers are longest ways from the top, and long
edges get virtual nodes. Real nodes stand in even layers; an edge's label is a virtual node in the
odd layer next to its source, so that labels have room of their own. It knows sizes and no words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

Size = tuple[float, float]  # width, height

THREAD = (14.0, 0.0)  # the room of an edge on its way through a layer


@dataclass(frozen=True, slots=True)
class Edge:
    """`label` is the size of its words, None without any."""

    source: int
    target: int
    label: Size | None = None


@dataclass(slots=True)
class Layered:
    """`rows` are nodes from left to right; nodes behind the given ones are virtual.

    `chains` lists, for each edge, its nodes from the upper to the lower end; `turned` are the edges
    that really lead upwards; `labels` the virtual node that bears the label of an edge.
    """

    sizes: list[Size]
    rows: list[list[int]]
    chains: list[list[int]]
    turned: frozenset[int]
    labels: dict[int, int]

    def pieces(self) -> Iterable[tuple[int, int]]:
        """Every two nodes that are joined from one row to the next."""
        for chain in self.chains:
            yield from pairwise(chain)


def layered(sizes: Sequence[Size], edges: Sequence[Edge]) -> Layered:
    """Edges from a node to itself must have been left out."""
    turned = _leading_back(len(sizes), edges)
    down = [
        (e.target, e.source) if i in turned else (e.source, e.target) for i, e in enumerate(edges)
    ]
    depth = _depths(len(sizes), down)
    found = Layered(list(sizes), [[] for _ in range(2 * max(depth, default=0) + 1)], [], turned, {})
    for node, at in enumerate(depth):
        found.rows[2 * at].append(node)
    for number, (upper, lower) in enumerate(down):
        found.chains.append(_chain(found, edges[number], number, (upper, lower), depth))
    return found


def _chain(
    found: Layered, edge: Edge, number: int, ends: tuple[int, int], depth: Sequence[int]
) -> list[int]:
    upper, lower = ends
    first, last = 2 * depth[upper] + 1, 2 * depth[lower] - 1
    bears = last if number in found.turned else first
    chain = [upper]
    for row in range(first, last + 1):
        node = len(found.sizes)
        found.sizes.append(edge.label if edge.label and row == bears else THREAD)
        if edge.label and row == bears:
            found.labels[number] = node
        found.rows[row].append(node)
        chain.append(node)
    return [*chain, lower]


def _leading_back(count: int, edges: Sequence[Edge]) -> frozenset[int]:
    """Edges to a node that we are still on the way from, walking from the first node on."""
    leaving: Mapping[int, list[int]] = _by_end(edges)
    state = [0] * count  # 1: on the way, 2: done
    back: set[int] = set()
    for root in range(count):
        waiting = [(root, iter(leaving.get(root, ())))] if not state[root] else []
        state[root] = state[root] or 1
        while waiting:
            node, rest = waiting[-1]
            number = next(rest, None)
            if number is None:
                state[node] = 2
                waiting.pop()
                continue
            target = edges[number].target
            if state[target] == 1:
                back.add(number)
            elif not state[target]:
                state[target] = 1
                waiting.append((target, iter(leaving.get(target, ()))))
    return frozenset(back)


def _by_end(edges: Sequence[Edge]) -> Mapping[int, list[int]]:
    leaving: defaultdict[int, list[int]] = defaultdict(list)
    for number, edge in enumerate(edges):
        leaving[edge.source].append(number)
    return leaving


def _depths(count: int, down: Sequence[tuple[int, int]]) -> list[int]:
    """The longest way to each node; what nothing leads to stands right above what it leads to."""
    below: defaultdict[int, list[int]] = defaultdict(list)
    above = [0] * count
    for upper, lower in down:
        below[upper].append(lower)
        above[lower] += 1
    tops = [node for node in range(count) if not above[node]]
    depth, waiting = [0] * count, list(tops)
    while waiting:
        node = waiting.pop()
        for lower in below[node]:
            depth[lower] = max(depth[lower], depth[node] + 1)
            above[lower] -= 1
            if not above[lower]:
                waiting.append(lower)
    for node in tops[1:]:
        if below[node]:
            depth[node] = min(depth[lower] for lower in below[node]) - 1
    return depth
