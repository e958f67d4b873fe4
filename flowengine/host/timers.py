"""Timers that ran out, brought to their conversations as events.

All timers are rows; nothing here remembers one. A timer fires at least once and is obeyed at most
once, for its row goes in the transaction of the turn that obeys it.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from flowengine.host.turn import Cause
from flowengine.runtime.events import Due
from flowengine.store.interface import Store, StoreError

if TYPE_CHECKING:
    from flowengine.host.conversations import Conversations

EVERY = 0.5  # seconds between two looks at the store
AT_ONCE = 100  # timers of one look
AFTER_TROUBLE = 10.0  # seconds until the next look when one failed, so that no log is flooded

_log = logging.getLogger(__name__)


class Timers:
    def __init__(self, conversations: Conversations, store: Store) -> None:
        self._conversations = conversations
        self._store = store

    async def look(self) -> int:
        """Bring all that is due now; how many there were."""
        now = self._conversations.clock()
        due = await asyncio.wrap_future(self._store.due(now, AT_ONCE))
        for timer in due:
            event = Due(at=now, turn=timer.turn, timer=timer.name)
            await self._conversations.obey(timer.conversation, event, Cause(fired=timer))
        return len(due)

    async def watch(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            try:
                found = await self.look()
            except Exception as error:  # noqa: BLE001 - all timers wait behind this one look
                # A store quotes nobody; anything else could quote what a person said.
                why = error if isinstance(error, StoreError) else type(error).__name__
                _log.error("timers could not be obeyed: %s", why)
                await asyncio.sleep(AFTER_TROUBLE)
                continue
            if found < AT_ONCE:
                await asyncio.sleep(EVERY)
