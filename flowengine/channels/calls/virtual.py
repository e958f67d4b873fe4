"""A call in virtual time: frame after frame as fast as the machine can, the same each time.

Everything is as in a live call but the clock and who carries it: a recogniser that works at once
(`speech.recognition.here`) and files that are read at once keep it so.
"""

from __future__ import annotations

from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING

from flowengine.channels.calls.carried import Carried
from flowengine.speech.sound.wav import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from flowengine.channels.calls.carried import Recognisers
    from flowengine.channels.calls.wav import WavCall
    from flowengine.speech.duplex.orders import AnyOrder
    from flowengine.speech.duplex.reports import AnyReport
    from flowengine.speech.sound.pcm import Sound

LONGEST = 600.0  # seconds of a call that does not end by itself


class VirtualCall:
    """`hear` gets the reports, between two frames; it may give orders, and have the caller speak.

    `captions` are what the caller began to hear, and when, in seconds since the answer.
    """

    def __init__(
        self,
        call: WavCall,
        hear: Callable[[AnyReport], None],
        *,
        recognisers: Recognisers | None = None,
    ) -> None:
        self.call = call
        self.captions: list[tuple[float, str]] = []
        self._hear = hear
        self._reports: deque[AnyReport] = deque()
        self._carried = Carried(
            call,
            self._reports.append,
            recognisers=recognisers,
            sounds=_Files(),
            caption=lambda text: self.captions.append((call.at(), text)),
            in_band=True,
        )

    @property
    def over(self) -> bool:
        return self._carried.over and not self._reports

    def answer(self, language: str = "") -> None:
        self._carried.answer(language)

    def order(self, order: AnyOrder) -> None:
        self._carried.order(order)

    def step(self) -> None:
        """20 ms."""
        self._tell()
        self._carried.tick(self.call.at())
        self.call.pass_frame()
        self._tell()

    def run(self, longest: float = LONGEST, until: Callable[[], bool] | None = None) -> Sound:
        """To its end, or as long as told; then the caller hangs up. Gives what the caller heard.

        With `until` it goes on until that is true, and nobody hangs up.
        """
        end = self.call.at() + longest
        while not self.over and self.call.at() < end:
            if until is not None and until():
                return self.call.heard
            self.step()
        if until is None and not self.over:
            self.call.leave()
            self._tell()
        return self.call.heard

    def _tell(self) -> None:
        while self._reports:
            self._hear(self._reports.popleft())


class _Files:
    """Read when they are wanted: nobody waits in virtual time."""

    def __init__(self) -> None:
        self._kept: dict[str, Sound] = {}

    def fetch(self, paths: Iterable[str], done: Callable[[], None]) -> None:  # noqa: ARG002
        done()

    def load(self, path: str) -> Sound:
        if path not in self._kept:
            self._kept[path] = read(Path(path))
        return self._kept[path]
