"""How many conversations an agent holds at once.

Nothing counts here but what is in use. Slots of the store make sure that two nodes do not count the
same free one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.desk.items import ASYNC, CHAT, VOICE
from flowengine.desk.people import CAPS

if TYPE_CHECKING:
    from collections.abc import Mapping

# Who listens cannot type, and the other way round: one leaves no room for the other.
EXCLUDES = {VOICE: CHAT, CHAT: VOICE}


def cap(caps: Mapping[str, int], media: str) -> int:
    """The most at once; what nobody set is as usual."""
    return caps.get(media, CAPS.get(media, 0))


def fits(caps: Mapping[str, int], load: Mapping[str, int], media: str) -> bool:
    """Whether one more of `media` may be offered to who has `load` (slots in use by media). A cap
    that was lowered below the load only takes nothing more."""
    other = EXCLUDES.get(media)
    if other is not None and load.get(other, 0):
        return False
    return load.get(media, 0) < cap(caps, media)


def lane(media: str) -> str:
    """Live and asynchronous work are offered beside each other, of each one at a time."""
    return ASYNC if media == ASYNC else "live"
