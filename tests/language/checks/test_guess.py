from __future__ import annotations

import pytest

from flowengine.language.checks.guess import LISTED, listing, mend


@pytest.mark.parametrize(
    ("word", "known", "otherwise", "hint"),
    [
        ("bookin", ["booking", "main"], "", "Did you mean `booking`?"),
        ("xyz", ["booking", "main"], "", "There is: `booking`, `main`."),
        ("xyz", ["booking"], "Declare it.", "Declare it."),
        ("xyz", [], "", ""),
        ("xyz", [f"name{number}" for number in range(LISTED + 1)], "", ""),
    ],
)
def test_the_mend_names_what_was_probably_meant(
    word: str, known: list[str], otherwise: str, hint: str
) -> None:
    assert mend(word, known, otherwise) == hint


def test_names_are_listed_as_the_author_writes_them() -> None:
    assert listing(["uk", "ru"]) == "`uk`, `ru`"
