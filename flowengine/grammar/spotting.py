"""Values inside a longer utterance, for forms: "two beds tomorrow at five for Ann".

Stricter than reading an answer: a bare "two" is no time, and a name needs something before it
("for Ann"). What begins as a value but is none, like 31 February, is passed over whole: a part of
it would mean something else. It does not decide between kinds that claim the same words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowengine.grammar import names, phones, typed
from flowengine.grammar.kinds import KINDS
from flowengine.grammar.reading import Context, Kind, Reading, Readings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from flowengine.grammar.search import Search, Sentence
    from flowengine.grammar.standard import Standard
    from flowengine.grammar.typed import Token

LEAD = ("letters.lead", "letters.weak_lead")  # "my name is"; "this is" asks for a capital after it
TAIL = ("letters.tail",)  # "is my name"; not every language has such words
NO_NAME = (
    "numbers.number",
    "ordinals.ordinal",
    "dates.date",
    "times.time",
    "yesno.answer",
    "letters.no_name",
    "filler.filler",
)
MAX_WORDS = 24  # in one value; a longer run of digits is not a number somebody gave
MIN_PHONE_DIGITS = 7  # without a plus; shorter ones are more often something else


@dataclass(frozen=True, slots=True)
class Spotted:
    """A value and the words it took, `words(text)[start_word:end_word]`, "at" of "at five" too.

    `readings` has every meaning, best first; `value` is the first.
    """

    value: object
    start_word: int
    end_word: int
    readings: tuple[Reading, ...]


class Utterance:
    """What was said and all that is needed to understand it; `text` is plain.

    `heard` is the same text as the grammars take it, for values that are no names.
    """

    __slots__ = ("_tokens", "context", "heard", "standard", "text", "words")

    def __init__(self, text: str, standard: Standard, context: Context) -> None:
        self.text = text
        self.standard = standard
        self.context = context
        self.heard = typed.listened(text, context.language)
        self.words = typed.plain_words(self.heard)
        self._tokens: list[Token] | None = None

    @property
    def tokens(self) -> list[Token]:
        """The words with their places, for those who look inside."""
        if self._tokens is None:
            self._tokens = typed.tokens(self.heard)
        return self._tokens

    def search(self, rules: tuple[str, ...]) -> Search:
        return self.standard.search(self.context.language, rules)


def spot(
    kind: str, text: str, standard: Standard, language: str, now: datetime
) -> tuple[Spotted, ...]:
    """Longest values, from the left, never overlapping; `KeyError` for an unknown kind."""
    text = typed.plain(text)
    return tuple(spotted(kind, Utterance(text, standard, Context(language, now.date()))))


def spotted(kind: str, said: Utterance) -> Iterator[Spotted]:
    """The same, one by one, from an utterance already taken apart."""
    chosen = KINDS[kind]
    search = said.search(chosen.inside)
    heard = search.corrected(said.words)
    at = 0
    while at < len(heard):
        found = _special(kind, said, at) or _longest(chosen, search, heard, at, said.context)
        if found and found.readings:
            yield found
        at = found.end_word if found else at + 1


def evaluated(
    kind: Kind, search: Search, sentences: Iterable[Sentence], context: Context
) -> Readings:
    """Every meaning of sentences the grammar accepts: one reading a value, best first."""
    best: dict[object, Reading] = {}
    for sentence in sentences:
        for _, tags in search.automaton.read(sentence):
            for reading in kind.evaluate(tags, context):
                known = best.get(reading.value)
                if known is None or known.score < reading.score:
                    best[reading.value] = reading
    found = list(best.values())
    if len(found) > 1:
        found.sort(key=lambda reading: -reading.score)
    return found


def lead(said: Utterance, at: int) -> tuple[int, bool]:
    """Where the words before a name end (`at` without any), and whether they are strong ones."""
    ends = said.search(LEAD).automaton.ends(said.words, at)
    return (ends[-1][0], 0 in ends[-1][1].labels) if ends else (at, False)


def tail(said: Utterance) -> int:
    """Where a name ends that words like "is my name" follow: the end of all without any."""
    finder = said.search(TAIL).automaton
    end = len(said.words)
    starts = range(max(end - names.MAX_WORDS, 0), end)
    return next((at for at in starts if finder.walk(said.words[at:]).labels), end)


def _longest(
    kind: Kind, search: Search, heard: Sentence, at: int, context: Context
) -> Spotted | None:
    """The longest that begins here, without readings when it means nothing."""
    if not search.automaton.may_begin(heard[at]):
        return None
    ends = search.automaton.ends(heard, at)
    if not ends:
        return None
    end = ends[-1][0]
    sentences = [heard[at:end]] if end - at <= MAX_WORDS else []
    found = evaluated(kind, search, sentences, context)
    return Spotted(found[0].value if found else None, at, end, tuple(found))


def _special(kind: str, said: Utterance, at: int) -> Spotted | None:
    """Kinds that a grammar of words alone cannot find."""
    if kind == "phone":
        return _phone(said, at)
    return _name(said, at) if kind == "name" else None


def _phone(said: Utterance, at: int) -> Spotted | None:
    """Dressed with blanks, brackets, hyphens and a plus, which are no words."""
    start = said.tokens[at].start
    if said.text[:start].endswith("+"):
        start -= 1
    shape = phones.INSIDE.match(said.text, start)
    if shape is None or typed.DATE in typed.classes(said.tokens[at].word):
        return None
    readings = phones.typed(shape[0], said.context)
    count = sum(character.isdigit() for character in shape[0])
    if not readings or (count < MIN_PHONE_DIGITS and shape[0][0] != "+"):
        return None
    end = sum(token.start < shape.end() for token in said.tokens)
    return Spotted(readings[0].value, at, end, tuple(readings))


def _name(said: Utterance, at: int) -> Spotted | None:
    begin, strong = lead(said, at)
    follow = said.tokens[begin : begin + names.MAX_WORDS]
    end = begin + (_name_length(said, follow, strong=strong) if begin > at else 0)
    if end == begin:
        return None
    readings = names.typed(said.text[follow[0].start : said.tokens[end - 1].end], said.context)
    return Spotted(readings[0].value, at, end, tuple(readings)) if readings else None


def _name_length(said: Utterance, follow: list[Token], *, strong: bool) -> int:
    """How many words: those with capitals, or in an all lower-case text one that is no other."""
    known = said.search(NO_NAME).automaton.vocabulary
    free = [token.word not in known and token.word[0].isalpha() for token in follow]
    if said.text == said.text.lower():
        return int(strong and free[:1] == [True])
    fits = [
        each and said.text[token.start].isupper() for each, token in zip(free, follow, strict=True)
    ]
    return [*fits, False].index(False)
