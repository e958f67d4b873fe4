"""How somebody from outside would begin a conversation, and what of it the flow grants."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flowengine.runtime.events import Started

if TYPE_CHECKING:
    from flowengine.language.program import Program

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Wish:
    """`language`, the name of an `entry`, and values that a page gives by slot.

    What the flow does not offer is not obeyed; it begins as it would have without, for whoever
    stands before it cannot mend the page.
    """

    language: str = ""
    entry: str = ""
    page: Mapping[str, str] = field(default_factory=dict)


NO_WISH = Wish()


def started(program: Program, wish: Wish, at: float) -> Started:
    """Only entries may be begun at from outside; the interpreter takes only what is `from page`."""
    entry = program.entries.get(wish.entry)
    if wish.entry and entry is None:
        _log.warning("%s has no entry that a page asked for; it began at its start", program.name)
    return Started(at=at, place=entry.place if entry else None, page=dict(wish.page))
