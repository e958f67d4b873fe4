"""What a turn-taker is told, and when: the call's sound as far as it matters for turns."""

from __future__ import annotations

import msgspec

from flowengine.runtime.expecting import Expected
from flowengine.speech.duplex.orders import PATIENCE
from flowengine.speech.recognition.recogniser import Answer


class Sign(msgspec.Struct, frozen=True, tag=True, gc=False):
    """`at` is seconds since the call was answered, never less than that of the sign before."""

    at: float


class Asked(Sign, frozen=True, tag="asked"):
    """An answer is wanted. `hears` is false where only keys can be understood."""

    expected: Expected
    patience: float = PATIENCE
    pause: float = 0.0
    hears: bool = True


class Dismissed(Sign, frozen=True, tag="dismissed"):
    """No answer is wanted any more."""


class Playing(Sign, frozen=True, tag="playing"):
    """A prompt begins that `interrupt` stops, see `orders`."""

    interrupt: str


class Quiet(Sign, frozen=True, tag="quiet"):
    """Nothing more is to be played."""


class Frame(Sign, frozen=True, tag="frame"):
    """20 ms that end now; `speech` is what `activity` said."""

    speech: bool


class KeyDown(Sign, frozen=True, tag="key_down"):
    key: str


class KeyUp(Sign, frozen=True, tag="key_up"):
    pass


class Told(Sign, frozen=True, tag="told"):
    """By the recogniser."""

    answer: Answer


class Held(Sign, frozen=True, tag="held"):
    """The call is on hold, or no longer: nobody can be heard meanwhile, and no clock runs."""

    on: bool


class Tick(Sign, frozen=True, tag="tick"):
    """Time goes on, also where no frames come."""


AnySign = (
    Asked | Dismissed | Playing | Quiet | Frame | KeyDown | KeyUp | Told | Held | Tick
)  # fmt: skip
