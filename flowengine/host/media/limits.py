"""How large what is sent may be once somebody opens it."""

from __future__ import annotations

from flowengine.host.media.cursor import demand

PIXELS = 250_000_000  # of one picture: more than any telephone takes
UNPACKED = 100_000_000  # bytes of one document, all its members together
MEMBERS = 2_000  # of one document


def bounded(width: int, height: int) -> None:
    """Raises Foreign for a picture of nothing, or one that would fill a memory when shown."""
    demand(0 < width * height <= PIXELS)
