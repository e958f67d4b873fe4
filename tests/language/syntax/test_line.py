from __future__ import annotations

import pytest

from flowengine.language.nodes import Span
from flowengine.language.syntax.line import lines_of, walk
from flowengine.language.syntax.table import table


def test_lines_that_say_nothing_are_left_out() -> None:
    source = "# a\n\n \t\n  # b\nstart: # c \r\n\n  end\xa0\n"
    found = [(one.number, one.width, source[one.text : one.end]) for one in lines_of(source)]
    assert found == [(5, 0, "start: # c"), (7, 2, "end")]


@pytest.mark.parametrize(
    ("margin", "width"), [("", 0), ("   ", 3), ("\t", 2), (" \t", 3), ("\xa0", 1)]
)
def test_margins(margin: str, width: int) -> None:
    _, line = lines_of(f"start:\n{margin}end\n")
    assert (line.width, line.text - line.start) == (width, len(margin))


def test_the_margin_before_the_first_line_does_not_count() -> None:
    assert next(lines_of("  start:\n")).width == 0


def test_spans_count_columns_from_one_and_are_never_empty() -> None:
    (line,) = lines_of("\n  say x\n")
    assert line.span == Span(2, 3, 2, 8)
    assert line.between(line.end, line.end) == Span(2, 8, 2, 9)


@pytest.mark.parametrize(("text", "word"), [("Say x", "say"), ("-> x", ""), ("elif: x", "elif")])
def test_the_first_word(text: str, word: str) -> None:
    (line,) = lines_of(text)
    assert line.word(text) == word


def test_a_walk_says_how_far_it_came() -> None:
    source = "start: @\n"
    (line,) = lines_of(source)
    walked = walk(table(), table().start, source, line)
    assert [lexeme.text for _, lexeme in walked.steps] == ["start", ":"]
    assert (walked.stopped.kind, walked.stopped.text, walked.after) == ("?", "@", None)
    whole = walk(table(), table().start, "start:\n", next(lines_of("start:\n")))
    assert whole.stopped.kind == "_NL"
    assert whole.after is not None
