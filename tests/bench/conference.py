"""What a conference costs: frames a core, beside the same sound path where nobody else is.

Every leg is a whole `Duplex` at 16 kHz that hears a voice and is heard; without a conference it
looks for speech and keys in it, as it does while a flow listens.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flowengine.runtime.expecting import Expected
from flowengine.speech.duplex.conference import AGENT, CALLER, TALK, Rooms
from flowengine.speech.duplex.duplex import Duplex
from flowengine.speech.duplex.orders import Join, Listen
from flowengine.speech.sound.pcm import Sound, frames
from flowengine.speech.sound.tones import silence
from tests.bench.measure import Row, in_turn, rate
from tests.speech.talk import voice

RATE = 16_000
ROUNDS = 50  # frames of each leg, a second


def rows() -> list[Row]:
    legs = (2, 3, 5)
    takers = [partial(_rate, _held(count), count) for count in legs]
    *joined, alone = in_turn([*takers, partial(_rate, _alone(), 1)])
    same, theirs = "a call in which a flow listens", None if alone is None else 1e6 / alone
    return [
        Row(f"a frame of a leg in a conference of {count}", "µs", 1e6 / frames_, same, theirs,
            "less", "<= 100 µs")
        for count, frames_ in zip(legs, joined, strict=True)
        if frames_ is not None
    ]  # fmt: skip


def _rate(hold: Callable[[], object], legs: int) -> float:
    return rate(hold, legs * ROUNDS)


def _held(legs: int) -> Callable[[], object]:
    rooms = Rooms()
    seated = [_leg(rooms) for _ in range(legs)]
    for leg, role in zip(seated, (CALLER, AGENT, *([TALK] * legs)), strict=False):
        leg.obey(Join(room="c1", role=role), 0.0)
    return lambda: _run(seated)


def _alone() -> Callable[[], object]:
    leg = _leg(Rooms())
    leg.obey(Listen(expected=Expected(turn=1, language="en", keys="12"), patience=1e6), 0.0)
    return lambda: _run([leg])


def _leg(rooms: Rooms) -> Duplex:
    return Duplex(RATE, None, lambda _: None, load=_nothing, rooms=rooms)


def _nothing(_path: str) -> Sound:
    return silence(0.02, RATE)


_SPOKEN = list(frames(voice(ROUNDS / 50, RATE)))
_at = [0.0]


def _run(legs: list[Duplex]) -> None:
    for frame in _SPOKEN:
        _at[0] += 0.02
        for leg in legs:
            leg.frame(frame, _at[0])
        for leg in legs:
            leg.next_frame(_at[0])
