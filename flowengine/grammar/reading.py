"""What reading a value gives, and what every kind of value is made of.

A kind is two functions: `typed` reads a whole message in the plain forms people type, `evaluate`
the tags of a grammar. Both return every value meant, best first, and never raise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date


class Reading(NamedTuple):
    """A value and how sure it is, 0 to 1; equal scores are equally likely: ask back."""

    value: object
    score: float


class Context(NamedTuple):
    """Where and when: the language tag of the conversation and its day."""

    language: str
    today: date


Readings = list[Reading]


@dataclass(frozen=True, slots=True)
class Kind:
    """`rules` fit a whole answer; `inside`, stricter, a part of a longer one."""

    rules: tuple[str, ...]
    inside: tuple[str, ...]
    typed: Callable[[str, Context], Readings]
    evaluate: Callable[[tuple[str, ...], Context], Readings]


def sure(*values: object) -> Readings:
    """Readings of score 1, for each value that is not None, without doubles."""
    return [Reading(value, 1.0) for value in dict.fromkeys(values) if value is not None]


def not_typed(_text: str, _context: Context) -> Readings:
    """For kinds that have no plain typed form."""
    return []
