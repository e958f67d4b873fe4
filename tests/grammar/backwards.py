"""A standard grammar read backwards with its tags: sentences, and the values they were made from.

Tags become words that nobody can say, the grammar is sampled, and each sentence is taken apart
again. So what a sentence must mean comes from the grammar alone, not from the reader on trial.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flowengine.grammar import typed
from flowengine.grammar.expansion import (
    Alternatives,
    Expansion,
    Optional,
    Repeat,
    RuleRef,
    Sequence,
    Tag,
    Words,
)
from flowengine.grammar.sampling import sentences

MARK = "\0"


@dataclass(frozen=True, slots=True)
class Made:
    """A sentence as written in the grammar and the tags passed on the way."""

    text: str
    tags: tuple[str, ...]


def made(rules: Mapping[str, Expansion], name: str, limit: int) -> list[Made]:
    """Up to `limit` sentences of the rule; the same words may be made from different tags."""
    marked = {rule: _marked(expansion) for rule, expansion in rules.items()}
    return [
        Made(
            " ".join(word for word in sentence if not word.startswith(MARK)),
            tuple(word[1:] for word in sentence if word.startswith(MARK)),
        )
        for sentence in sentences(marked[name], marked, limit)
    ]


def _marked(expansion: Expansion) -> Expansion:
    match expansion:
        case Tag(text):
            return Words((MARK + text,))
        case RuleRef(name) if name in typed.CLASSES:
            example = typed.CLASSES[name]
            return Words((example, *(MARK + tag for tag in typed.tag(name, example))))
        case Alternatives(options, weights):
            return Alternatives(tuple(_marked(option) for option in options), weights)
        case Sequence(items):
            return Sequence(tuple(_marked(item) for item in items))
        case Optional(item):
            return Optional(_marked(item))
        case Repeat(item, least):
            return Repeat(_marked(item), least)
        case _:
            return expansion
