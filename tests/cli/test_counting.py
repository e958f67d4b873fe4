from __future__ import annotations

import re
from pathlib import Path

import pytest

from flowengine.cli.counting import many

ROOM = Path(__file__).parents[2] / "flowengine" / "cli"
# A figure right before a word for several things, in a text: `{count} queues`.
SEVERAL = re.compile(r"\{[^{}]*\} (queues|flows|tests|rows|lines|turns|checks|talks|conversations)")
PROGRESS = {"publish.py", "replay.py"}  # `{}` of what is going on: it is told while it grows


@pytest.mark.parametrize(
    ("count", "words", "told"),
    [
        (0, ("queue",), "0 queues"),
        (1, ("queue",), "1 queue"),
        (2, ("queue",), "2 queues"),
        (12_345, ("conversation",), "12,345 conversations"),
        (1, ("person is", "people are"), "1 person is"),
        (3, ("person is", "people are"), "3 people are"),
    ],
)
def test_one_is_one(count: int, words: tuple[str, ...], told: str) -> None:
    assert many(count, *words) == told


def test_no_command_counts_by_itself() -> None:
    found = {
        f"{file.name}: {one[0]}"
        for file in ROOM.glob("*.py")
        for one in SEVERAL.finditer(file.read_text(encoding="utf-8"))
        if not (file.name in PROGRESS and "{}" in one[0])
    }
    assert found == {"test.py: {file.lines} lines"}  # a share of them, as `90 % of 1 lines` is rare
