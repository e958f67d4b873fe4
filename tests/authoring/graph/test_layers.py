from __future__ import annotations

from itertools import pairwise

from flowengine.authoring.graph.layers import Edge, layered

BOX = (10.0, 10.0)
LABEL = (30.0, 12.0)


def _rows(count: int, *edges: tuple[int, int]) -> list[list[int]]:
    """The real nodes of each even row."""
    found = layered([BOX] * count, [Edge(*edge) for edge in edges])
    return [[node for node in row if node < count] for row in found.rows[::2]]


def test_a_node_stands_below_the_longest_way_to_it() -> None:
    assert _rows(4, (0, 1), (1, 2), (0, 2), (2, 3)) == [[0], [1], [2], [3]]


def test_what_nothing_leads_to_stands_right_above() -> None:
    assert _rows(5, (0, 1), (1, 2), (3, 2)) == [[0, 4], [1, 3], [2]]


def test_a_circle_is_opened_where_it_leads_back() -> None:
    found = layered([BOX] * 3, [Edge(0, 1), Edge(1, 2), Edge(2, 0, LABEL)])
    assert found.turned == {2}
    assert found.chains[2][0] == 0
    assert found.chains[2][-1] == 2
    bears = found.labels[2]
    assert found.sizes[bears] == LABEL
    assert found.chains[2][-2] == bears  # next to its source, which stands below


def test_every_edge_passes_every_row_once() -> None:
    edges = [Edge(0, 1), Edge(1, 2), Edge(2, 3), Edge(0, 3, LABEL), Edge(3, 1)]
    found = layered([BOX] * 4, edges)
    where = {node: row for row, nodes in enumerate(found.rows) for node in nodes}
    for chain in found.chains:
        assert all(where[lower] == where[upper] + 1 for upper, lower in pairwise(chain))
    assert found.chains[3][1] == found.labels[3]


def test_nothing_at_all() -> None:
    assert layered([], []).rows == [[]]


def test_a_second_circle_that_nothing_leads_to() -> None:
    found = layered([BOX] * 4, [Edge(0, 1), Edge(2, 3), Edge(3, 2)])
    assert len(found.turned) == 1
