"""What may be said, as an immutable tree: the shared vocabulary of this room.

The names are those of the JSpeech Grammar Format (W3C Note, 5 June 2000, section 4). The tree
keeps words as they were written; folding case and accents is the matcher's business. It knows
nothing of syntax and does not check that a rule it refers to exists.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping


class GrammarError(Exception):
    """A grammar that cannot be used; `start` and `end` are character offsets into its text."""

    def __init__(self, message: str, start: int, end: int, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Words:
    """Words said one after another, as written."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alternatives:
    """One of several; none at all can never be said (`<VOID>`).

    `weights` is empty, or one likelihood for each option. They are kept for decoders of sound;
    matching text ignores them.
    """

    options: tuple[Expansion, ...]
    weights: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after another; an empty one is said by saying nothing (`<NULL>`)."""

    items: tuple[Expansion, ...]


@dataclass(frozen=True, slots=True)
class Optional:
    """May be left out: `[please]`."""

    item: Expansion


@dataclass(frozen=True, slots=True)
class Repeat:
    """Said again and again: `least` is 0 for `*` and 1 for `+`."""

    item: Expansion
    least: int


@dataclass(frozen=True, slots=True)
class RuleRef:
    """Another rule by name. The offsets are for error texts and make no difference otherwise."""

    name: str
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Tag:
    """Says nothing; whoever passes it collects the text: `{yes}`."""

    text: str


Expansion: TypeAlias = Words | Alternatives | Sequence | Optional | Repeat | RuleRef | Tag


@dataclass(frozen=True, slots=True)
class Grammar:
    """A file: its name, its language tag (may be empty), its rules and which of them are public."""

    name: str
    rules: Mapping[str, Expansion]
    public: tuple[str, ...] = ()
    locale: str = ""


def can_be_silent(expansion: Expansion) -> bool:
    """Whether saying nothing fits, taking every rule referred to as something to say."""
    match expansion:
        case Words(words):
            return not words
        case Alternatives(options):
            return any(can_be_silent(option) for option in options)
        case Sequence(items):
            return all(can_be_silent(item) for item in items)
        case Repeat(item, least):
            return least == 0 or can_be_silent(item)
        case RuleRef():
            return False
        case _:
            return True


def figures(weight: float) -> str:
    """A weight as JSGF and SRGS write it: to nine places, never with an exponent."""
    return f"{weight:.9f}".rstrip("0").rstrip(".")
