from __future__ import annotations

import pytest

from flowengine.language.nodes import Span
from flowengine.language.parse import parse
from tests.language.reading import built, plain, told


def test_a_file_or_its_mistakes_and_never_both() -> None:
    file, mistakes = parse("start:\n  end", "a.flow")
    assert file is not None
    assert (file.span, mistakes) == (Span(1, 1, 2, 6), ())
    file, mistakes = parse("start:\n  sya\n", "a.flow")
    assert (file, [one.file for one in mistakes]) == (None, ["a.flow"])


@pytest.mark.parametrize("source", ["", "\n", "  \n\t\n", "# only a note", "\ufeff", "\r\n"])
def test_a_file_may_say_nothing(source: str) -> None:
    assert built(source).steps == ()


def test_the_last_line_needs_no_end() -> None:
    assert plain(built("start:\n  end")) == plain(built("start:\n  end\n\n  # note"))


def test_a_mistake_the_grammar_lets_pass_is_told_as_well() -> None:
    assert told("hours h\n  mon 9:00-24:30\n  xyz closed\n") == [("FE029", 2), ("FE030", 3)]


def test_invisible_signs_are_told_before_anything_else() -> None:
    assert told("start:\n  sya\x00\n") == [("FE033", 2)]
