from __future__ import annotations

import json

import pytest

from flowengine.authoring.report import as_github, as_json, drawn, human, misread, summary
from flowengine.authoring.transcript import Mistake
from flowengine.language.diagnostics import Diagnostic, Severity
from flowengine.language.nodes import Span


def found(
    span: Span, hint: str = "", severity: Severity = Severity.ERROR, message: str = "No."
) -> Diagnostic:
    return Diagnostic("FE012", "shop.flow", span, message, hint, severity)


def test_a_mistake_is_drawn_with_its_line_a_caret_and_the_mend() -> None:
    one = found(Span(2, 7, 2, 12), "Write a quote at its end.", message="This text never ends.")
    assert drawn(one, 'start:\n  say "Hi.\n') == (
        "shop.flow:2:7: mistake FE012: This text never ends.\n"
        '  2 |   say "Hi.\n'
        "    |       ^^^^\n"
        "  Write a quote at its end."
    )


@pytest.mark.parametrize(
    ("line", "span", "marks"),
    [
        ("abc", Span(1, 1, 1, 2), "^"),
        ("abc", Span(1, 2, 1, 2), " ^"),
        ("abc", Span(1, 2, 3, 1), " ^^"),
        ("\tabc", Span(1, 2, 1, 5), " ^^^"),
        ("日本 x", Span(1, 2, 1, 3), "  ^^"),
        ("и\u0306 x", Span(1, 4, 1, 5), "  ^"),
        ("abc", Span(1, 4, 1, 5), "   ^"),
    ],
)
def test_the_caret_stands_below_its_letters_as_a_screen_shows_them(
    line: str, span: Span, marks: str
) -> None:
    assert drawn(found(span), line).splitlines()[2] == f"    | {marks}"


def test_a_very_long_line_is_cut_around_the_place() -> None:
    line = "a" * 500 + "HERE" + "b" * 500
    text, marks = drawn(found(Span(1, 501, 1, 505)), line).splitlines()[1:]
    assert len(text) < 140
    at = marks.index("^")
    assert text[at : at + 4] == "HERE"
    assert marks.count("^") == 4


def test_a_mistake_beyond_the_file_is_told_without_a_drawing() -> None:
    assert drawn(found(Span(9, 1, 9, 1)), "one line") == "shop.flow:9:1: mistake FE012: No."


def test_human_form_takes_each_line_from_its_own_file() -> None:
    text = human([found(Span(1, 1, 1, 2)), found(Span(1, 1, 1, 2))], {"shop.flow": "xyz"})
    assert text.count("  1 | xyz") == 2
    assert "mistake FE012" in human([found(Span(1, 1, 1, 2))], {})


def test_json_gives_every_field_by_name() -> None:
    one = found(Span(2, 7, 3, 1), "Mend.", Severity.WARNING, "Ні.")
    assert json.loads(as_json([one])) == [
        {
            "code": "FE012",
            "severity": "warning",
            "file": "shop.flow",
            "line": 2,
            "column": 7,
            "end_line": 3,
            "end_column": 1,
            "message": "Ні.",
            "hint": "Mend.",
        }
    ]


def test_a_workflow_command_escapes_what_would_end_it() -> None:
    one = Diagnostic("FE001", "a,b:c.flow", Span(1, 2, 1, 4), "100 %\nsure", "Yes.")
    assert as_github([one]) == (
        "::error file=a%2Cb%3Ac.flow,line=1,endLine=1,col=2,endColumn=3,title=FE001"
        "::100 %25%0Asure Yes."
    )


@pytest.mark.parametrize(
    ("errors", "warnings", "text"),
    [
        (0, 0, "No mistakes"),
        (1, 0, "1 mistake"),
        (2, 1, "2 mistakes and 1 warning"),
        (0, 2, "2 warnings"),
    ],
)
def test_the_summary_counts(errors: int, warnings: int, text: str) -> None:
    place = Span(1, 1, 1, 1)
    all_found = [found(place)] * errors + [found(place, severity=Severity.WARNING)] * warnings
    assert summary(all_found) == text


def test_a_mistake_in_a_transcript_has_its_place_and_its_mend() -> None:
    assert misread(Mistake("a.transcript", 3, "Which?", "That.")) == (
        "a.transcript:3: Which?\n  That."
    )
    assert misread(Mistake("a.transcript", 3, "Which?")) == "a.transcript:3: Which?"
