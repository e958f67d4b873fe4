"""What every recogniser does, whoever it is and in whatever process it works.

A recogniser serves one call. It is told of utterances and tells back, at once or later: streaming
says *when* somebody has finished (`Partial`), the end of an utterance *what* was said (`Final`).
Utterances are numbered by the caller; an answer for a number that is over is not obeyed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

import msgspec

if TYPE_CHECKING:
    from flowengine.runtime.expecting import Expected

NOTHING = 0.2  # what is less sure than this was noise, or something else


class Guess(msgspec.Struct, frozen=True, gc=False):
    """`text` as the interpreter's matcher takes it. `confidence` is 0 to 1, and the same for every
    recogniser: what the interpreter believes (from `runtime.hearing.SURE`), asks back, or, being
    below `NOTHING`, was never told."""

    text: str
    confidence: float


class Partial(msgspec.Struct, frozen=True, tag="partial", gc=False):
    """What it sounds like so far. `complete`: it is a whole answer; `extendable`: a longer answer
    begins with it."""

    utterance: int
    text: str
    complete: bool = False
    extendable: bool = False


class Final(msgspec.Struct, frozen=True, tag="final", gc=False):
    """Best first; none when it was nothing that was expected."""

    utterance: int
    guesses: tuple[Guess, ...] = ()


class Failed(msgspec.Struct, frozen=True, tag="failed", gc=False):
    """The recogniser cannot go on with this utterance: `why`, for the log, without words said."""

    utterance: int
    why: str


Answer = Partial | Final | Failed
Tell = Callable[[Answer], None]


class Recogniser(Protocol):
    """`name` is for logs and reports. Nothing here may block for longer than a few milliseconds
    where it is used in the process that paces calls."""

    name: str

    def begin(self, utterance: int, expected: Expected, rate: int) -> None:
        """Somebody seems to speak; frames follow, from a little before that."""

    def feed(self, utterance: int, frame: bytes) -> None:
        """One frame of 20 ms, signed 16 bit little endian at the rate of `begin`."""

    def lull(self, utterance: int, start: float, stop: float) -> None:
        """That may have been all, with speech as in `end`; frames go on. What it was, if it was
        anything, is told as a `Partial`: whoever knows an answer only as a whole listens now."""

    def end(self, utterance: int, start: float, stop: float) -> None:
        """That was all; speech lies between these seconds of what was fed. Answered by `Final`."""

    def drop(self, utterance: int) -> None:
        """It was nothing, or a key was pressed: no answer is wanted."""

    def close(self) -> None:
        """The call is over."""
