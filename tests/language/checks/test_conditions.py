from __future__ import annotations

import pytest

from flowengine.language.checks.conditions import proof


@pytest.mark.parametrize(
    ("source", "holds", "fails"),
    [
        ("x", "x", ""),
        ("x.y.z", "x", ""),
        ("not x", "", "x"),
        ("x is empty", "", "x"),
        ("x is set", "x", ""),
        ("x is not empty", "x", ""),
        ("x == 1", "x", ""),
        ("1 < x", "x", ""),
        ("x != 1", "", "x"),
        ("x == y", "", ""),
        ("1 == 1", "", ""),
        ("1 < x < 3", "", ""),
        ("x and y", "xy", ""),
        ("x or y", "", ""),
        ("x is empty or y is empty", "", "xy"),
        ("x is empty and y is empty", "", ""),
        ("x | count", "", ""),
        ("x =", "", ""),
    ],
)
def test_what_is_proved(source: str, holds: str, fails: str) -> None:
    proved = proof(source)
    assert ("".join(sorted(proved.holds)), "".join(sorted(proved.fails))) == (holds, fails)
