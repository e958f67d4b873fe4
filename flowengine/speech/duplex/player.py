"""What is to be heard, in order and without gaps: files and silence become frames.

A prompt that is cut short fades within 5 ms, because sound that stops within a sample clicks. What
cannot be read is left out and said; the call goes on.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from flowengine.speech.duplex.orders import OFF, Piece
from flowengine.speech.duplex.reports import Played, Trouble
from flowengine.speech.sound.pcm import Sound, frame_bytes
from flowengine.speech.sound.wav import NotSound
from flowengine.speech.turns.interrupt import stops
from flowengine.speech.turns.signs import Playing, Quiet

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowengine.speech.duplex.orders import Play

FADE_MS = 5
LONGEST_SILENCE = 60.0  # seconds


class Caption(msgspec.Struct, frozen=True, gc=False):
    """A piece with this text begins to be heard."""

    text: str


News = Played | Trouble | Playing | Quiet | Caption


class _Queued(msgspec.Struct, gc=False):
    id: int | None  # None: nobody ordered it, nobody is told
    interrupt: str
    pieces: deque[Piece | Sound]


class Player:
    """`news` is what has happened since somebody last emptied it. `load` raises OSError or NotSound
    where there is no such sound."""

    def __init__(self, rate: int, load: Callable[[str], Sound]) -> None:
        self.news: list[News] = []
        self._rate, self._load = rate, load
        self._size = frame_bytes(rate)
        self._queue: deque[_Queued] = deque()
        self._data, self._position = memoryview(b""), 0
        self._tail = b""

    @property
    def idle(self) -> bool:
        return not self._queue and not self._tail

    def add(self, play: Play, at: float) -> None:
        self._append(_Queued(play.id, play.interrupt, deque(play.pieces)), at)

    def add_tone(self, sound: Sound, at: float) -> None:
        """Nothing interrupts it, and it is no prompt."""
        self._append(_Queued(None, OFF, deque([sound])), at)

    def hush(self, by: str, at: float) -> bool:
        """What plays and what follows is dropped, up to the first prompt that `by` does not
        interrupt. Whether anything was."""
        return self._drop(at, by)

    def flush(self, at: float) -> bool:
        return self._drop(at, None)

    def next(self, at: float) -> bytes:
        """The next 20 ms; empty where nothing plays."""
        if self._tail:
            frame, self._tail = self._tail, b""
            return frame
        if not self._queue:
            return b""
        made = bytearray()
        while self._queue and len(made) < self._size:
            if not self._more(at):
                self._end(at)
                continue
            stop = self._position + self._size - len(made)
            made += self._data[self._position : stop]
            self._position = stop
        if self._queue and not self._more(at, load=False):
            self._end(at)
        return bytes(made.ljust(self._size, b"\0"))

    def _append(self, queued: _Queued, at: float) -> None:
        self._queue.append(queued)
        if len(self._queue) == 1:
            self.news.append(Playing(at, queued.interrupt))

    def _more(self, at: float, *, load: bool = True) -> bool:
        """Whether the prompt that plays has more sound, the next of its pieces included."""
        pieces = self._queue[0].pieces
        while self._position >= len(self._data):
            if not pieces or not load:
                return bool(pieces)
            self._position, self._data = 0, memoryview(self._sound(pieces.popleft(), at))
        return True

    def _sound(self, piece: Piece | Sound, at: float) -> bytes:
        if isinstance(piece, Sound):
            return piece.at(self._rate).pcm
        if piece.text:
            self.news.append(Caption(piece.text))
        if not piece.path:
            seconds = min(max(piece.silence, 0.0), LONGEST_SILENCE)
            return bytes(2 * round(seconds * self._rate))
        try:
            return self._load(piece.path).at(self._rate).pcm
        except (NotSound, OSError) as error:
            self.news.append(Trouble(at=at, where="player", what=str(error)))
            return b""

    def _end(self, at: float) -> None:
        """The prompt that plays has been heard to its end."""
        self._over(self._queue.popleft(), at, whole=True)
        self._turn(at)

    def _drop(self, at: float, by: str | None) -> bool:
        """None drops everything."""
        if not self._dropped(by):
            return False
        self._tail = self._faded()
        while self._dropped(by):
            self._over(self._queue.popleft(), at, whole=False)
        self._turn(at)
        return True

    def _dropped(self, by: str | None) -> bool:
        return bool(self._queue) and (by is None or stops(by, self._queue[0].interrupt))

    def _over(self, queued: _Queued, at: float, *, whole: bool) -> None:
        if queued.id is not None:
            self.news.append(Played(at=at, id=queued.id, whole=whole))

    def _turn(self, at: float) -> None:
        """To the next prompt, or to nothing."""
        self._data, self._position = memoryview(b""), 0
        self.news.append(Playing(at, self._queue[0].interrupt) if self._queue else Quiet(at))

    def _faded(self) -> bytes:
        """What would have come next, for as long as it takes to fall silent."""
        count = self._rate * FADE_MS // 1000
        rest = np.frombuffer(self._data[self._position : self._position + 2 * count], "<i2")
        faded = (rest * np.linspace(1.0, 0.0, count)[: len(rest)]).astype("<i2")
        return faded.tobytes().ljust(self._size, b"\0") if faded.any() else b""
