"""What queues are called on the desk's pages: the title that their flow has for the reader.

One without a title there has the first that its flow wrote, and without any the queue's name. It
changes nothing of what is sent back: forms and messages say the name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.server.desk.words import words
from flowengine.server.wording import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowengine.host.desk.terms import Terms

_made: dict[str, tuple[Mapping[str, Terms], Words]] = {}  # by language, of what is served now


def named(language: str, terms: Mapping[str, Terms]) -> Words:
    """The words of a language that know these queues. `terms` are another mapping whenever other
    flows are served, and so nothing old is told."""
    known = _made.get(language)
    if known is None or known[0] is not terms:
        told = words(language)
        known = terms, Words(told.language, told, titles(language, terms))
        _made[language] = known
    return known[1]


def titles(language: str, terms: Mapping[str, Terms]) -> dict[str, str]:
    """By name, of those that have any."""
    return {
        name: one.queue.titles.get(language) or next(iter(one.queue.titles.values()))
        for name, one in terms.items()
        if one.queue.titles
    }
