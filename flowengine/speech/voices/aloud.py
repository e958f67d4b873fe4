"""A text as it is read aloud."""

from __future__ import annotations

from flowengine.speech.voices.neutral import neutral


def read_aloud(text: str, language: str) -> str:
    """What a synthesiser is given, so that it reads as the language does; "" for nothing to say."""
    return aloud(neutral(text, language), language)


def aloud(text: str, language: str) -> str:
    """The same of a text that is neutral already."""
    del language
    return text
