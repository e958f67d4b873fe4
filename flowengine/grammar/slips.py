"""One slip of a finger: the known words that one wrong, lost, added or swapped letter away.

Known words are indexed by what is left when any one letter is taken out, so that a look-up costs
a few dictionary reads whatever the size of the vocabulary (the symmetric delete idea of Wolf
Garbe's SymSpell; distance after Damerau, with swaps of neighbours). Short words and anything with
a digit never slip: "2" is not "3", and "no" is not "on".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MIN_LETTERS = 4
MAX_LETTERS = 40  # nothing longer is a word somebody knows


class Slips:
    """An index over a vocabulary of folded words, of so many letters at least."""

    def __init__(self, vocabulary: Iterable[str], least: int = MIN_LETTERS) -> None:
        self._least = least
        self._index: dict[str, list[str]] = {}
        for word in sorted(vocabulary):
            if least <= len(word) <= MAX_LETTERS and not _has_digit(word):
                for left in {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}:
                    self._index.setdefault(left, []).append(word)

    def near(self, word: str) -> list[str]:
        """The known words exactly one slip from `word`, in the order of the alphabet."""
        if len(word) < self._least - 1 or len(word) > MAX_LETTERS + 1 or _has_digit(word):
            return []
        found = set(self._index.get(word, ()))
        for at in range(len(word)):
            found.update(self._index.get(word[:at] + word[at + 1 :], ()))
        return sorted(known for known in found if one_slip(word, known))


def one_slip(typed: str, meant: str) -> bool:
    """Whether one insertion, deletion, replacement or swap of neighbours makes the difference."""
    if len(typed) > len(meant):
        typed, meant = meant, typed
    at = next(
        (i for i, pair in enumerate(zip(typed, meant, strict=False)) if pair[0] != pair[1]), -1
    )
    if at < 0:
        return len(meant) == len(typed) + 1
    if len(meant) > len(typed):
        return typed[at:] == meant[at + 1 :]
    if typed[at + 1 :] == meant[at + 1 :]:
        return True
    return typed[at : at + 2] == meant[at : at + 2][::-1] and typed[at + 2 :] == meant[at + 2 :]


def _has_digit(word: str) -> bool:
    return not word.isalpha() and any(character.isdigit() for character in word)
