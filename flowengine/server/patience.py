"""HTTP connections that are not waited for without end, and not accepted without end.

Uvicorn waits for the head of a request as long as the sender likes; some hundreds of half requests
would take every file descriptor, and then asyncio does nothing but log that. So a connection more
than `limit_concurrency` is closed at once, and those that are open go on. A request whose head is
there is not this module's business: its body has a time of its own (`flowengine.server.protect`),
its answer takes what it takes.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    import asyncio

    from uvicorn.protocols.http.h11_impl import RequestResponseCycle

HEAD_WITHIN = 10.0  # seconds for the head of a request, and for the rest of a refused body

TOLD_EVERY = 60.0  # seconds; whoever knocks on a full house must not fill its log too

_log = logging.getLogger(__name__)


class Patient(H11Protocol):
    """Closes a connection on which no request is being answered and none arrives in time."""

    _deadline: asyncio.TimerHandle | None = None
    _quiet_until = 0.0  # of all connections together

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if self.limit_concurrency is not None and len(self.connections) > self.limit_concurrency:
            self._turn_away()
        else:
            self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._answering() or self.transport.get_protocol() is not self:
            self._stop_waiting()
        elif self._deadline is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def _turn_away(self) -> None:
        if self.loop.time() >= Patient._quiet_until:
            Patient._quiet_until = self.loop.time() + TOLD_EVERY
            _log.warning("%d connections are open; more are closed", self.limit_concurrency)
        self.transport.abort()

    def _answering(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle  # none before the first request
        return cycle is not None and not cycle.response_complete

    def _wait(self) -> None:
        self._deadline = self.loop.call_later(HEAD_WITHIN, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
