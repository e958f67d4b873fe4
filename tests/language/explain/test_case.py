from __future__ import annotations

import pytest

from flowengine.language.explain.case import Case, shown
from flowengine.language.syntax.line import lines_of
from flowengine.language.syntax.table import table


def _case(source: str) -> Case:
    (line,) = lines_of(source)
    return Case.of(table(), source, line, table().start)


@pytest.mark.parametrize(
    ("source", "kind", "text"),
    [
        ('languages "uk"', "QUOTE", '"uk"'),
        ("languages 5s", "DURATION", "5s"),
        ("languages 9.30", "CLOCK", "9.30"),
        ("languages ->", "_ARROW", "->"),
        ("languages @x", "OTHER", "@"),
        ("languages uk uk", "NAME", "uk"),
        ("languages", "_NL", ""),
    ],
)
def test_the_lexeme_that_is_not_wanted(source: str, kind: str, text: str) -> None:
    case = _case(source)
    assert (case.lexeme.kind, case.lexeme.text, case.at_end) == (kind, text, kind == "_NL")


def test_what_stands_around_it() -> None:
    case = _case("languages uk, ru @ x # c")
    assert case.before is not None
    assert (case.before.text, case.first.text, case.rest) == ("ru", "languages", "@ x # c")
    assert case.written == "languages uk, ru @ x # c"
    assert (case.behind, [one.text for _, one in case.suspects]) == (16, ["languages", "ru", "@"])
    assert case.accepts == {"COMMA", "_NL"}


def test_where_nothing_was_wanted() -> None:
    case = _case("@")
    assert (case.before, case.behind, case.first.text) == (None, 0, "@")
    assert len(case.suspects) == 1


def test_mends_are_kept_only_if_the_line_can_be_read_to_its_end() -> None:
    case = _case("languages uk ru")
    assert case.inserted("COMMA") is not None
    assert case.inserted("COLON") is None
    assert case.exchanged(case.stack, case.line.end, "COMMA", "NAME") is not None
    assert case.exchanged(None, case.line.end) is None


@pytest.mark.parametrize(
    ("text", "said"), [("a  b", "`a b`"), ("x" * 40, f"`{'x' * 40}`"), ("x" * 41, f"`{'x' * 39}…`")]
)
def test_what_was_written_is_shown_shortly(text: str, said: str) -> None:
    assert shown(text) == said
