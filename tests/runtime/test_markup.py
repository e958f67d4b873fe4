from __future__ import annotations

import pytest

from flowengine.runtime.markup import plain


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("*Hello!* How are you?", "Hello! How are you?"),
        ("Read *all of it*, please", "Read all of it, please"),
        ("*Важливо*: гранти до *1 березня* й *2 квітня*", None),
        ("(*ok*)", "(ok)"),
        ("*Room 7*", "Room 7"),
        ("dial *134*550*7#", "dial *134*550*7#"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("a*b*c", "a*b*c"),
        ("* a list *", "* a list *"),
        ("*one line\nanother*", "*one line\nanother*"),
        ("**twice**", "**twice**"),
    ],
)
def test_a_mark_counts_only_where_it_hugs_words(marked: str, words: str | None) -> None:
    if words is None:
        words = "Важливо: гранти до *1 березня* й *2 квітня*"
    assert plain(marked) == words


def test_marks_that_never_close_take_no_time() -> None:
    marked = "*a" * 20_000
    assert plain(marked) == marked
