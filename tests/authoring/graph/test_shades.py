from __future__ import annotations

import pytest

from flowengine.authoring.graph.shades import SHADES, SIGNS, shade


@pytest.mark.parametrize(
    ("covered", "name"),
    [(None, ""), (0.0, "never"), (0.01, "partly"), (0.99, "partly"), (1.0, "walked")],
)
def test_shade(covered: float | None, name: str) -> None:
    assert shade(covered) == name


def test_each_shade_has_a_sign_of_its_own() -> None:
    assert SIGNS.keys() == SHADES.keys()
    assert len(set(SIGNS.values())) == len(SIGNS)
