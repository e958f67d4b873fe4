"""How fast one sender may go: a bucket of tokens that fills with time.

A bucket is forgotten when it would be full anyway, or when there are too many of them.
"""

from __future__ import annotations

import asyncio
import ipaddress
import time
from collections import OrderedDict
from contextlib import suppress
from typing import TYPE_CHECKING

from flowengine.host.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import HTTPConnection

SENDERS = 10_000


def neighbourhood(address: str) -> str:
    """The address itself; of IPv6 the 64 bits that one household has, for it owns all the rest."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(int(found) >> 64) if found.version == 6 else address


def sender(connection: HTTPConnection) -> str:
    """The neighbourhood that a request or a WebSocket comes from."""
    return neighbourhood(connection.client.host if connection.client else "")


def knock(connection: HTTPConnection) -> None:
    """Count one request of its neighbourhood, before anybody works for it.

    Raises Refusal `too-fast`.
    """
    requests: Rate = connection.app.state.requests
    requests.take(sender(connection))


class Rate:
    """`burst` at once, then `per_second`. `clock` gives seconds."""

    def __init__(
        self, burst: float, per_second: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._burst = burst
        self._per_second = per_second
        self._clock = clock
        self._senders: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> None:
        """Raises Refusal `too-fast`, taking nothing."""
        now = self._clock()
        left, at = self._senders.pop(key, (self._burst, now))
        left = min(self._burst, left + (now - at) * self._per_second)
        self._senders[key] = (left - 1 if left >= 1 else left, now)
        if len(self._senders) > SENDERS:
            self._senders.popitem(last=False)
        if left < 1:
            raise Refusal("too-fast", "That was too fast. Please wait a moment and try again.")

    async def turn(self, key: str) -> None:
        """Wait until `key` may. For what comes one after another over one connection: who sent it
        while there was none has done nothing wrong, and a flood is read no faster than this."""
        while True:
            with suppress(Refusal):
                return self.take(key)
            await asyncio.sleep(1 / self._per_second)

    def give_back(self, key: str) -> None:
        """What was taken turned out well and does not count."""
        left, at = self._senders.get(key, (self._burst, self._clock()))
        self._senders[key] = (min(self._burst, left + 1), at)
