"""The open conversations of one agent's page: their lines as they come, and who is typing.

Each is followed only as long as the desk lets the agent read it: that is asked anew at every line,
so that a transfer ends it in the same moment.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from flowengine.host.refusal import Refusal
from flowengine.server.desk import wire
from flowengine.server.desk.connection import Over
from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection

    from flowengine.desk.people import User
    from flowengine.host.house import House
    from flowengine.server.desk.words import Words

LOOK = 15.0  # seconds after which lines are looked for that nobody rang for (other nodes)
PART = 200  # lines of one frame

_log = logging.getLogger(__name__)


class Following:
    """`tell` sends a frame. `who` gives the agent as they are now, and raises for who may not be
    here any more."""

    def __init__(
        self,
        house: House,
        who: Callable[[], Awaitable[User]],
        tell: Callable[[dict[str, Any]], Awaitable[None]],
        told: Words | None = None,
    ) -> None:
        self._house = house
        self._told = told
        self._who = who
        self._tell = tell
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def open(self, item: str, since: int) -> None:
        """Follow a conversation from behind line `since`; anew, when it was followed already.

        Raises Refusal where the agent may not.
        """
        # Before it is followed, so that the refusal is the answer to who asked.
        await self._house.desk.talk.lines(await self._who(), item, since)
        self.shut(item)
        conversation = await self._conversation(item)
        self._tasks[item] = asyncio.create_task(self._follow(item, conversation, since))

    def shut(self, item: str) -> None:
        task = self._tasks.pop(item, None)
        if task is not None:
            task.cancel()

    def keep(self, items: Collection[str]) -> None:
        """Only these are the agent's now."""
        for item in [one for one in self._tasks if one not in items]:
            self.shut(item)

    async def close(self) -> None:
        tasks = list(self._tasks.values())
        self.keep(())
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _conversation(self, item: str) -> str:
        found = await self._house.store.item(item)
        if found is None:
            raise Refusal("unknown-item", "This conversation is not at the desk any more.")
        return found.conversation

    async def _follow(self, item: str, conversation: str, since: int) -> None:
        """Until the agent may not read on; what failed is the log's. Who may not be here at all is
        told nothing: their connection ends by itself."""
        try:
            await self._lines(item, conversation, since)
        except Over:
            return
        except Refusal as refusal:
            await self._tell(wire.gone(item, refusal, self._told))
        except StoreError as error:
            _log.error("conversation not followed: %s", error, extra={"conversation": conversation})
            unread = Refusal("busy", "It cannot be read just now.", about="reading")
            await self._tell(wire.gone(item, unread, self._told))

    async def _lines(self, item: str, conversation: str, since: int) -> None:
        talk = self._house.desk.talk
        look = None if self._house.store.alone else LOOK
        whole = True
        with self._house.conversations.listeners.listening(conversation) as bell:
            while True:
                bell.clear()
                found = await talk.lines(await self._who(), item, since)
                signs = await talk.signs(await self._who(), item)
                await self._who()  # what was read meanwhile may not be theirs to see
                # A ring without a line is news too: an answer, a remark, a receipt.
                for start in range(0, len(found) or 1, PART):
                    part = found[start : start + PART]
                    await self._tell(wire.lines(item, part, signs, whole=whole))
                since = found[-1][0] if found else since
                whole = False
                with suppress(TimeoutError):
                    async with asyncio.timeout(look):
                        await bell.wait()
