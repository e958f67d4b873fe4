"""A caller from a file: what they say is a sound, what they press a list, and time is virtual.

The author's voice test, and ours. What is played to them is kept, so that it can be listened to.
It paces nothing: `virtual` moves its clock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from flowengine.channels.calls.call import Stats, Unable
from flowengine.speech.sound.pcm import FRAME_MS, Sound, from_pcm

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flowengine.channels.calls.call import Attendant, Call
    from flowengine.speech.sound.pcm import Samples

FRAME = FRAME_MS / 1000
HELD = 0.1  # seconds that a key is held
APART = 0.25  # seconds between two keys, as somebody presses who knows the number
LOUDEST = 32_767


class WavCall:
    """`sound` begins with the call, whatever its rate. `keys` are (seconds since the answer, keys).

    `rate` is that of the line: 8,000 for a telephone, 16,000 for a browser.
    """

    def __init__(
        self,
        sound: Sound | None = None,
        *,
        keys: Iterable[tuple[float, str]] = (),
        rate: int = 8000,
        id_: str = "file",
    ) -> None:
        self.id = id_
        self.rate = rate
        self.ended = ""  # how, once it is over
        self._attendant: Attendant
        self._size = rate * FRAME_MS // 1000
        self._frame = 0  # how many have passed
        self._saying: Samples = np.zeros(0, np.int16)  # from now on
        self._keys: list[tuple[float, str, bool]] = []  # when, which, and whether it goes down
        self._heard: list[bytes] = []
        if sound is not None:
            self.speak(sound)
        for at, pressed in keys:
            self.press(pressed, at)

    def attend(self, attendant: Attendant) -> None:
        self._attendant = attendant

    # ------------------------------------------------------------ the caller

    def speak(self, sound: Sound, after: float = 0.0) -> None:
        """In so many seconds from now; what is being said already goes on with it."""
        samples = sound.at(self.rate).samples
        begin = round(after * self.rate)
        end = max(len(self._saying), begin + len(samples))
        both = np.zeros(end, np.int32)
        both[: len(self._saying)] += self._saying
        both[begin : begin + len(samples)] += samples
        self._saying = np.clip(both, -LOUDEST - 1, LOUDEST).astype(np.int16)

    def press(self, keys: str, after: float = 0.0) -> None:
        """One after another, the first in so many seconds from now; blanks count for nothing."""
        for number, key in enumerate(keys.replace(" ", "")):
            down = self.at() + after + number * APART
            self._keys += [(down, key, True), (down + HELD, key, False)]
        self._keys.sort(key=lambda one: one[0])

    def leave(self) -> None:
        """Hang up."""
        self.ended = "hung up"
        self._attendant.gone("hung up", self.at())

    @property
    def quiet(self) -> bool:
        """Nothing more is going to be said or pressed."""
        return not len(self._saying) and not self._keys

    @property
    def heard(self) -> Sound:
        """All that was played, from the answer on."""
        return from_pcm(b"".join(self._heard), self.rate)

    def pass_frame(self) -> None:
        """20 ms are over."""
        self._frame += 1

    # ------------------------------------------------------------ `Call`

    def at(self) -> float:
        return self._frame * FRAME

    def away(self) -> bool:
        return False

    def answer(self) -> None:
        """The clock stands at 0 and is moved by whoever runs it."""

    def early_media(self) -> None:
        raise Unable("a file hears nothing before it is answered")

    def reject(self, code: str, text: str) -> None:  # noqa: ARG002 - the interface's
        self.ended = code

    def hang_up(self, reason: str) -> None:
        self.ended = reason or "ended"

    def hear(self) -> None:
        while self._keys and self._keys[0][0] <= self.at() + FRAME / 2:
            _, key, down = self._keys.pop(0)
            (self._attendant.key_down if down else self._attendant.key_up)(key, self.at())
        frame, self._saying = self._saying[: self._size], self._saying[self._size :]
        pcm = frame.astype("<i2", copy=False).tobytes().ljust(2 * self._size, b"\0")
        self._attendant.frame(pcm, self.at())

    def play(self, frame: bytes) -> None:
        self._heard.append(frame)

    def flush(self) -> None:
        """Nothing waits here: what was played has been heard."""

    def send_keys(self, keys: str) -> None:  # noqa: ARG002 - the interface's
        raise Unable("a file takes no keys")

    def hold(self, on: bool) -> None: ...

    def transfer(self, to: str) -> None:  # noqa: ARG002 - the interface's
        raise Unable("a file cannot be transferred")

    def bridge(self, other: Call) -> None:  # noqa: ARG002 - the interface's
        raise Unable("a file cannot be bridged")

    def stats(self) -> Stats:
        return Stats(received=self._frame, sent=len(self._heard))
