"""Whether the person speaks in this frame, whatever we play meanwhile."""

from __future__ import annotations

from flowengine.speech.turns.detector import Detector
from flowengine.speech.turns.gate import Gate
from flowengine.speech.turns.loudness import SILENT, Floor, decibels


class Activity:
    """One call at `rate` (8,000 or 16,000). Of the last frame: its `level` and the `floor` of the
    line, whether it is `voiced` like any voice, and whether we may be heard in it ourselves."""

    def __init__(self, rate: int) -> None:
        self._detector = Detector(rate)
        self._gate = Gate(rate)
        self._floor = Floor()
        self.level = self.floor = SILENT
        self.echoing = False

    @property
    def voiced(self) -> bool:
        return self._gate.voiced

    def frame(self, heard: bytes, played: bytes) -> bool:
        """`played` is what we sent in the same 20 ms, empty for silence. Both 20 ms of 16 bit."""
        self.level = decibels(heard)
        self.floor = self._floor.follow(self.level)
        self.echoing = self._gate.played(decibels(played) if played else SILENT)
        speech = self._detector.hears(heard, self.level, self.floor)
        over_us = self._gate.hears(heard, self.level, self.floor)
        return over_us if self.echoing else speech
