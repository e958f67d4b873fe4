"""What an agent wants of the call they are in: hold, a recording that pauses, keys for the caller.

Hold and keys are written down by the item, so that they stand whoever looks; which keys, nowhere.
Nobody but the agent whose talk it is wants anything here: what others say is not even refused.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Protocol

from flowengine.desk import moves
from flowengine.host.refusal import Refusal
from flowengine.speech.duplex import reports
from flowengine.speech.duplex.conference import AGENT
from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping

    from flowengine.desk.items import Item
    from flowengine.desk.moves import Move
    from flowengine.desk.people import User
    from flowengine.host.calls.means import Carrier
    from flowengine.host.calls.meeting import Meeting
    from flowengine.host.desk.seats import Leg, Seats

TOGETHER = 30.0  # seconds: keys that follow others sooner are one line of the log

_log = logging.getLogger(__name__)


class Desk(Protocol):
    """What is asked of `desk.Desk`."""

    async def act(
        self, user: User, item_id: str, action: str, make: Callable[[Item, float], Move]
    ) -> Item: ...

    async def users(self) -> Mapping[str, User]: ...


class Wanting:
    """`clock` gives POSIX seconds."""

    def __init__(
        self, seats: Seats, carrier: Carrier, desk: Desk, clock: Callable[[], float]
    ) -> None:
        self._seats = seats
        self._carrier = carrier
        self._desk = desk
        self._clock = clock
        self._beside: set[asyncio.Task[None]] = set()

    def obey(self, leg: Leg, report: reports.Keyed | reports.Wished) -> None:
        """Returns at once."""
        if leg.role != AGENT:
            return
        meeting = self._seats.meetings[leg.conversation]
        match report:
            case reports.Keyed(key=key):
                meeting.keys(key)
            case reports.Wished(what="hold", on=on):
                self._do(self._hold(leg, on=on))
            case reports.Wished(on=on):
                meeting.pause_recording(on=not on)

    def keys_sent(self, meeting: Meeting, keys: str) -> None:
        """They have reached the caller."""
        self._seats.keys_sent(meeting, keys)
        for leg in self._seats.of(meeting.conversation):
            if leg.role == AGENT:
                self._do(self._written(leg))

    async def _hold(self, leg: Leg, *, on: bool) -> None:
        try:
            await self._act(leg, moves.held if on else moves.unheld)
        except (Refusal, StoreError) as error:
            self._carrier.sign(leg.call, "unable", text=str(error))

    async def _written(self, leg: Leg) -> None:
        before, leg.keyed = leg.keyed, self._clock()
        if leg.keyed - before < TOGETHER:
            return
        try:
            await self._act(leg, moves.keyed)
        except (Refusal, StoreError) as error:  # the talk was over, or the store is away
            what = type(error).__name__
            _log.warning("that keys were sent was not written: %s", what, extra={"call": leg.call})

    async def _act(self, leg: Leg, make: Callable[[Item, float], Move]) -> None:
        user = (await self._desk.users())[leg.user]
        await self._desk.act(user, leg.item, "item.talk", make)

    async def settled(self) -> None:
        """All that was wanted so far is done."""
        await asyncio.gather(*self._beside, return_exceptions=True)

    async def close(self) -> None:
        for task in self._beside:
            task.cancel()
        await self.settled()

    def _do(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)
