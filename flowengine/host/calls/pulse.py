"""That a call is still carried: written down again and again, for as long as somebody carries it.

Who calls is in one process, and a process can die. Its last word is a timer of the conversation:
while the call lives it is put off, and where it comes due nobody has carried the call for a while,
so the conversation is told, by whichever node is there, what it would have heard at the end of the
call. Until then the person may call again and goes on where they were. It knows no sound.

A store that was away is no death: whoever has only just reached it again waits until the others can
have, too (ANSWERS). A node that alone could not reach it is taken for dead, though its callers talk
on; when it is back, whoever went on in writing is on the phone again (`driver`).
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from flowengine.runtime.events import HungUp, Switched
from flowengine.store.records import Timer
from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from flowengine.host.conversations import Conversations
    from flowengine.runtime.events import AnyEvent

EVERY = 8.0  # seconds between two words
LASTS = 45.0  # seconds that one holds: longer than a page tries to come back, and a server begins
ANSWERS = 20.0  # seconds of a store that can be reached, in which who carries a call says so
AFTER_TROUBLE = 1.0  # seconds until it is tried again where the store was away
_NAME = "call"  # of its timer, before a blank: no timer of a flow is called so

_log = logging.getLogger(__name__)


def word(timer: Timer, at: float) -> AnyEvent | None:
    """What a call's last word means, when it comes due at `at`: a chat goes on as one, a call that
    began as one is over. None for a timer of the flow."""
    back = _back(timer)
    if back is None:
        return None
    return Switched(at=at, channel=back) if back else HungUp(at=at)


def _back(timer: Timer) -> str | None:
    name, blank, back = timer.name.partition(" ")
    return back if name == _NAME and blank else None


async def cut_off(conversations: Conversations, key: str) -> str | None:
    """The channel that a conversation goes on by whose call was cut off, "" where it is over with
    it; None where it had no call. Raises StoreError."""
    found = (_back(one) for one in await conversations.timers(key))
    return max((one for one in found if one is not None), default=None)


class Pulse:
    """Of the call of one conversation, which goes on by the channel `back` afterwards."""

    def __init__(self, conversations: Conversations, key: str, back: str) -> None:
        self._conversations = conversations
        self._key = key
        self._back = back

    @asynccontextmanager
    async def beating(self) -> AsyncIterator[None]:
        """The call is carried here meanwhile. What it leaves is its last word (`stop`)."""
        task = asyncio.create_task(self._beat())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def stop(self) -> None:
        """The call was ended as calls are, so nothing of it is due any more."""
        try:
            await self._conversations.drop_timer(self._timer(0.0))
        except StoreError as error:  # then it comes due, and finds the conversation gone on
            self._trouble(error)

    async def _beat(self) -> None:
        while True:
            pause = EVERY
            try:
                due = self._conversations.clock() + LASTS
                await self._conversations.set_timer(self._timer(due))
            except StoreError as error:
                self._trouble(error)
                pause = AFTER_TROUBLE
            await asyncio.sleep(pause)

    def _timer(self, due: float) -> Timer:
        return Timer(self._key, 0, f"{_NAME} {self._back}", due)

    def _trouble(self, error: StoreError) -> None:
        _log.warning(
            "that a call goes on was not written: %s", error, extra={"conversation": self._key}
        )
