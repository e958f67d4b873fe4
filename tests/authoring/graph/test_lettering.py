from __future__ import annotations

import pytest

from flowengine.authoring.graph.lettering import runs_from_the_right, width, wrapped


def test_width() -> None:
    assert width("", 10) == 0
    assert width("ill", 10) < width("aaa", 10) < width("WWW", 10)
    assert width("e\u0301", 10) == width("e", 10)
    assert width("می\u200cخوام", 10) == width("میخوام", 10)
    assert width("漢", 10) == 10


@pytest.mark.parametrize(
    ("text", "most", "lines"),
    [
        ("", 2, [""]),
        ("one two three", 3, ["one two", "three"]),
        ("one two three four five", 2, ["one two", "three…"]),
        ("one two", 1, ["one two"]),
        ("one two three", 1, ["one two…"]),
    ],
)
def test_wrapped(text: str, most: int, lines: list[str]) -> None:
    assert wrapped(text, 8, most) == lines


@pytest.mark.parametrize(
    ("text", "rtl"), [("سلام a", True), ("a سلام", False), ("1. سلام", True), ("12", False)]
)
def test_direction(text: str, rtl: bool) -> None:
    assert runs_from_the_right(text) is rtl
