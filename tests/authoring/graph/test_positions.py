from __future__ import annotations

from itertools import pairwise

import pytest

from flowengine.authoring.graph.layers import Edge, layered
from flowengine.authoring.graph.order import untangle
from flowengine.authoring.graph.positions import BESIDE, ascending, positions


@pytest.mark.parametrize(
    ("wanted", "weights", "fitted"),
    [
        ([], [], []),
        ([1, 2, 3], [1, 1, 1], [1, 2, 3]),
        ([3, 1], [1, 1], [2, 2]),
        ([3, 1], [3, 1], [2.5, 2.5]),
        ([1, 5, 3, 4], [1, 1, 1, 1], [1, 4, 4, 4]),
        ([4, 3, 2, 1], [1, 1, 1, 1], [2.5] * 4),
    ],
)
def test_the_nearest_that_never_goes_down(
    wanted: list[float], weights: list[float], fitted: list[float]
) -> None:
    assert ascending(wanted, weights) == pytest.approx(fitted)


def test_boxes_of_a_row_never_overlap_and_rows_follow_each_other() -> None:
    sizes = [(40.0 + 13 * (n % 5), 20.0 + 7 * (n % 3)) for n in range(25)]
    edges = [Edge(n // 2, n, (25.0, 11.0)) for n in range(1, 25)] + [Edge(20, 3), Edge(0, 24)]
    found = layered(sizes, edges)
    untangle(found)
    points = positions(found, len(sizes))
    for row in found.rows:
        for left, right in pairwise(row):
            room = points[right][0] - points[left][0]
            assert room >= (found.sizes[left][0] + found.sizes[right][0]) / 2 + BESIDE - 1e-6
    lows = [max(points[n][1] + found.sizes[n][1] / 2 for n in row) for row in found.rows]
    tops = [min(points[n][1] - found.sizes[n][1] / 2 for n in row) for row in found.rows]
    assert all(low < top for low, top in zip(lows, tops[1:], strict=False))
    assert min(points[n][0] - found.sizes[n][0] / 2 for n in range(len(points))) >= -1e-6


def test_a_lonely_chain_is_straight() -> None:
    found = layered([(50.0, 20.0)] * 4, [Edge(0, 1), Edge(1, 2), Edge(2, 3)])
    untangle(found)
    across = [x for x, _ in positions(found, 4)]
    assert max(across) - min(across) < 0.1  # of a pixel
