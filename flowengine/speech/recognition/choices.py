"""What an answer may sound like at one place, in the forms that recognisers ask for.

A decoder takes a grammar (JSGF) or a list of phrases, a second pass takes the phrases themselves,
and whoever waits for the end of speech asks whether what was heard so far is whole, and whether it
could become something else. Everything is worked out once for a place. It hears nothing itself.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from flowengine.grammar.automaton import Automaton
from flowengine.grammar.expansion import Alternatives, Expansion, Grammar, RuleRef, Words
from flowengine.grammar.jsgf import parse_grammar
from flowengine.grammar.jsgf_text import to_jsgf
from flowengine.grammar.normal import words as fold
from flowengine.grammar.sampling import sentences
from flowengine.grammar.spoken import spoken_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flowengine.runtime.expecting import Expected

MAX_KEPT = 128  # places whose forms are kept
MAX_WORDS = 2_000  # of typed answers in one list

YES_OR_NO = ("yes", "no")  # the ids of the ways of a question that wants one of them
BESIDE = ("anywhere ", "words ")  # ids of what is heard beside what a question offers begin so

_ROOT, _WAYS = "flowengine_answer", "flowengine_ways"


class Standing(NamedTuple):
    """Where what was heard so far stands: see `recogniser.Partial`."""

    complete: bool
    extendable: bool


class Choices:
    """Of one `Expected`. Phrases are lower case words with one space between them."""

    def __init__(self, expected: Expected) -> None:
        self.language = expected.language
        self.free = expected.free
        self.ways: dict[str, str] = {}  # to the id of the way, from each phrase
        for way in expected.ways:
            for phrase in way.phrases:
                said = " ".join(spoken_words(phrase))
                if said:
                    self.ways.setdefault(said, way.id)
        self._yes_or_no = expected.accepts == "yes/no"
        self._folded = {tuple(fold(phrase)): phrase for phrase in self.ways}
        self._beginnings = _beginnings(self.ways, self._folded)
        self._values = parse_grammar(expected.values) if expected.values else None

    @property
    def phrases(self) -> tuple[str, ...]:
        return tuple(self.ways)

    @cached_property
    def offered(self) -> tuple[str, ...]:
        """The phrases that answer the question; of "is that right?" those of yes and no."""
        return tuple(each for each, way in self.ways.items() if self._answers(way))

    @cached_property
    def beside(self) -> tuple[str, ...]:
        """All others: commands, and what may be said instead of yes or no."""
        return tuple(each for each, way in self.ways.items() if not self._answers(way))

    def _answers(self, way: str) -> bool:
        return way in YES_OR_NO if self._yes_or_no else not way.startswith(BESIDE)

    @property
    def listed(self) -> bool:
        """Every answer is one of `phrases`."""
        return self._values is None and not self.free

    def yes_or_no(self, text: str) -> bool:
        """Whether this says yes or no to a question that wants just that."""
        return self._yes_or_no and self.ways.get(text) in YES_OR_NO

    @cached_property
    def vocabulary(self) -> tuple[str, ...]:
        """Every word of every answer that is no free text, each once."""
        values = self._values
        said = (word for phrase in self.ways for word in phrase.split())
        if values is None:
            return tuple(dict.fromkeys(said))
        found = (word for rule in values.rules.values() for word in _words(rule))
        return tuple(dict.fromkeys([*said, *found]))[:MAX_WORDS]

    def examples(self, limit: int) -> tuple[str, ...]:
        """Some sentences of the typed answer, each alternative before combinations."""
        if self._values is None:
            return ()
        root = Alternatives(tuple(map(RuleRef, self._values.public)))
        return tuple(" ".join(each) for each in sentences(root, self._values.rules, limit))

    def jsgf(
        self, sayable: Iterable[str] | None = None, phrases: Iterable[str] | None = None
    ) -> str:
        """A whole grammar of all of it, or of these phrases; of words in `sayable` only; "" when
        nothing is left."""
        known = None if sayable is None else set(sayable)
        wanted = self.ways if phrases is None else phrases
        kept = [each for each in wanted if known is None or known.issuperset(each.split())]
        rules: dict[str, Expansion] = {}
        roots: list[Expansion] = []
        if kept:
            rules[_WAYS] = _one_of([Words(tuple(each.split())) for each in kept])
            roots.append(RuleRef(_WAYS))
        values = self._values if phrases is None else None
        if values is not None and (known is None or known.issuperset(self._of_values)):
            rules |= values.rules
            roots += map(RuleRef, values.public)
        if not roots:
            return ""
        rules[_ROOT] = _one_of(roots)
        return to_jsgf(Grammar("answer", rules, (_ROOT,)))

    @cached_property
    def _of_values(self) -> frozenset[str]:
        rules = self._values.rules.values() if self._values else ()
        return frozenset(word for rule in rules for word in _words(rule))

    @cached_property
    def _automaton(self) -> Automaton | None:
        values = self._values
        if values is None:
            return None
        return Automaton([_one_of([RuleRef(name) for name in values.public])], values.rules)

    def standing(self, text: str) -> Standing:
        """A longer phrase that means the same makes no answer extendable."""
        said = tuple(fold(text))
        if not said:
            return Standing(False, False)
        own = self.ways.get(self._folded.get(said, ""))
        others = self._beginnings.get(said, frozenset()) - {own}
        complete, extendable = own is not None, bool(others)
        if self._automaton is not None:
            state = self._automaton.walk(said)
            complete = complete or bool(state.labels)
            onward = bool(state.cores) and bool(self._automaton.onward(state))
            extendable = extendable or onward
        return Standing(complete, extendable)

    def contained(self, text: str) -> str:
        """The longest answer that is in it, word by word: some recognisers hear a loop of words.

        Of two as long, the one said last: people correct themselves.
        """
        said = tuple(fold(text))
        best, most = "", 0
        for begin in range(len(said)):
            for end in range(begin + max(most, 1), len(said) + 1):
                found = self._exactly(said[begin:end])
                if found:
                    best, most = found, end - begin
        return best

    def exactly(self, text: str) -> str:
        """The answer that these words are, "" where they are none or more than that."""
        return self._exactly(tuple(fold(text)))

    def _exactly(self, said: tuple[str, ...]) -> str:
        if said in self._folded:
            return self._folded[said]
        if self._automaton is not None and self._automaton.walk(said).labels:
            return " ".join(said)
        return ""


def _beginnings(
    ways: dict[str, str], folded: dict[tuple[str, ...], str]
) -> dict[tuple[str, ...], frozenset[str]]:
    """The ways that go on where these words end."""
    found: dict[tuple[str, ...], set[str]] = {}
    for said, phrase in folded.items():
        for length in range(1, len(said)):
            found.setdefault(said[:length], set()).add(ways[phrase])
    return {said: frozenset(ids) for said, ids in found.items()}


def _one_of(options: list[Expansion]) -> Expansion:
    return options[0] if len(options) == 1 else Alternatives(tuple(options))


def _words(expansion: Expansion) -> Iterable[str]:
    if isinstance(expansion, Words):
        return expansion.words
    inner = getattr(expansion, "items", None) or getattr(expansion, "options", None) or ()
    item = getattr(expansion, "item", None)
    return [word for part in (*inner, *((item,) if item else ())) for word in _words(part)]


@lru_cache(MAX_KEPT)
def _kept(expected: Expected) -> Choices:
    return Choices(expected)


def choices(expected: Expected) -> Choices:
    """Those of `expected`, made once, whatever its turn."""
    return _kept(msgspec.structs.replace(expected, turn=0, keys="", digits=0, exact=0))
