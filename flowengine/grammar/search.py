"""From the words somebody used to the sentences of a grammar they may have meant, best tier first.

Exact; then without filler ("um", "please"); then the whole of it spelled in another way (`ways`:
another keyboard, other letters); then with one slip of a finger; then as part of a longer
utterance, which proves least: "call me bakc" is not "call me", and "I don't want a shelter" wants
none. Each tier is tried only when those before found nothing, and within a tier all finds count
the same, so that the caller can ask back between equals.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from collections.abc import Sequence as Row
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from flowengine.grammar import normal, typed
from flowengine.grammar.respelling import Respelling
from flowengine.grammar.slips import Slips

if TYPE_CHECKING:
    from flowengine.grammar.automaton import Automaton, State

EXACT = 1.0
WITHOUT_FILLER = 0.95
RESPELLED = 0.92
RESPELLED_WITHOUT_FILLER = 0.9
SLIP = 0.85
SLIP_WITHOUT_FILLER = 0.8
RESPELLED_SLIP = 0.75
INSIDE = 0.7
RESPELLED_INSIDE = 0.65
SLIP_INSIDE = 0.55  # so little that callers ask back

MAX_SLIP_WORDS = 12  # in longer utterances a lone odd word proves nothing
MIN_SLIP_INSIDE = 6  # letters of a word that is so odd in the midst of others

Sentence = Row[str]
Tier = tuple[float, list[Sentence]]
Fold = Callable[[str], Sentence]


class Search:
    """`filler` accepts what may be dropped anywhere.

    `ordinary` words are never taken for slips; `negation` words before a find undo it, and words
    of `denial` after it, where the verb comes last.
    """

    def __init__(
        self,
        automaton: Automaton,
        filler: Automaton,
        ordinary: Collection[str] = (),
        negation: Collection[str] = (),
        denial: Collection[str] = (),
    ) -> None:
        self.automaton = automaton
        self.filler = filler
        self.ordinary = ordinary
        self.negation = negation
        self.denial = denial
        undoing = frozenset((*negation, *denial))
        self._right = _right_words(filler, frozenset(ordinary), undoing)

    @cached_property
    def slips(self) -> Slips:
        """Made when first needed: most answers need none."""
        return Slips(self.automaton.vocabulary)

    @cached_property
    def respelling(self) -> Respelling:
        return Respelling(
            (frozenset(self.automaton.vocabulary), _vocabulary(self.filler)), self.odd
        )

    def tiers(self, words: Sentence, text: str = "", fold: Fold = normal.words) -> Iterator[Tier]:
        """Sentences the automaton accepts, with the tier's score; the caller stops when content.

        `text` is what `fold` made the words of; without it no other keyboard is thought of.
        """
        yield from self.whole(words)
        yield from self.forgiving(words, text, fold)
        yield INSIDE, self.inside(words)
        for way in self.ways(words, text, fold):
            yield RESPELLED_INSIDE, self.inside(way)
        corrected = self.corrected(words)
        if corrected is not words:
            yield SLIP_INSIDE, self.inside(corrected)

    def whole(self, words: Sentence) -> Iterator[Tier]:
        """All of the utterance, then all but filler."""
        if self.automaton.walk(words).labels:
            yield EXACT, [words]
        yield WITHOUT_FILLER, self.without_filler(words)

    def forgiving(
        self, words: Sentence, text: str = "", fold: Fold = normal.words
    ) -> Iterator[Tier]:
        """All of it respelled, or with one slip mended; then all but filler of that."""
        ways = self.ways(words, text, fold)
        if ways:
            yield RESPELLED, [way for way in ways if self.automaton.walk(way).labels]
            yield (
                RESPELLED_WITHOUT_FILLER,
                [kept for way in ways for kept in self.without_filler(way)],
            )
        yield from self.slipped(words)
        for way in ways:
            yield RESPELLED_SLIP, [each for _, found in self.slipped(way) for each in found]
        yield RESPELLED_SLIP, self._swapped(words)

    def _swapped(self, words: Sentence) -> list[Sentence]:
        """All of it where the one odd word is in other letters, two of them swapped: `zavrta`."""
        odd = self.odd(words)
        if len(odd) != 1 or len(words) > MAX_SLIP_WORDS:
            return []
        at = odd[0]
        ways = [
            [*words[:at], near, *words[at + 1 :]] for near in self.respelling.swapped(words[at])
        ]
        return [way for way in ways if self.automaton.walk(way).labels]

    def slipped(self, words: Sentence) -> Iterator[Tier]:
        """All of it with one slip mended, then all but filler of that."""
        mended = list(self.mended(words))
        if mended:
            yield SLIP, [mend for mend in mended if self.automaton.walk(mend).labels]
            kept = [kept for mend in mended for kept in self.without_filler(mend)]
            yield SLIP_WITHOUT_FILLER, kept

    def ways(self, words: Sentence, text: str = "", fold: Fold = normal.words) -> Row[Sentence]:
        """The same utterance with its odd words spelled as the grammar spells them."""
        return self.respelling.ways(words, text, fold) if self.odd(words) else ()

    def corrected(self, words: Sentence) -> Sentence:
        """Each odd word replaced by the one known word that it can only be; the same if none is."""
        found = {at: near for at in self.odd(words) if (near := self._only(words[at]))}
        return [found.get(at, word) for at, word in enumerate(words)] if found else words

    def _only(self, word: str) -> str:
        near = self.respelling.near(word)
        if not near and len(word) >= MIN_SLIP_INSIDE:
            near = tuple(self.slips.near(word))
        return near[0] if len(near) == 1 and " " not in near[0] else ""

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
        for begin, word in enumerate(words):
            if word in self.filler.begins:
                ends = [end for end, _ in self.filler.ends(words, begin)]
                if ends:
                    found[begin] = ends
        return found

    def inside(self, words: Sentence) -> list[Sentence]:
        """What is found within, unless a "not" stands before it, or after it."""
        spans = [span for span in self.spans(words) if not self.is_negated(words, *span)]
        return [words[begin:end] for begin, end in spans]

    def spans(self, words: Sentence) -> list[tuple[int, int]]:
        """Longest finds inside, from the left; never only digits, never within another find."""
        found = []
        reach = 0
        for begin, word in enumerate(words):
            if not self.automaton.may_begin(word):
                continue
            ends = self.automaton.ends(words, begin)
            end = ends[-1][0] if ends else 0
            if end > reach and not all(word.isdigit() for word in words[begin:end]):
                found.append((begin, end))
                reach = end
        return found

    def is_negated(self, words: Sentence, begin: int, end: int) -> bool:
        """Whether a "not" stands there with nothing but filler between: "I don't want to …"."""
        return self._undone(reversed(words[:begin]), self.negation) or self._undone(
            words[end:], self.denial
        )

    def _undone(self, words: Iterable[str], by: Collection[str]) -> bool:
        for word in words:
            if word in by:
                return True
            if word not in self.filler.vocabulary:
                return False
        return False

    def mended(self, words: Sentence) -> Iterator[Sentence]:
        """The same utterance with one unknown word replaced by a near one."""
        if len(words) > MAX_SLIP_WORDS:
            return
        odd = self.odd(words)
        if len(odd) > 1 and typed.WORD not in self.automaton.classes:
            return  # mending one would leave the other
        for at in odd:
            word = words[at]
            for near in dict.fromkeys((*self.slips.near(word), *_slips(self.filler).near(word))):
                yield [*words[:at], near, *words[at + 1 :]]

    def odd(self, words: Sentence) -> list[int]:
        """Where words stand that nobody here knows: "soon" is known, and does not mean "noon"."""
        known, right = self.automaton.vocabulary, self._right
        return [
            at
            for at, word in enumerate(words)
            if word not in known and word not in right and word[0].isalpha()
        ]


@lru_cache(maxsize=64)
def _right_words(
    filler: Automaton, ordinary: frozenset[str], negation: frozenset[str]
) -> frozenset[str]:
    """Rightly spelled, though the grammar has no use for them; one set for a language."""
    return ordinary | negation | filler.vocabulary


@lru_cache(maxsize=64)
def _vocabulary(filler: Automaton) -> frozenset[str]:
    return frozenset(filler.vocabulary)


@lru_cache(maxsize=64)
def _slips(filler: Automaton) -> Slips:
    """Every search of a language has the same filler."""
    return Slips(filler.vocabulary)
