"""What stands out in a conversation: anger, distress and crisis, by words and by behaviour.

A sign is a reason to look, not a judgement. It only ever raises: a priority, an agent's attention,
a supervisor's. Nothing here lowers a service or ends a contact, and what matched is always shown,
so that people can see how foolish a list of words is. It misses much: whoever is calm in danger is
not found by words.

The lists lie in `signs/`, a JSGF file a language. Words count to the letter; in a crisis one slip
of a finger is forgiven. Anger and distress that are denied ("not hopeless") are none; a crisis is
one all the same.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import msgspec

from flowengine import assets
from flowengine.desk.items import HIGH, URGENT
from flowengine.grammar.automaton import Automaton
from flowengine.grammar.hurried import SHORTEST, hurried
from flowengine.grammar.jsgf import parse_grammar
from flowengine.grammar.normal import MAX_CHARACTERS
from flowengine.grammar.normal import words as fold
from flowengine.grammar.slips import Slips
from flowengine.grammar.standard import Standard

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

CRISIS, DISTRESS, ANGER = "crisis", "distress", "anger"
KINDS = (CRISIS, DISTRESS, ANGER)
LANGUAGES = ("en", "uk", "ru", "hr", "fa")
_LATIN, _CYRILLIC = re.compile("[A-Za-z]"), re.compile(r"[\u0400-\u04ff]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_LETTERS = {"en": _LATIN, "uk": _CYRILLIC, "ru": _CYRILLIC, "hr": _LATIN, "fa": _ARABIC}
MOST = 4_000  # characters of a message that are looked at
OVERLAP = 80  # that pieces of it share, lest a phrase be cut in two

LOOP, FAILING, SILENCE, AGAIN = "loop", "failing", "silence", "third contact"
LIMITS = {LOOP: 4, FAILING: 3, SILENCE: 2, AGAIN: 3}  # from so many on it is a sign
_MEANS = {LOOP: ANGER, FAILING: ANGER, SILENCE: DISTRESS, AGAIN: DISTRESS}
_PRIORITIES = {CRISIS: URGENT, DISTRESS: HIGH, ANGER: HIGH}


class Sign(msgspec.Struct, frozen=True):
    """`kind` is crisis, distress or anger; `words` are the phrases that matched, folded.

    `behaviour` is "" for words; else loop (the same menu again and again), failing (not understood
    several times running), silence, or third contact (within a day); then there are no words.
    """

    kind: str
    words: tuple[str, ...] = ()
    behaviour: str = ""


class Past(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody has done so far. `menus`: how often the menu was come to that was come to most
    often; `failures` and `silences`: one after another, up to now; `contacts`: conversations of the
    same person within 24 hours, this one included."""

    menus: int = 0
    failures: int = 0
    silences: int = 0
    contacts: int = 0


def signs(text: str, language: str) -> tuple[Sign, ...]:
    """Each kind once, the gravest first.

    In need people write as they think, whatever language the chat speaks: the lists of all
    languages that share letters with the text are read. Slips are forgiven in `language` alone; one
    without a list is read as English.
    """
    own = language if language in LANGUAGES else LANGUAGES[0]
    text = text[:MOST]
    pieces = [fold(text[at : at + MAX_CHARACTERS]) for at in _starts(text)]
    read = [_lists(one) for one in LANGUAGES if _LETTERS[one].search(text)]
    found = (Sign(kind, _said(read, _lists(own), kind, pieces)) for kind in KINDS)
    return tuple(sign for sign in found if sign.words)


def behaviour(past: Past) -> tuple[Sign, ...]:
    """What somebody's way through the conversation says, a sign each."""
    counts = {
        LOOP: past.menus,
        FAILING: past.failures,
        SILENCE: past.silences,
        AGAIN: past.contacts,
    }
    return tuple(
        Sign(_MEANS[name], (), name) for name, count in counts.items() if count >= LIMITS[name]
    )


def raised(priority: int, found: Iterable[Sign]) -> int:
    """The priority with these signs: never less than it was."""
    return max((priority, *(_PRIORITIES[sign.kind] for sign in found)))


# ---------------------------------------------------------------- words


class _Lists:
    """The lists of one language. `denials` undo anger and distress, `right` words are no slips."""

    def __init__(self, language: str) -> None:
        name = f"{language}.jsgf"
        text = (files("flowengine.desk") / "signs" / name).read_text("utf-8")
        rules = parse_grammar(text).rules
        self.phrases = {kind: Automaton([rules[kind]], rules) for kind in KINDS}
        self.slips = Slips(self.phrases[CRISIS].vocabulary, SHORTEST)
        folder = assets.folder("grammars") / language
        standard = Standard(
            {
                f"{language}/{name}": (folder / name).read_text("utf-8")
                for name in ("danger.jsgf", "filler.jsgf")
            }
        )
        self.right = standard.harmless(language)
        self.denials = standard.negation(language)


@cache
def _lists(language: str) -> _Lists:
    return _Lists(language)


def _starts(text: str) -> range:
    return range(0, max(1, len(text)), MAX_CHARACTERS - OVERLAP)


def _said(
    read: Sequence[_Lists], own: _Lists, kind: str, pieces: Sequence[Sequence[str]]
) -> tuple[str, ...]:
    """The phrases of a kind, list by list in the order in which they were said, each once."""
    found = [
        phrase for known in read for words in pieces for phrase in _phrases(known, kind, words)
    ]
    if not found and kind == CRISIS:
        meant = (hurried(one, own.phrases[kind], own.slips, own.right) for one in pieces)
        found = [" ".join(words) for words in meant if words]
    return tuple(dict.fromkeys(found))


def _phrases(known: _Lists, kind: str, words: Sequence[str]) -> Iterator[str]:
    begin = 0
    while begin < len(words):
        ends = known.phrases[kind].ends(words, begin)
        denied = kind != CRISIS and begin > 0 and words[begin - 1] in known.denials
        if ends and not denied:
            yield " ".join(words[begin : ends[-1][0]])
        begin = ends[-1][0] if ends else begin + 1
