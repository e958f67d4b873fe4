"""What a word that nobody knows was probably meant to be: the hint below the message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.language.expressions.vocabulary import (
    ALIASES,
    FILTERS,
    FUNCTIONS,
    TESTS,
    VALUES,
    guess,
)

if TYPE_CHECKING:
    from collections.abc import Collection


def meant_name(
    name: str, names: Collection[str], channels: Collection[str], *, hours: bool = False
) -> str:
    if ALIASES.get(name) == "empty":
        return "To ask whether a value is missing write `is empty`; to drop it, `clear`."
    if name in channels:
        return f"Write `channel is {name}`."
    near = guess(name, {*names, *VALUES})
    if near:
        return f"Did you mean `{near}`?"
    if hours:
        return f"Declare the hours at the margin: `hours {name}`, with its days on the lines below."
    return f'For the word itself write it in quotation marks: "{name}".'


def meant_filter(name: str) -> str:
    if name in FUNCTIONS:
        return f"Write `{name}(…)`."
    if name in TESTS:
        return f"Write `is {name}`."
    return _did_you_mean(guess(name, FILTERS), "| ") or f"There are: {', '.join(sorted(FILTERS))}."


def meant_test(name: str, channels: Collection[str]) -> str:
    if name in ("yes", "true"):
        return "The value alone asks that already: leave this out."
    if name in ("no", "false"):
        return "Write `not` before the value."
    known = [*TESTS, *channels]
    return _did_you_mean(guess(name, known), "is ") or f"There are: {', '.join(known)}."


def meant_function(name: str) -> str:
    name = name if name in FILTERS else ALIASES.get(name, name)
    if name in FILTERS:
        return f"Write it behind a bar: `… | {name}`."
    return _did_you_mean(guess(name, FUNCTIONS), "", "(…)") or (
        f"There are: {', '.join(sorted(FUNCTIONS))}."
    )


def _did_you_mean(word: str | None, before: str, after: str = "") -> str:
    return f"Did you mean `{before}{word}{after}`?" if word else ""
