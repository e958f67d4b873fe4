"""What one process remembers of those who sign in: what they were seen reading a moment ago, so
that a page which brings itself up to date is one reading."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.requests import Request

ONE_READING = 600.0  # seconds that looking at the same thing counts as one
READINGS = 10_000


class Reception:
    """`publishing` lets one person at a time change what is published."""

    def __init__(self) -> None:
        self.publishing = asyncio.Lock()
        self._readings: OrderedDict[tuple[str, str, str], float] = OrderedDict()

    def first(self, session: str, what: str, subject: str, now: float) -> bool:
        """True when this session has not been seen reading that for a while."""
        key = (session, what, subject)
        if now - self._readings.get(key, -ONE_READING) < ONE_READING:
            return False
        self._readings[key] = now
        self._readings.move_to_end(key)
        while len(self._readings) > READINGS:
            self._readings.popitem(last=False)
        return True


def reception(request: Request) -> Reception:
    """That of the application; made when the first operator comes."""
    state = request.app.state
    if not hasattr(state, "reception"):
        state.reception = Reception()
    found: Reception = state.reception
    return found
