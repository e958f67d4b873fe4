"""The grammar of a typed answer as a decoder of sound takes it: one whole JSGF file.

A type whose answers may be any words has none, and neither has one that is chosen from a list: the
phrases of that are listed (`sayable`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.grammar.expansion import GrammarError
from flowengine.grammar.jsgf import to_jsgf
from flowengine.grammar.kinds import KINDS
from flowengine.grammar.spoken import spoken
from flowengine.runtime import hearing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flowengine.language import program as p

FREE = ("text", "name", "email")
"""Answers that no grammar of words holds: any words may be one, or have one in them."""

_LISTED = ("yes/no", *FREE)


def grammar(program: p.Program, language: str, types: Iterable[p.AnswerType]) -> str:
    """Whole answers of these types, "" where none can be said in this language."""
    names = tuple(dict.fromkeys(rule for type_ in types for rule in _rules(type_)))
    cached = ("spoken values", language, names)
    found: str | None = program.cache.get(cached)
    if found is None:
        found = program.cache[cached] = _made(program, language, names)
    return found


def _rules(type_: p.AnswerType) -> tuple[str, ...]:
    if type_.name == "rule":
        return (type_.rule,)
    kind = None if type_.name in _LISTED else KINDS.get(type_.name)
    return kind.rules if kind else ()


def _made(program: p.Program, language: str, names: tuple[str, ...]) -> str:
    rules = hearing.rules(program, language)
    sayable = []
    for name in names:
        try:
            spoken("answer", rules, (name,))
        except GrammarError:  # only typed, or not there in this language
            continue
        sayable.append(name)
    return to_jsgf(spoken("answer", rules, sayable, language)) if sayable else ""
