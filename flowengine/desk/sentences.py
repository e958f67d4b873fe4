"""Sentences that the desk words in English and a page may say in its reader's language.

Which languages there are, and how each says it, is not known here: a sentence only remembers what
it is called and what was filled in.
"""

from __future__ import annotations

from typing import Self


class Sentence(str):
    """English, as it reads. `key` is what it is called, `holes` what stands in it by name: text,
    numbers, or further sentences, which are listed with commas."""

    key: str
    english: str  # as it was before it was filled in
    holes: dict[str, object]

    def __new__(cls, key: str, english: str, **holes: object) -> Self:
        """`english` has its holes as `str.format` does: `{count}`."""
        read = {
            name: ", ".join(value) if isinstance(value, tuple) else value
            for name, value in holes.items()
        }
        made = super().__new__(cls, english.format(**read))
        made.key, made.english, made.holes = key, english, holes
        return made
