"""A condition without its colon, and what acts in the same line."""

from __future__ import annotations

import pytest

from flowengine.language.parse import parse

LOST = [
    ('if beds == 2 say "Two."', "say"),
    ("if (beds + 1) > 2 set x = 3 -> a", "set"),
    ('if x and office is closed say "no"', "say"),
    ('if x == "say b" end', "end"),
    ("if x in y again", "again"),
]


@pytest.mark.parametrize(("line", "word"), LOST)
def test_the_colon_is_missed_before_what_acts(line: str, word: str) -> None:
    (found,) = parse(f'flow a "A"\n\nstart:\n  {line}\n  say "On."\n', "a.flow")[1]
    assert (found.code, found.hint) == ("FE003", f"Write `: {word}`.")
    assert found.span.column == line.rindex(word) + 3


@pytest.mark.parametrize("line", ["if x", "if x is say", "if x y z", 'if x == "y" -> a'])
def test_a_condition_that_has_swallowed_nothing_wants_its_colon_behind_it(line: str) -> None:
    (found,) = parse(f'flow a "A"\n\nstart:\n  {line}\n    end\n', "a.flow")[1][:1]
    assert (found.code, found.hint) == ("FE003", "Write `:` here.")
