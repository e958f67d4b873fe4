"""Where the conversation of a call stands: what is asked, in which language, what may be answered.

Read from the store whenever there is news, whoever made the turn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.channels.voice import VOICE
from flowengine.host import lines, sessions
from flowengine.language import program as p
from flowengine.runtime import handoffs
from flowengine.runtime.expecting import expected

if TYPE_CHECKING:
    from flowengine.host.calls.attending import Attended
    from flowengine.host.conversations import Conversations
    from flowengine.host.lines import Line
    from flowengine.runtime import Session
    from flowengine.runtime.expecting import Expected
    from flowengine.store.records import Conversation


class Standing:
    """`asked` is the question that stands, None where there is none."""

    def __init__(self, conversations: Conversations, attended: Attended) -> None:
        self._conversations = conversations
        self._since = attended.since
        self._session: Session | None = None
        self.program = attended.program
        self.asked: Line | None = None
        self._take(attended.conversation)

    async def news(self) -> list[tuple[str, Line]]:
        """Side and line, what is new since the last time. Raises StoreError, Refusal."""
        key = self.conversation.id
        found = await self._conversations.read(key, self._since)
        conversation = await self._conversations.look(key)
        if conversation.digest != self.program.digest:  # somebody published another version
            editions = self._conversations.editions
            self.program = await editions.pinned(conversation.flow, conversation.digest)
        self._take(conversation)
        if found:
            self._since = found[-1][0]
        return _by_voice([(side, line) for _, side, line in found])

    def _take(self, conversation: Conversation) -> None:
        self.conversation = conversation
        self.asked = lines.asked(conversation.prompt)
        self._session = None
        if conversation.session:
            self._session = sessions.ready(conversation, self.program)

    @property
    def language(self) -> str:
        return self.program.written_in if self._session is None else self._session.language

    @property
    def is_over(self) -> bool:
        """Ended, or it goes on by another road: what is said now is not for this call."""
        return self.conversation.ended or self.is_elsewhere

    @property
    def is_elsewhere(self) -> bool:
        """Who called is written to now."""
        return self.conversation.gateway != "" and self.conversation.channel != VOICE.name

    @property
    def is_erased(self) -> bool:
        """Over, and nothing of it is left."""
        return not self.conversation.session

    @property
    def is_secret(self) -> bool:
        """What is answered now stands nowhere."""
        return self.asked is not None and self.asked.secret

    @property
    def is_quiet_on_purpose(self) -> bool:
        """A queue has music of its own, and a pause is one that the author wanted."""
        block = self.program.blocks.get(self.conversation.place)
        return block is not None and isinstance(block.exit, p.Handoff | p.Pause)

    @property
    def handoff(self) -> p.Handoff | None:
        """Where they wait for a person of ours, or talk with one."""
        if self.is_elsewhere:
            return None
        block = self.program.blocks.get(self.conversation.place)
        return block.exit if block is not None and isinstance(block.exit, p.Handoff) else None

    @property
    def is_talking(self) -> bool:
        """Somebody of ours is with them."""
        asked = None if self._session is None else self._session.asked
        return asked is not None and asked.mode == handoffs.TALKING

    def expected(self) -> Expected | None:
        """What may be said or pressed; None where no person is waited for."""
        if self._session is None or (self.asked is None and self.handoff is None):
            return None
        return expected(self.program, self._session)


def _by_voice(found: list[tuple[str, Line]]) -> list[tuple[str, Line]]:
    """What is for the call: nothing of what was written behind it."""
    kinds = [line.kind for _, line in found]
    return found[: kinds.index(lines.GONE_ON)] if lines.GONE_ON in kinds else found
