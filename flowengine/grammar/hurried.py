"""Emergency phrases in a message that somebody typed in a hurry: one slip of a finger in a phrase.

Stricter than `slips`, since what is found in the midst of other words brings people to the door.
All words but one stand there to the letter. That one is no word we know, and differs as fingers
make words differ: letters swapped, held or left out, the key beside, a vowel for a vowel. The
shorter the word, the fewer of these count. The first letter is hardly ever wrong, and in many
languages says no: "fill myself" is not "kill myself". It refuses short phrases, where one letter
is half of what is said, and knows no meaning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.grammar.layouts import ARABIC, beside, script

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from collections.abc import Sequence as Row

    from flowengine.grammar.automaton import Automaton, State
    from flowengine.grammar.slips import Slips

MIN_PHRASE = 7  # letters of all its words together
MIN_ARABIC = 6  # where short vowels are not written
MAX_PHRASE = 16  # words; nobody shouts longer ones
SHORT = 3  # letters of a word in which any other letter makes another word
LONG = 6  # letters of a word that few others look like
SHORTEST = 2
_VOWELS = frozenset("aeiouyаеиоуыэюяієاوی")


def hurried(
    words: Row[str], automaton: Automaton, slips: Slips, right: Collection[str]
) -> Row[str] | None:
    """The first phrase with just one slip in it, as it was meant.

    `right` words are meant as they are written.
    """
    near = _near(words, automaton, slips, right)
    begins = sorted({begin for at in near for begin in range(max(0, at - MAX_PHRASE), at + 1)})
    for begin in begins:
        if begin in near or automaton.may_begin(words[begin]):
            found = _from(begin, words, automaton, near)
            if found:
                return found
    return None


def _near(
    words: Row[str], automaton: Automaton, slips: Slips, right: Collection[str]
) -> dict[int, list[str]]:
    """Where odd words stand, and what a finger may have made them of; each word is read once."""
    known = automaton.vocabulary
    meant = {
        word: [one for one in slips.near(word) if is_slip(word, one)]
        for word in set(words)
        if word not in known and word not in right
    }
    return {at: meant[word] for at, word in enumerate(words) if meant.get(word)}


def _from(
    begin: int, words: Row[str], automaton: Automaton, near: Mapping[int, list[str]]
) -> Row[str] | None:
    """Every way at once: those without a slip so far, which branch, and those that had theirs."""
    straight: State = automaton.start
    mended: list[tuple[State, Row[str]]] = []
    for at in range(begin, min(len(words), begin + MAX_PHRASE)):
        word = words[at]
        on = [(automaton.step(state, word), (*said, word)) for state, said in mended]
        on += [
            (automaton.step(straight, meant), (*words[begin:at], meant))
            for meant in near.get(at, ())
        ]
        straight = automaton.step(straight, word)
        mended = [each for each in on if each[0] is not automaton.dead]
        for state, said in mended:
            if state.labels and _is_enough(said):
                return said
        if straight is automaton.dead and not mended:
            return None
    return None


def _is_enough(said: Row[str]) -> bool:
    least = MIN_ARABIC if script(said[0]) == ARABIC else MIN_PHRASE
    return sum(map(len, said)) >= least


def is_slip(typed: str, meant: str) -> bool:
    """Whether a finger makes this of that; the two are known to be one letter or swap apart."""
    pairs = enumerate(zip(typed, meant, strict=False))
    at = next((at for at, (one, other) in pairs if one != other), min(len(typed), len(meant)))
    if len(typed) > len(meant):
        return _added(typed, at, len(meant))
    if len(typed) < len(meant):
        return at > 0
    return typed[at + 1 :] != meant[at + 1 :] or _replaced(typed, meant, at)


def _added(typed: str, at: int, letters: int) -> bool:
    """A letter held down, or a key that was hit beside another; in long words any, within."""
    around = (typed[at - 1 : at], typed[at + 1 : at + 2])
    if typed[at] in around:
        return True
    if letters < SHORT or at == 0:
        return False
    if at < len(typed) - 1 and (letters >= LONG or (letters > SHORT and typed[at] in _VOWELS)):
        return True
    return any(beside(typed[at], one) for one in around)


def _replaced(typed: str, meant: str, at: int) -> bool:
    """By the key beside; within a word by a vowel for a vowel, or the letter next to it."""
    letters, within = len(meant), 0 < at < len(meant) - 1
    if letters < SHORT or (at == 0 and letters < LONG):
        return False
    if beside(typed[at], meant[at]) or (letters >= LONG and within):
        return True
    if letters == SHORT or not within:
        return False
    return typed[at] in (typed[at - 1], typed[at + 1]) or {typed[at], meant[at]} <= _VOWELS
