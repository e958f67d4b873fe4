"""What the author may have meant by a name nobody knows: the mend of most mistakes in names."""

from __future__ import annotations

from collections.abc import Iterable

from flowengine.language.expressions import vocabulary

LISTED = 8  # more names than this would hide the one that is wanted


def mend(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """«Did you mean …?», else the names there are (when they are few), else `otherwise`."""
    names = sorted(set(known))
    close = vocabulary.guess(word, names)
    if close:
        return f"Did you mean `{close}`?"
    if otherwise:
        return otherwise
    return f"There is: {listing(names)}." if 0 < len(names) <= LISTED else ""


def listing(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
