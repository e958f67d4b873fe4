"""When to try again: later each time, and never all at once.

Exponential back-off with full jitter: any moment up to a bound that doubles, so that those who
failed together do not come back together (M. Brooker, "Exponential Backoff And Jitter", 2015).
"""

from __future__ import annotations

from datetime import UTC
from email.utils import parsedate_to_datetime

FIRST = 2.0  # seconds: the bound after the first try
LONGEST = 1800.0  # seconds: the bound never grows beyond
TRIES = 20  # with these bounds about nine hours
LATEST = 6 * 3600.0  # seconds: nobody else decides that we wait for longer


def pause(tries: int, chance: float, least: float = 0.0) -> float:
    """Seconds after `tries` that failed; `chance` is from 0 to 1, `least` what the other side
    asked for."""
    bound = min(LONGEST, FIRST * 2.0 ** min(tries - 1, 60))
    return min(least, LATEST) + chance * bound


def retry_after(value: str, now: float) -> float:
    """The header of that name in seconds from `now` (RFC 9110, 10.2.3): a number of them, or a
    date. 0 where it is neither."""
    text = value.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:12]), LATEST)
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    zoned = found if found.tzinfo is not None else found.replace(tzinfo=UTC)
    return min(max(0.0, zoned.timestamp() - now), LATEST)
