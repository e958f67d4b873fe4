"""The recording of the call itself: on where the flow says so, or a queue for its talks; never
while a secret is asked, nor after somebody said no; and kept sealed when the call is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.host import keys, lines
from flowengine.host.calls.turning import kept
from flowengine.host.lines import ON, RECORD
from flowengine.host.media.kinds import RECORDING
from flowengine.speech.duplex.orders import Keep
from flowengine.store.records import Upload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from flowengine.host.calls.recordings import Recordings
    from flowengine.host.conversations import Conversations
    from flowengine.host.lines import Line
    from flowengine.speech.duplex.orders import AnyOrder

NAME = "call.wav"
TYPE = "audio/wav"


def parted(found: Iterable[Line], *, announced: bool) -> Iterator[tuple[list[Line], Line | None]]:
    """Lines of the flow up to each that turns the recording on or off, and that one.

    Without `announced` what stands right before a recording, and may not be interrupted, is left
    out: nothing is recorded, so it would not be true."""
    said: list[Line] = []
    for line in found:
        if line.kind != RECORD:
            said.append(line)
            continue
        if not announced and line.text == ON and said and said[-1].interrupt == "no":
            said.pop()
        yield said, line
        said = []
    yield said, None


class Keeping:
    def __init__(
        self, conversation: str, recordings: Recordings, order: Callable[[AnyOrder], None]
    ) -> None:
        self._conversation = conversation
        self._recordings = recordings
        self._order = order
        self._wanted = self._refused = False
        self._talk = self._paused = False
        self._secret = self._on = False

    @property
    def on(self) -> bool:
        """What is said now will be heard again."""
        return self._on

    def asked(self, *, on: bool) -> None:
        """By the flow, from here on."""
        self._wanted, self._refused = on, not on
        self._turn()

    def talk(self, *, on: bool) -> None:
        """By the queue, while they talk with one of us; the flow's own `record off` holds."""
        self._talk, self._paused = on, self._paused and on
        self._turn()

    def pause(self, *, on: bool) -> None:
        """By whoever talks with them, until the talk is over."""
        self._paused = on
        self._turn()

    def secret(self, secret: bool) -> None:
        """Whether what is asked now is nobody's business."""
        self._secret = secret
        self._turn()

    def _turn(self) -> None:
        wanted = self._wanted or (self._talk and not self._refused)
        on = wanted and not (self._secret or self._paused) and self._recordings.able
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
