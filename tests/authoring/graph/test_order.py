from __future__ import annotations

from itertools import combinations

from flowengine.authoring.graph.layers import Edge, Layered, layered
from flowengine.authoring.graph.order import untangle

BOX = (10.0, 10.0)


def _crossings(found: Layered) -> int:
    """Counted the plain way: every pair of pieces between the same two rows."""
    at = {node: (y, x) for y, row in enumerate(found.rows) for x, node in enumerate(row)}
    pieces = [(at[a], at[b]) for a, b in found.pieces()]
    return sum(
        a[0] == c[0] and (a[1] - c[1]) * (b[1] - d[1]) < 0
        for (a, b), (c, d) in combinations(pieces, 2)
    )


def test_what_can_be_untangled_is() -> None:
    # 0 leads to three nodes whose own goals stand in the opposite order
    edges = [(0, 1), (0, 2), (0, 3), (1, 6), (2, 5), (3, 4), (1, 5), (3, 5)]
    found = layered([BOX] * 7, [Edge(*edge) for edge in edges])
    assert _crossings(found) > 0
    untangle(found)
    assert _crossings(found) == 0


def test_it_only_changes_the_order_within_rows_and_never_adds_crossings() -> None:
    edges = [(n, (n * 7 + 3) % 30) for n in range(30)] + [(n, (n * 11 + 5) % 30) for n in range(30)]
    found = layered([BOX] * 30, [Edge(*edge) for edge in edges if edge[0] != edge[1]])
    before, tangled = [sorted(row) for row in found.rows], _crossings(found)
    untangle(found)
    assert [sorted(row) for row in found.rows] == before
    assert _crossings(found) < tangled
