"""From the words somebody used to the sentences of a grammar they may have meant, best tier first.

Exact; then without filler ("um", "please"); then the whole of it with one slip of a finger; then
as part of a longer utterance, which proves least: "call me bakc" is not "call me", and "I don't
want a shelter" wants none. Each tier is tried only when those before found nothing, and
within a tier all finds count the same, so that the caller can ask back between equals.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from collections.abc import Sequence as Row
from functools import cached_property
from typing import TYPE_CHECKING

from flowengine.grammar.slips import Slips

if TYPE_CHECKING:
    from flowengine.grammar.automaton import Automaton, State

EXACT = 1.0
WITHOUT_FILLER = 0.95
SLIP = 0.85
SLIP_WITHOUT_FILLER = 0.8
INSIDE = 0.7

MAX_SLIP_WORDS = 12  # in longer utterances a lone odd word proves nothing

Sentence = Row[str]
Tier = tuple[float, list[Sentence]]


class Search:
    """`filler` accepts what may be dropped anywhere.

    `ordinary` words are never taken for slips; `negation` words before a find undo it.
    """

    def __init__(
        self,
        automaton: Automaton,
        filler: Automaton,
        ordinary: Collection[str] = (),
        negation: Collection[str] = (),
    ) -> None:
        self.automaton = automaton
        self.filler = filler
        self.ordinary = ordinary
        self.negation = negation

    @cached_property
    def slips(self) -> Slips:
        """Made when first needed: most answers need none."""
        return Slips(self.automaton.vocabulary)

    def tiers(self, words: Sentence) -> Iterator[Tier]:
        """Sentences the automaton accepts, with the tier's score; the caller stops when content."""
        yield from self.whole(words)
        yield from self.slipped(words)
        spans = [span for span in self.spans(words) if not self.is_negated(words, span[0])]
        yield INSIDE, [words[begin:end] for begin, end in spans]

    def whole(self, words: Sentence) -> Iterator[Tier]:
        """All of the utterance, then all but filler."""
        if self.automaton.walk(words).labels:
            yield EXACT, [words]
        yield WITHOUT_FILLER, self.without_filler(words)

    def slipped(self, words: Sentence) -> Iterator[Tier]:
        """All of it with one slip mended, then all but filler of that."""
        mended = list(self.mended(words))
        yield SLIP, [mend for mend in mended if self.automaton.walk(mend).labels]
        yield SLIP_WITHOUT_FILLER, [kept for mend in mended for kept in self.without_filler(mend)]

    def without_filler(self, words: Sentence) -> list[Sentence]:
        """What is left when filler is dropped wherever that helps; one way for each place ended."""
        skips = self._skips(words)
        if not skips:
            return []
        reached: list[dict[State, tuple[str, ...]]] = [{} for _ in range(len(words) + 1)]
        reached[0][self.automaton.start] = ()
        for at, word in enumerate(words):
            for state, kept in reached[at].items():
                target = self.automaton.step(state, word)
                if target is not self.automaton.dead:
                    reached[at + 1].setdefault(target, (*kept, word))
                for end in skips.get(at, ()):
                    reached[end].setdefault(state, kept)
        return [kept for state, kept in reached[-1].items() if kept and state.labels]

    def _skips(self, words: Sentence) -> dict[int, list[int]]:
        found = {}
        for begin in range(len(words)):
            ends = [end for end, _ in self.filler.ends(words, begin)]
            if ends:
                found[begin] = ends
        return found

    def spans(self, words: Sentence) -> list[tuple[int, int]]:
        """Longest finds inside, from the left; never only digits, never within another find."""
        found = []
        reach = 0
        for begin in range(len(words)):
            ends = self.automaton.ends(words, begin)
            end = ends[-1][0] if ends else 0
            if end > reach and not all(word.isdigit() for word in words[begin:end]):
                found.append((begin, end))
                reach = end
        return found

    def is_negated(self, words: Sentence, begin: int) -> bool:
        """Whether a "not" stands before, with nothing but filler between: "I don't want to …"."""
        for word in reversed(words[:begin]):
            if word in self.negation:
                return True
            if word not in self.filler.vocabulary:
                return False
        return False

    def mended(self, words: Sentence) -> Iterator[Sentence]:
        """The same utterance with one unknown word replaced by a near one."""
        if len(words) > MAX_SLIP_WORDS:
            return
        for at, word in enumerate(words):
            for near in () if self._is_known(word) else self.slips.near(word):
                yield [*words[:at], near, *words[at + 1 :]]

    def _is_known(self, word: str) -> bool:
        """Rightly spelled, as far as anybody here can tell: "soon" does not mean "noon"."""
        return (
            word in self.automaton.vocabulary
            or word in self.filler.vocabulary
            or word in self.ordinary
        )
