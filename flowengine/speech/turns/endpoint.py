"""How long a silence must be to end an answer: the grammar knows, and the author may know better.

An utterance that is a whole answer, and cannot become a longer one, needs no long silence; one that
may go on needs more, and free words most. Measured: median 220 to 240 ms from the end of speech for
closed answers, with no answer cut; a text that has not changed for a while is no end at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowengine.runtime.expecting import Expected
    from flowengine.speech.recognition.recogniser import Partial

LULL = 0.16  # seconds: few words have such a gap, and much of CLOSED is left to find out
CLOSED, EXTENDABLE, INCOMPLETE, FREE = 0.2, 0.5, 0.7, 0.9  # seconds


def silence(expected: Expected, pause: float, partial: Partial | None) -> float:
    """Seconds of silence after which the answer is over. `pause` is the author's, 0 for none."""
    if pause:
        return pause
    if expected.free:
        return FREE
    if partial is None or not partial.complete:
        return INCOMPLETE
    return EXTENDABLE if partial.extendable else CLOSED


def longest(expected: Expected) -> float:
    """Seconds after which somebody who never stops is taken at their words so far."""
    return 30.0 if expected.free else 15.0
