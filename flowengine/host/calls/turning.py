"""A caller's turn, taken beside the call until it is kept or cannot be.

A caller cannot send anything again as a page does. So what the store could not take at once is
tried again, under the same name, while they are told to wait a moment.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from flowengine.host.refusal import Refusal
from flowengine.store.records import Conversation
from flowengine.store.verbs import Replayed, StoreError

TRIES = 6
PAUSES = (0.2, 0.5, 1.0, 2.0, 4.0)  # seconds between them
FAILED = "failed"

Take = Callable[[], Awaitable[Conversation]]
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """`refused` is the code of a refusal, FAILED where we could not, "" where all went well."""

    refused: str = ""


async def kept(key: str, take: Take) -> Outcome:
    """One turn, tried again while the store or another owner is in the way."""
    for pause in (*PAUSES, None):
        try:
            await take()
        except Replayed:  # a try before this one was kept after all
            return Outcome()
        except Refusal as refusal:
            if refusal.code != "busy" or pause is None:
                return Outcome(refusal.code)
        except StoreError as error:
            _log.error("what a caller did was not taken: %s", error, extra={"conversation": key})
            if pause is None:
                return Outcome(FAILED)
        except Exception as error:  # noqa: BLE001 - its text could quote what the person said
            why = type(error).__name__
            _log.error("what a caller did was not taken: %s", why, extra={"conversation": key})
            return Outcome(FAILED)
        else:
            return Outcome()
        await asyncio.sleep(pause)
    return Outcome(FAILED)


class Turning:
    """One turn at a time; `done` is told of each end."""

    def __init__(self, key: str, done: Callable[[Outcome], None]) -> None:
        self._key = key
        self._done = done
        self._task: asyncio.Task[None] | None = None

    @property
    def busy(self) -> bool:
        return self._task is not None

    def begin(self, take: Take) -> None:
        """Whoever listens to one answer at a time has no second one."""
        self._task = asyncio.create_task(self._take(take))

    async def idle(self) -> None:
        """Until no turn is under way."""
        if self._task is not None:
            await asyncio.wait([self._task])

    async def _take(self, take: Take) -> None:
        outcome = await kept(self._key, take)
        self._task = None
        self._done(outcome)
