from __future__ import annotations

import pytest

from flowengine.channels.direction import MARK, marked, runs_left


@pytest.mark.parametrize(
    ("language", "text", "marks"),
    [
        ("fa", "سلام", 0),
        ("fa", "SMS بفرستید\n1. گزینه\nhttps://club.example", 2),
        ("fa", "12:30", 0),
        ("fa-IR", "SMS", 1),
        ("ckb", "SMS", 1),
        ("en", "SMS", 0),
        ("not a language", "SMS", 0),
        ("", "SMS", 0),
    ],
)
def test_only_lines_that_would_begin_from_the_left_are_marked(
    language: str, text: str, marks: int
) -> None:
    said = marked(text, language)
    assert said.count(MARK) == marks
    assert said.replace(MARK, "") == text


def test_which_languages_run_from_right_to_left() -> None:
    codes = ("fa", "ar", "he", "ur", "uk", "en")
    assert [code for code in codes if runs_left(code)] == ["fa", "ar", "he", "ur"]
