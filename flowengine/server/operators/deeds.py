"""What somebody did, in the words of whoever reads of it.

The audit is written in English and chained, so it stays as it was written. English is also how its
words begin (`did_…`): what reads like one of them is said by the same word of another language, and
anything else stays as it is.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from flowengine.server.operators.words import FALLBACK
from flowengine.server.words import spoken

if TYPE_CHECKING:
    from flowengine.server.wording import Words

_HOLE = re.compile(r"\\{(\w+)\\}")  # as `re.escape` leaves it
_LINE = "command line"


def told(what: str, words: Words) -> str:
    """A deed of the audit; one may stand within another, as `sent again over the API` does."""
    for name, pattern in _deeds():
        found = pattern.fullmatch(what)
        if found is not None:
            return words.say(
                name, **{hole: _read(hole, text, words) for hole, text in found.groupdict().items()}
            )
    return what


def _read(hole: str, text: str, words: Words) -> object:
    match hole:
        case "did":
            return told(text, words)
        case "count":
            return int(text) if text.isdecimal() else text
    return text


def who(name: str, words: Words) -> str:
    """Who it was, as the audit has them: a name, but for the command line."""
    return words["who_command_line"] if name == _LINE else name


@cache
def _deeds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """How each begins in English, those that say most of it first."""
    own = spoken("flowengine.server.operators")[FALLBACK]
    listed = [(name, text) for name, text in own.items() if name.startswith("did_")]
    listed.sort(key=lambda one: -len(one[1]))
    return tuple((name, _pattern(text)) for name, text in listed)


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(_HOLE.sub(r"(?P<\1>.+)", re.escape(text)), re.DOTALL)
