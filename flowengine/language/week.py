"""The days of the week as authors write them, `mon` or `monday`; their places begin with 0.

What callers say or hear is not here: those words belong to the grammars and phrases of a language.
"""

from __future__ import annotations

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONG = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def place(word: str) -> int | None:
    """Of a day in either spelling, in small letters; None for another word."""
    return next((days.index(word) for days in (DAYS, LONG) if word in days), None)
