from __future__ import annotations

import pytest

from flowengine.runtime.attached import in_words


@pytest.mark.parametrize(
    ("kind", "reference", "words"),
    [
        ("location", {"name": "Long Street 1", "note": None, "map": ""}, "Long Street 1"),
        ("contact", {"name": "Ann", "phone": "112"}, "Ann, 112"),
        ("contact", "Ann 112", "Ann 112"),
        ("link", "https://club.example", "https://club.example"),
        ("picture", "map.png", ""),
        ("file", "a.pdf", ""),
    ],
)
def test_what_has_words_is_worded(kind: str, reference: object, words: str) -> None:
    assert in_words(kind, reference) == words
