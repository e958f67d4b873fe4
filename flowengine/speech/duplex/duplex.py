"""One call's sound: orders in, frames both ways, reports out.

It knows no clock: each 20 ms the pacer takes a frame from it, and gives it what was heard. It reads
no file but by `load`, and it never waits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.speech.sound.pcm import frame_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowengine.speech.duplex.line import Line
    from flowengine.speech.duplex.orders import AnyOrder
    from flowengine.speech.duplex.reports import AnyReport
    from flowengine.speech.recognition.recogniser import Answer, Recogniser
    from flowengine.speech.sound.pcm import Sound

    Load = Callable[[str], Sound]  # raises OSError or ValueError where there is no such sound


class Duplex:
    """An `Attendant` of one call. `at` is seconds since the call was answered, never less than
    before.

    `rate` is that of the frames in both directions. `recogniser` hears words; without one there are
    keys only. `report` is called at once, from inside of the other methods. `line` is whoever
    carries the call (a `Call`), `caption` is told what begins to be heard, and with `in_band` the
    tones of keys are looked for in what is heard, for carriers that bring no key events.
    """

    def __init__(
        self,
        rate: int,
        recogniser: Recogniser | None,
        report: Callable[[AnyReport], None],
        *,
        load: Load,
        line: Line | None = None,
        caption: Callable[[str], None] | None = None,
        in_band: bool = False,
    ) -> None:
        self.rate = rate
        self._silence = bytes(frame_bytes(rate))

    def obey(self, order: AnyOrder, at: float) -> None:
        """Orders are obeyed in the order they come; what takes time is reported later."""

    def hear_with(self, recogniser: Recogniser | None) -> None:
        """From the next `Listen` on: where the conversation goes on in another language."""

    def next_frame(self, at: float) -> bytes:
        """20 ms to be heard now, silence too. Called each 20 ms, by the pacer; its clocks run by
        this."""
        return self._silence

    def frame(self, pcm: bytes, at: float) -> None:
        """20 ms heard, signed 16 bit little endian; a frame of another length is cut or filled."""

    def key_down(self, key: str, at: float) -> None:
        """One of 0-9, *, #, A-D; anything else is left out."""

    def key_up(self, key: str, at: float) -> None: ...

    def told(self, answer: Answer, at: float) -> None:
        """What the recogniser tells, brought to the thread that everything else is called from."""

    def gone(self, why: str, at: float) -> None:
        """The call is over: what was recorded is reported, then `Gone`, then nothing more."""
