"""The recording of the call itself: on where the flow says so, never while a secret is asked, and
kept sealed when the call is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.host import keys, lines
from flowengine.host.calls.turning import kept
from flowengine.host.lines import ON, RECORD
from flowengine.host.media.kinds import RECORDING
from flowengine.speech.duplex.orders import Keep
from flowengine.store.records import Upload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from flowengine.host.calls.recordings import Recordings
    from flowengine.host.conversations import Conversations
    from flowengine.host.lines import Line
    from flowengine.speech.duplex.orders import AnyOrder

NAME = "call.wav"
TYPE = "audio/wav"


class Keeping:
    def __init__(
        self, conversation: str, recordings: Recordings, order: Callable[[AnyOrder], None]
    ) -> None:
        self._conversation = conversation
        self._recordings = recordings
        self._order = order
        self._wanted = False
        self._on = False

    def follow(self, found: Iterable[Line], *, secret: bool) -> None:
        """Lines of the flow that were just written; `secret`: what is asked now is nobody's."""
        for line in found:
            if line.kind == RECORD:
                self._wanted = line.text == ON
        on = self._wanted and not secret and self._recordings.able
        if on != self._on:
            self._on = on
            self._order(Keep(on=on))

    async def keep(self, conversations: Conversations, wav: bytes) -> None:
        """Where the person finds it too: beside what they sent."""
        key, upload = self._conversation, keys.new_key()
        now = conversations.clock()
        line = lines.sent(RECORDING, Upload(upload, now, NAME, TYPE, wav), "")
        sealed = self._recordings.sealed(key, upload, wav)
        row = Upload(upload, now, NAME, TYPE, sealed)
        await kept(key, lambda: conversations.keep(key, row, line))
