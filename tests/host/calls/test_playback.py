from __future__ import annotations

import asyncio
from functools import partial

from flowengine.channels.calls.utterances import Utterance
from flowengine.host.calls.playback import Playback
from flowengine.speech.duplex.orders import KEY, OFF, SPEECH, AnyOrder, Flush, Piece, Play
from flowengine.speech.duplex.reports import Played


class Made:
    """`slow` texts are made when `gate` is set; "" is spoken by nobody."""

    def __init__(self, *slow: str) -> None:
        self.slow = slow
        self.gate = asyncio.Event()

    def ready(self, utterance: Utterance) -> tuple[Piece, ...] | None:
        return None if utterance.text in self.slow else (Piece(path=utterance.text),)

    async def made(self, utterance: Utterance) -> tuple[Piece, ...]:
        await self.gate.wait()
        return (Piece(path=utterance.text),)


class Stage:
    def __init__(self) -> None:
        self.told: list[AnyOrder] = []
        self.done = 0
        self.woken = asyncio.Event()
        self.playback = Playback(self.told.append, self._done, self.woken.set)

    def _done(self) -> None:
        self.done += 1

    @property
    def plays(self) -> list[tuple[list[str], str]]:
        return [
            ([one.path for one in order.pieces], order.interrupt)
            for order in self.told
            if isinstance(order, Play)
        ]


def said(*texts: str, interrupt: str = "") -> list[Utterance]:
    return [Utterance(text, "en", interrupt=interrupt) for text in texts]


def test_what_is_ready_goes_out_at_once_and_together() -> None:
    stage = Stage()
    stage.playback.say(said("a", "b"), Made())
    assert stage.plays == [(["a", "b"], SPEECH)]
    assert stage.done == 1
    assert stage.playback.sounding
    stage.playback.played(Played(at=1.0, id=1, whole=True))
    assert not stage.playback.sounding


def test_what_is_stopped_otherwise_goes_out_apart() -> None:
    stage = Stage()
    mixed = [*said("a", interrupt="no"), *said("b"), *said("c", interrupt="keys")]
    stage.playback.say(mixed, Made())
    assert stage.plays == [(["a"], OFF), (["b"], SPEECH), (["c"], KEY)]


def test_order_is_kept_whatever_is_made_first() -> None:
    async def scene() -> None:
        stage, maker = Stage(), Made("b")
        stage.playback.say(said("a", "b", "c"), maker)
        stage.playback.at_once((Piece(path="moment"),))
        assert stage.plays == [(["a"], SPEECH), (["moment"], SPEECH)]
        assert stage.playback.busy
        maker.gate.set()
        await stage.woken.wait()
        stage.playback.advance()
        assert stage.plays[2:] == [(["b", "c"], SPEECH)]
        assert stage.done == 1

    asyncio.run(scene())


def test_whoever_interrupts_does_not_hear_the_rest() -> None:
    async def scene() -> None:
        stage = Stage()
        stage.playback.say(said("a", "b"), Made("b"))
        stage.playback.played(Played(at=1.0, id=1, whole=False))
        assert not stage.playback.busy
        assert stage.done == 1

    asyncio.run(scene())


def test_what_was_flushed_says_nothing_of_what_follows() -> None:
    async def scene() -> None:
        stage, maker = Stage(), Made("b")
        stage.playback.say(said("a"), maker)
        stage.playback.flush()
        stage.playback.flush()
        assert stage.told[1:] == [Flush()]
        stage.playback.say(said("b"), maker)
        stage.playback.played(Played(at=1.0, id=1, whole=False))  # of what was flushed
        assert stage.playback.busy
        stage.playback.stop()

    asyncio.run(scene())


def test_nothing_to_say_is_done_at_once() -> None:
    stage = Stage()
    stage.playback.say([], Made())
    assert (stage.told, stage.done) == ([], 1)


def test_what_is_to_be_done_waits_for_what_is_heard_before_it_and_for_nothing_else() -> None:
    stage, done = Stage(), list[str]()
    act = partial(done.append, "now")
    stage.playback.say([*said("a"), act, *said("b")], Made())
    assert stage.plays == [(["a"], SPEECH), (["b"], SPEECH)]
    assert not done
    stage.playback.played(Played(at=1.0, id=1, whole=True))
    assert done == ["now"]
    stage.playback.played(Played(at=2.0, id=2, whole=True))
    stage.playback.say([act], Made())
    assert done == ["now", "now"]


def test_what_is_to_be_done_is_done_though_nothing_is_heard_any_more() -> None:
    stage, done = Stage(), list[str]()
    stage.playback.say([*said("a"), partial(done.append, "now")], Made())
    stage.playback.flush()
    assert done == ["now"]
