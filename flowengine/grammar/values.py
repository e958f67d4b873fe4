"""Typed values out of what somebody typed or said: the door to the kinds.

`read` takes an answer to one question, `spot` finds values inside a longer utterance, `words`
gives the words its places count in. Plainly typed values go by a short pattern and never see a
grammar. It refuses to choose: where a text means two things, both are given with one score.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.grammar import names, search, typed
from flowengine.grammar.kinds import KINDS
from flowengine.grammar.reading import Context, Reading, Readings
from flowengine.grammar.spotting import Spotted, Utterance, evaluated, lead, spot, spotted, tail
from flowengine.grammar.typed import words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from flowengine.grammar.standard import Standard

__all__ = ["KINDS", "Reading", "Spotted", "read", "spot", "words"]

Tier = tuple[float, Readings]


def read(
    kind: str, text: str, standard: Standard, language: str, now: datetime
) -> tuple[Reading, ...]:
    """What the whole answer means, best first; `KeyError` for a kind that does not exist.

    `now` is the caller's clock in the conversation's zone; only its date is used.
    """
    context = Context(language, now.date())
    text = typed.plain(text).strip()
    plainly = [] if kind == "name" else KINDS[kind].typed(text, context)
    if plainly:
        return tuple(plainly)
    said = Utterance(text, standard, context)
    for score, found in _name_tiers(said) if kind == "name" else _tiers(kind, said):
        if found:
            return tuple([Reading(value, sure * score) for value, sure in found])
    return ()


def _tiers(kind: str, said: Utterance) -> Iterator[Tier]:
    yield from _whole(kind, said, slips=True)
    inside = [each for found in _wanted(kind, said) for each in found.readings]
    yield search.INSIDE, list({each.value: each for each in inside}.values())


def _wanted(kind: str, said: Utterance) -> list[Spotted]:
    """What is found inside; of several not what a "not" stands before: "not friday, saturday"."""
    found = list(spotted(kind, said))
    finder = said.search(KINDS[kind].inside)
    kept = [
        each for each in found if not finder.is_negated(said.words, each.start_word, each.end_word)
    ]
    return kept or found


def _name_tiers(said: Utterance) -> Iterator[Tier]:
    """Spelled, else what follows "my name is" or precedes "is my name", else the text itself."""
    yield search.EXACT, names.lettered(said.text)
    yield from _whole("name", said, slips=False)
    begin, end = lead(said, 0)[0], tail(said)
    if begin < end and (begin, end) != (0, len(said.tokens)):
        bare = said.text[said.tokens[begin].start : said.tokens[end - 1].end]
        yield search.EXACT, names.typed(bare, said.context)
    yield search.EXACT, names.typed(said.text, said.context)


def _whole(kind: str, said: Utterance, *, slips: bool) -> Iterator[Tier]:
    chosen = KINDS[kind]
    finder = said.search(chosen.rules)
    for score, sentences in finder.whole(said.words):
        if sentences:
            yield score, evaluated(chosen, finder, sentences, said.context)
    if slips:
        for score, sentences in finder.forgiving(said.words, said.heard, words):
            if sentences:
                yield score, evaluated(chosen, finder, sentences, said.context)
