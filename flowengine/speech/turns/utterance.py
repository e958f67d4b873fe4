"""Something that a person says, while they say it and until a recogniser knows what it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowengine.speech.recognition.recogniser import Partial
    from flowengine.speech.turns.signs import Asked

FRAME = 0.02  # seconds
SHORTEST = 0.07  # seconds of speech; less is a click or a breath, and of a word noise leaves more
RECOGNISING = 2.0  # seconds that a recogniser may think about what was said


class Utterance:
    """`began` and `heard` (the last speech) are in seconds of the call."""

    def __init__(self, asked: Asked, number: int, began: float, at: float) -> None:
        self.asked = asked
        self.number = number
        self.began = began
        self.heard = at
        self.speech = at - began  # seconds of it, without the gaps
        self.lull = 0.0  # the last speech before the last lull that was told
        self.partial: Partial | None = None
        self.ended = 0.0  # when we took it to be over; 0 while it goes on
        self.endless = False
        self.failed = False

    def speaking(self, at: float) -> None:
        self.heard = at
        self.speech += FRAME

    @property
    def cough(self) -> bool:
        return self.speech < SHORTEST and not (self.partial and self.partial.complete)

    @property
    def lulls(self) -> bool:
        """Whether this silence is worth telling: the first time, and of speech."""
        return self.lull < self.heard and not (self.failed or self.cough)

    def overdue(self, at: float) -> bool:
        return at >= self.ended + RECOGNISING
