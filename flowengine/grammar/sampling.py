"""A grammar backwards: sentences it allows, for tests, for recognisers' phrase lists, for people.

Every alternative turns up before combinations are gone through, so that even a short list touches
each word. Lists are bounded at every node; nothing here can run away.
"""

from __future__ import annotations

from itertools import chain, product, zip_longest
from typing import TYPE_CHECKING

from flowengine.grammar.expansion import (
    Alternatives,
    Expansion,
    Optional,
    Repeat,
    Sequence,
    Tag,
    Words,
)
from flowengine.grammar.typed import CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Sentence = tuple[str, ...]


def sentences(
    expansion: Expansion,
    rules: Mapping[str, Expansion],
    limit: int,
    *,
    typed: bool = True,
) -> list[Sentence]:
    """Up to `limit` different sentences, words as written. Rules must exist and not go round.

    `typed` gives an example for reserved rules; without it what can only be typed is left out.
    """
    return _Sampler(rules, limit, typed=typed).of(expansion)


def interleaved(lists: Iterable[list[Sentence]], limit: int) -> list[Sentence]:
    """The first of each, then the second of each, and so on, without doubles."""
    rows = zip_longest(*lists)
    found: dict[Sentence, None] = {}
    for sentence in chain.from_iterable(rows):
        if len(found) >= limit:
            break
        if sentence is not None:
            found[sentence] = None
    return list(found)


class _Sampler:
    def __init__(self, rules: Mapping[str, Expansion], limit: int, *, typed: bool) -> None:
        self.rules = rules
        self.limit = max(limit, 0)
        self.typed = typed
        self.known: dict[str, list[Sentence]] = {}

    def of(self, expansion: Expansion) -> list[Sentence]:
        match expansion:
            case Words(words):
                return [words]
            case Tag():
                return [()]
            case Alternatives(options):
                return interleaved([self.of(option) for option in options], self.limit)
            case Optional(item):
                return interleaved([self.of(item), [()]], self.limit)
            case Sequence(items):
                found: list[Sentence] = [()]
                for item in items:
                    found = self.joined(found, self.of(item))
                return found
            case Repeat(item, least):
                once = self.of(item)
                none: list[Sentence] = [] if least else [()]
                return interleaved([once, none, self.joined(once, once)], self.limit)
        return self.rule(expansion.name)

    def rule(self, name: str) -> list[Sentence]:
        if name in CLASSES:
            return [(CLASSES[name],)] if self.typed else []
        if name not in self.known:
            self.known[name] = self.of(self.rules[name])
        return self.known[name]

    def joined(self, first: list[Sentence], second: list[Sentence]) -> list[Sentence]:
        """Side by side first, so that every sentence of either occurs; then each with each."""
        if not first or not second:
            return []
        widest = max(len(first), len(second))
        beside = [
            first[at % len(first)] + second[at % len(second)]
            for at in range(min(widest, self.limit))
        ]
        found = dict.fromkeys(beside)
        for one, other in product(first, second):
            if len(found) >= self.limit:
                break
            found[one + other] = None
        return list(found)
