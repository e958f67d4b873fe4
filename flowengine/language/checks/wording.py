"""The words of a text on one channel in one language, and how long they are.

The most exact variant wins, and a channel beats a language. Holes count as a short word. What a
text means, and whether it is too long for somebody, is for the checks to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from flowengine.language import nodes
from flowengine.language.checks.scope import Scope

Lines = tuple[nodes.Quote, ...]

HOLE = re.compile(r"(\{\{(?:(?!\{\{|\}\}).)*\}\})", re.DOTALL)  # never beyond the next one
"""A hole of a text with its braces; splitting by it gives words and holes by turns."""

_WORDS_INSIDE = re.compile(r"""\|\s*plural\b|\b(?:or|else)\s+["']""")
_LETTER = re.compile(r"[^\W\d_]")
_FILLED = "········"  # a name, a date, a number


def languages(scope: Scope) -> tuple[str, ...]:
    """The written language first, then the others."""
    return tuple(dict.fromkeys((scope.written_in, *scope.languages)))


def alternatives(text: nodes.Text, channel: str, language: str) -> tuple[Lines, ...]:
    """What may be said; the written words where nothing more exact is there."""
    return nearest(text.variants, channel, language) or text.alternatives


def label(option: nodes.Option | nodes.Each, channel: str, language: str) -> nodes.Quote:
    """What is shown for an option."""
    variants = option.variants if isinstance(option, nodes.Option) else ()
    found = nearest(variants, channel, language)
    return found[0][0] if found else option.label


def nearest(
    variants: Iterable[nodes.Variant], channel: str, language: str
) -> tuple[Lines, ...] | None:
    """The alternatives of the most exact variant, if one fits at all."""
    by_tags = {frozenset(tag.text for tag in v.tags): v.alternatives for v in variants}
    for tags in ({channel, language}, {channel}, {language}):
        found = by_tags.get(frozenset(tags))
        if found is not None:
            return found
    return None


def plain(quote: nodes.Quote) -> str:
    """The words between the marks; a doubled mark outside of holes is one."""
    parts = HOLE.split(quote.source)
    return "".join(part if hole % 2 else part.replace('""', '"') for hole, part in enumerate(parts))


def joined(lines: Lines) -> str:
    """The lines as one text, holes as if they were filled."""
    return "\n".join(HOLE.sub(_FILLED, line.source).replace('""', '"') for line in lines)


def has_letters(lines: Lines) -> bool:
    """Whether there are words which a translator would have to translate, in holes too."""
    return any(_LETTER.search(HOLE.sub(_words_of, line.source)) for line in lines)


def _words_of(hole: re.Match[str]) -> str:
    """Something to read where a hole says words of its own: `or "a friend"`, `plural("bed", …)`."""
    return "a" if _WORDS_INSIDE.search(hole[0]) else ""
