"""What time alone brings about: offers run out, wrap-up ends, a callback's moment comes.

Plain functions of a picture. Nothing that an agent holds holds for ever: every state they can be in
has an end here, or in `flowengine.desk.presence`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.desk import items, moves, pacing
from flowengine.host.desk.terms import CLOSE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flowengine.desk.items import Item
    from flowengine.desk.moves import Move
    from flowengine.host.desk.picture import Picture

LONGEST = 15 * 60.0  # seconds after wrap-up for which an agent is asked what it was
UNFINISHED = ""  # the disposition of an item that nobody called anything


def lapsed(picture: Picture) -> Iterator[Move]:
    """Everything whose time is over."""
    due = [one for one in picture.items if one.state == items.LATER and one.until <= picture.now]
    # A promise is kept when somebody may be there to keep it.
    kept = [one for one in due if _open(one, picture)]
    coming = pacing.coming_in(kept, picture.items, picture.agents) if kept else ()
    for item in picture.items:
        if item.id in coming:
            yield moves.due(item, picture.now)
        elif item.state != items.LATER and 0 < item.until <= picture.now:
            yield from _over(item, picture)


def next_lapse(picture: Picture) -> float:
    """When the next one is due, 0.0 where none is."""
    return min((one.until for one in picture.items if one.until > picture.now), default=0.0)


def _over(item: Item, picture: Picture) -> Iterator[Move]:
    match item.state:
        case items.OFFERED:
            yield moves.expired(item, picture.now)
        case items.WRAP_UP if not _asked(item, picture):
            yield moves.closed(item, picture.now, item.outcome or UNFINISHED)


def _asked(item: Item, picture: Picture) -> bool:
    """Whether its agent still has to say what it was, and is there to say it."""
    needed = picture.terms_of(item.queue).queue.outcome_needed and not item.outcome
    here = item.agent in picture.present and picture.now - item.until < LONGEST
    return needed and here


def _open(item: Item, picture: Picture) -> bool:
    closed = CLOSE in picture.switches.get(item.queue, {})
    return not closed and picture.terms_of(item.queue).open(picture.now)
