"""Which of several choices an answer means: exactly, or forgivingly with a score.

Phrases are compiled once; the walk over an exact phrase is one dictionary read a word. Equal best
scores of different keys stay equal: asking back is the caller's business, and so is the threshold
below which it confirms. It refuses to understand: there is no synonym and no meaning here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from flowengine.grammar import search
from flowengine.grammar.automaton import Automaton, State
from flowengine.grammar.expansion import Alternatives, Expansion, Words
from flowengine.grammar.hurried import SHORTEST, hurried
from flowengine.grammar.network import Tags
from flowengine.grammar.normal import MAX_CHARACTERS
from flowengine.grammar.normal import words as fold
from flowengine.grammar.sampling import interleaved, sentences
from flowengine.grammar.search import Search
from flowengine.grammar.slips import Slips
from flowengine.grammar.spoken import spoken_words

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Mapping
    from collections.abc import Sequence as Row

MAX_PHRASES = 2_000  # handed to a recogniser; more only slows it down
MAX_FOUND = 4_000  # characters in which a phrase is sought inside
STEP = MAX_CHARACTERS - 200  # pieces of a long message share so much, lest a phrase be cut in two

_NO_RULES: Mapping[str, Expansion] = {}


@dataclass(frozen=True, slots=True)
class Choice:
    """`key` is what the caller gets back; several choices may share one."""

    key: Hashable
    phrases: tuple[Expansion, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """`score` is 1.0 for the whole message to the word, less for each kind of forgiveness."""

    key: Hashable
    score: float
    tags: Tags = ()


class Matcher:
    """Raises `GrammarError` when made from an unknown, recursive or too large rule; never later.

    `filler` phrases may be dropped, `ordinary` words are never taken for a slip, and a phrase found
    inside an utterance does not count after a word of `negation` or before one of `denial`.
    `Standard` has all of them.
    """

    def __init__(
        self,
        choices: Row[Choice],
        rules: Mapping[str, Expansion] = _NO_RULES,
        filler: Collection[str] = (),
        ordinary: Collection[str] = (),
        negation: Collection[str] = (),
        denial: Collection[str] = (),
    ) -> None:
        self._choices = choices
        self._rules = rules
        self._automaton = Automaton((Alternatives(choice.phrases) for choice in choices), rules)
        dropped = _filler(frozenset(filler))
        self._search = Search(self._automaton, dropped, ordinary, negation, denial)
        self._exact: dict[State, tuple[Match, ...]] = {}

    def match(self, text: str) -> tuple[Match, ...]:
        """The best tier's matches, one a key, in the order of the choices; empty when none fits."""
        words = fold(text)
        found = self._whole(words)
        if found or not words:
            return found
        for score, heard in self._search.tiers(words, text):
            found = self._matches(heard, score)
            if found:
                return found
        return ()

    def ranked(self, text: str, most: int = 5) -> tuple[Match, ...]:
        """Everything it may mean, best first, a key once: for a list of guesses to choose from.

        What `match` gives comes first; what follows is less sure, and never asked for by a caller
        who has one clear answer.
        """
        words = fold(text)
        found = {match.key: match for match in self._whole(words)}
        for score, heard in self._search.tiers(words, text) if words else ():
            for match in self._matches(heard, score):
                found.setdefault(match.key, match)
        return tuple(found.values())[:most]

    def exact(self, text: str) -> Match | None:
        """The first choice that is the whole message, to the word."""
        found = self._whole(fold(text))
        return found[0] if found else None

    def find(self, text: str) -> Match | None:
        """The first phrase said anywhere inside; the longest where several begin.

        To the word first, then typed on another keyboard or in other letters, then with one slip
        of a finger (`hurried`): nobody in need is careful. Long messages are read piece by piece.
        """
        starts = range(0, min(len(text), MAX_FOUND), STEP)
        pieces = (text[at : at + MAX_CHARACTERS] for at in starts)
        return next((found for piece in pieces if (found := self._found(piece))), None)

    def _found(self, text: str) -> Match | None:
        words = fold(text)
        ways = self._search.ways(words, text)
        for way in (words, *ways):
            found = self._within(way)
            if found:
                return found
        meant = hurried(words, self._automaton, self._mishits, self._search.ordinary)
        return self._matches([meant], search.SLIP_INSIDE)[0] if meant else None

    @cached_property
    def _mishits(self) -> Slips:
        """Short words too: a phrase says more than its words."""
        return Slips(self._automaton.vocabulary, SHORTEST)

    def _within(self, words: Row[str]) -> Match | None:
        for begin in range(len(words)):
            ends = self._automaton.ends(words, begin)
            if ends:
                whole = ends[-1][0] - begin == len(words)
                score = search.EXACT if whole else search.INSIDE
                return self._matches([words[begin : ends[-1][0]]], score)[0]
        return None

    def samples(self, limit: int) -> list[str]:
        """Phrases as written, of each choice in turn; reserved rules give an example."""
        return self._sampled(limit, typed=True)

    def phrases(self) -> list[str]:
        """What may be spoken, in words only, for a recogniser; at most `MAX_PHRASES`."""
        said = (spoken_words(each) for each in self._sampled(MAX_PHRASES, typed=False))
        return list(dict.fromkeys(" ".join(words) for words in said if words))

    def words(self) -> frozenset[str]:
        """The folded words of all phrases."""
        return frozenset(self._automaton.vocabulary)

    def _sampled(self, limit: int, *, typed: bool) -> list[str]:
        lists = [
            sentences(Alternatives(choice.phrases), self._rules, limit, typed=typed)
            for choice in self._choices
        ]
        return [" ".join(sentence) for sentence in interleaved(lists, limit) if sentence]

    def _whole(self, words: list[str]) -> tuple[Match, ...]:
        state = self._automaton.walk(words)
        if not state.labels or not words:
            return ()
        if self._automaton.tagged:
            return self._matches([words], search.EXACT)
        if state not in self._exact:
            self._exact[state] = self._matches([words], search.EXACT)
        return self._exact[state]

    def _matches(self, heard: Row[Row[str]], score: float) -> tuple[Match, ...]:
        labelled: dict[int, Tags] = {}
        for sentence in heard:
            for label, tags in self._automaton.read(sentence):
                labelled.setdefault(label, tags)
        found: dict[Hashable, Match] = {}
        for label in sorted(labelled):
            key = self._choices[label].key
            found.setdefault(key, Match(key, score, labelled[label]))
        return tuple(found.values())


@lru_cache(maxsize=64)
def _filler(phrases: frozenset[str]) -> Automaton:
    """Every matcher of a language has the same."""
    return Automaton([Alternatives(tuple(Words((phrase,)) for phrase in sorted(phrases)))], {})
