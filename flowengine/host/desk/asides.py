"""Lines of the host's own in a conversation, beside its flow: the interpreter is not asked.

A person who waits is told what happened to them. A line is written once under its id, goes out
through the gateway where the person writes through one, and a call speaks it.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from flowengine.desk.moves.words import Word
from flowengine.host import lines, order
from flowengine.host.desk.phrases import phrase
from flowengine.host.parcels import parcels
from flowengine.host.refusal import Refusal
from flowengine.runtime import decode
from flowengine.runtime.effects import Say
from flowengine.store.records import Message, Turn
from flowengine.store.verbs import Replayed, StoreError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from flowengine.host.conversations import Conversations
    from flowengine.store.records import Conversation, Errand

_log = logging.getLogger(__name__)


class Asides:
    """`shown` gives the name by which people know an agent."""

    def __init__(
        self, conversations: Conversations, shown: Callable[[str], Awaitable[str]]
    ) -> None:
        self._conversations = conversations
        self._shown = shown

    async def bring(self, errand: Errand) -> None:
        """The word that was written with a move, and its row is gone with it; also where there is
        nobody any more whom to tell. Raises Refusal, and StoreError when it has to come again."""
        found = msgspec.json.decode(errand.body, type=Word)
        holes = {"name": await self._shown(found.agent)} if found.agent else {}

        async def once(before: Conversation) -> Conversation:
            turn = Turn(before)
            if not before.ended and before.session:
                turn = self._turn(before, lambda it: phrase(it, found.name, **holes), found.once)
            return await self._conversations.commit(replace(turn, answered=errand))

        with suppress(Replayed):  # it is said, and its row is gone
            await self._conversations.write(errand.conversation, once)

    async def say(self, conversation: str, name: str, message_id: str, /, **holes: str) -> None:
        """One of `phrases`, in the language of the conversation. Nothing where it has ended."""
        await self._write(
            conversation, lambda language: phrase(language, name, **holes), message_id
        )

    async def tell(self, conversation: str, text: str, message_id: str) -> None:
        """A supervisor's own words, in whatever language they are."""
        if text.strip():
            await self._write(conversation, lambda _: (text, ""), message_id)

    async def _write(
        self, key: str, words: Callable[[str], tuple[str, str]], message_id: str
    ) -> None:
        """A line that could not be written is logged: what happened has happened all the same."""

        async def once(before: Conversation) -> Conversation:
            if before.ended or not before.session:
                return before
            return await self._conversations.commit(self._turn(before, words, message_id))

        try:
            await self._conversations.write(key, once)
        except (Replayed, Refusal):
            return
        except StoreError as error:
            _log.error("a person at the desk was not told: %s", error, extra={"conversation": key})

    def _turn(
        self, before: Conversation, words: Callable[[str], tuple[str, str]], message_id: str
    ) -> Turn:
        at = order.after(before, self._conversations.clock())
        text, language = words(decode(before.session).language)
        said = Say(text=text, language=language)
        told = lines.told([said], before.channel)
        return Turn(
            replace(before, changed=at),
            message_id=message_id,
            messages=tuple(
                Message(before.messages + index, at, lines.FLOW, lines.encode(one))
                for index, one in enumerate(told, start=1)
            ),
            outgoing=parcels(before, [said], at, self._conversations.stepping.roads, reply=False),
        )
