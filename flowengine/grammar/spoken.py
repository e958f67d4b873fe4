"""A grammar as a decoder of sound takes it: whole, in words that can be said, and nothing else.

Tags are gone, rules of other files stand in the same grammar under plain names, and what can only
be typed (`<INTEGER>`, a word with a figure in it) is left out with all that would need it. Words
are lower case without signs, as in a pronunciation dictionary (CMU Sphinx, Kaldi). It refuses a
grammar of which nothing is left to say.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from flowengine.grammar.expansion import (
    Alternatives,
    Expansion,
    Grammar,
    GrammarError,
    Optional,
    Repeat,
    RuleRef,
    Sequence,
    Tag,
    Words,
)
from flowengine.grammar.typed import CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_APOSTROPHES = re.compile("[’ʼ‘`´]")
_NO_LETTER = re.compile(r"[^\w']+|_+")
_VOID = Alternatives(())
_NULL = Sequence(())


def spoken_words(text: str) -> tuple[str, ...]:
    """The words of a text as one says them; none when a figure or sign has no sound here."""
    text = unicodedata.normalize("NFC", text.replace("\u200c", "")).lower()
    words = _NO_LETTER.sub(" ", _APOSTROPHES.sub("'", text)).split()
    bare = tuple(word for word in (each.strip("'") for each in words) if word)
    return () if any(character.isdigit() for word in bare for character in word) else bare


def spoken(
    name: str, rules: Mapping[str, Expansion], public: Iterable[str], locale: str = ""
) -> Grammar:
    """The public rules and all they need; the name of each rule holds no dot.

    Raises `GrammarError` when one of them cannot be said at all, or needs a rule that is not there.
    """
    voice = _Voice(rules)
    chosen = tuple(public)
    for rule in chosen:
        if voice.rule(RuleRef(rule)) == _VOID:
            raise GrammarError(
                f"Nothing in <{rule}> can be spoken.", 0, 1, "Add words beside what is typed."
            )
    made = {_plain(each): tree for each, tree in voice.made.items() if tree not in (_VOID, _NULL)}
    return Grammar(name, made, tuple(map(_plain, chosen)), locale)


def _plain(name: str) -> str:
    return name.replace(".", "_")


class _Voice:
    """Rules are made when first needed and kept; one that goes round is refused."""

    def __init__(self, rules: Mapping[str, Expansion]) -> None:
        self.rules = rules
        self.made: dict[str, Expansion] = {}
        self.making: list[str] = []

    def rule(self, reference: RuleRef) -> Expansion:
        """A reference to the rule; nothing at all when it cannot be said."""
        name = reference.name
        if name in CLASSES:
            return _VOID
        if name not in self.rules or name in self.making:
            what = "There is no rule" if name not in self.rules else "A circle goes through"
            raise GrammarError(
                f"{what} <{name}>.", reference.start, reference.end, "Check what it refers to."
            )
        if name not in self.made:
            self.making.append(name)
            self.made[name] = self.of(self.rules[name])
            self.making.pop()
        made = self.made[name]
        return made if made in (_VOID, _NULL) else RuleRef(_plain(name))

    def of(self, expansion: Expansion) -> Expansion:
        match expansion:
            case Words(words):
                said = spoken_words(" ".join(words))
                return Words(said) if said else _VOID
            case Alternatives(options, weights):
                return _one_of([self.of(option) for option in options], weights)
            case Sequence(items):
                return _all_of([self.of(item) for item in items])
            case Optional(item) | Repeat(item, 0):
                inner = self.of(item)
                if inner in (_VOID, _NULL):
                    return _NULL
                return Optional(inner) if isinstance(expansion, Optional) else Repeat(inner, 0)
            case Repeat(item, least):
                inner = self.of(item)
                return inner if inner in (_VOID, _NULL) else Repeat(inner, least)
            case Tag():
                return _NULL
        return self.rule(expansion)


def _one_of(options: list[Expansion], weights: tuple[float, ...]) -> Expansion:
    """Those that can be said; with their weights, where there are any."""
    pairs = list(zip(options, weights or (1.0,) * len(options), strict=True))
    kept = [(option, weight) for option, weight in pairs if option not in (_VOID, _NULL)]
    if not kept:
        return _NULL if _NULL in options else _VOID
    found = kept[0][0]
    if len(kept) > 1:
        said = tuple(weight for _, weight in kept) if weights else ()
        found = Alternatives(tuple(option for option, _ in kept), said)
    return Optional(found) if _NULL in options else found


def _all_of(items: list[Expansion]) -> Expansion:
    if _VOID in items:
        return _VOID
    kept: list[Expansion] = []
    for item in items:
        if isinstance(item, Words) and kept and isinstance(kept[-1], Words):
            kept[-1] = Words(kept[-1].words + item.words)
        elif item != _NULL:
            kept.append(item)
    return kept[0] if len(kept) == 1 else Sequence(tuple(kept))
