"""A call's sound in a conference: orders in, frames both ways, reports out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from flowengine.speech.duplex import orders, reports
from flowengine.speech.duplex.conference import Rooms
from flowengine.speech.duplex.duplex import Duplex
from flowengine.speech.duplex.sitting import Sitting
from flowengine.speech.sound.pcm import Sound
from flowengine.speech.sound.tones import keys

RATE = 8000
SIZE = 160


class Leg:
    """One duplex in `rooms`, that says frames of one value."""

    def __init__(self, rooms: Rooms, value: int, *, in_band: bool = False) -> None:
        self.value = value
        self.at = 0.0
        self.log: list[Any] = []
        self.heard: list[int] = []  # the level of each frame
        self.duplex = Duplex(RATE, None, self.log.append, load=_load, rooms=rooms, in_band=in_band)

    def obey(self, *ordered: orders.AnyOrder) -> None:
        for order in ordered:
            self.duplex.obey(order, self.at)

    def tick(self, pcm: bytes | None = None) -> None:
        self.at = round(self.at + 0.02, 2)
        self.duplex.frame(
            np.full(SIZE, self.value, "<i2").tobytes() if pcm is None else pcm, self.at
        )
        self.heard.append(int(np.frombuffer(self.duplex.next_frame(self.at), "<i2")[SIZE // 2]))

    def found(self, kind: type[Any]) -> list[Any]:
        return [one for one in self.log if isinstance(one, kind)]


def _load(path: str) -> Sound:
    return Sound(np.full(RATE * 60, {"prompt": 2000, "music": 5}[path], np.int16), RATE)


def together(*legs: Leg, frames: int = 20) -> None:
    for _ in range(frames):
        for leg in legs:
            leg.tick()


def joined(role: str) -> orders.Join:
    return orders.Join(room="c1", role=role)


def play(path: str) -> orders.Play:
    return orders.Play(id=1, pieces=(orders.Piece(path=path),))


MUSIC = orders.Music(pieces=(orders.Piece(path="music"),))


def test_prompts_are_heard_beside_the_others_and_music_only_alone() -> None:
    rooms = Rooms()
    caller, agent = Leg(rooms, 100), Leg(rooms, 300)
    caller.obey(MUSIC, joined("caller"))
    together(caller, agent)
    assert set(caller.heard[1:]) == {5}
    caller.obey(play("prompt"))
    together(caller, agent)
    assert caller.heard[-1] == 2000
    agent.obey(joined("agent"))
    together(caller, agent)
    assert caller.heard[-1] == 2300
    assert agent.heard[-1] == 100
    caller.obey(orders.Flush())
    together(caller, agent)
    assert caller.heard[-1] == 300
    agent.obey(orders.Part())
    together(caller, agent)
    assert caller.heard[-1] == 5
    assert [one.on for one in caller.found(reports.Company)] == [True, False]


def test_who_joins_is_listened_to_for_keys_only() -> None:
    leg = Leg(Rooms(), 0)
    leg.obey(joined("caller"), joined("caller"))
    leg.duplex.key_down("5", leg.at)
    leg.duplex.key_up("5", leg.at)
    assert [one.key for one in leg.found(reports.Keyed)] == ["5"]
    assert not leg.found(reports.Pressed)


def test_keys_in_the_sound_are_told_too() -> None:
    leg = Leg(Rooms(), 0, in_band=True)
    leg.obey(joined("caller"))
    data = keys("7", RATE).pcm
    for at in range(0, len(data) - 2 * SIZE, 2 * SIZE):
        leg.tick(data[at : at + 2 * SIZE])
    assert [one.key for one in leg.found(reports.Keyed)] == ["7"]


def test_on_hold_there_is_music_and_nothing_is_recorded() -> None:
    rooms = Rooms()
    caller, agent = Leg(rooms, 100), Leg(rooms, 300)
    caller.obey(MUSIC, orders.Keep(on=True), joined("caller"))
    agent.obey(joined("agent"))
    together(caller, agent, frames=50)
    caller.obey(orders.Apart(on=True))
    together(caller, agent, frames=50)
    assert caller.heard[-1] == 5
    assert agent.heard[-1] == 0
    caller.obey(orders.Apart(on=False))
    together(caller, agent, frames=50)
    assert (caller.heard[-1], agent.heard[-1]) == (300, 100)
    caller.duplex.gone("hung up", caller.at)
    (kept,) = caller.found(reports.Kept)
    assert len(kept.wav) == pytest.approx(2 * 2 * RATE, abs=1000)  # two seconds, two sides


def test_away_is_told_and_comes_back() -> None:
    rooms = Rooms()
    caller, agent = Leg(rooms, 100), Leg(rooms, 300)
    caller.obey(joined("caller"))
    agent.obey(joined("agent"))
    agent.duplex.away(True, agent.at)
    together(caller)
    agent.duplex.away(False, agent.at)
    together(caller, agent)
    assert [one.on for one in agent.found(reports.Away)] == [True, False]
    assert [one.on for one in caller.found(reports.Company)] == [True]
    assert caller.heard[-1] == 300


def test_who_is_gone_has_left_the_room_and_asks_for_nothing() -> None:
    rooms = Rooms()
    leg = Leg(rooms, 100)
    leg.obey(joined("agent"))
    leg.duplex.wished("hold", True, leg.at)
    leg.duplex.gone("hung up", leg.at)
    assert len(rooms) == 0
    leg.duplex.away(True, leg.at)
    leg.duplex.wished("hold", False, leg.at)
    assert [(one.what, one.on) for one in leg.found(reports.Wished)] == [("hold", True)]
    assert not leg.found(reports.Away)


def test_another_part_is_another_seat_in_the_same_room() -> None:
    rooms = Rooms()
    caller, supervisor = Leg(rooms, 100), Leg(rooms, 300)
    caller.obey(joined("caller"))
    for role, heard in (("listen", 0), ("barge", 300), ("whisper", 0)):
        supervisor.obey(joined(role))
        together(caller, supervisor)
        assert (caller.heard[-1], supervisor.heard[-1]) == (heard, 100)


def test_without_a_seat_there_is_nothing_to_do() -> None:
    told: list[Any] = []
    sitting = Sitting(None, told.append)
    sitting.part()
    sitting.apart(True)
    sitting.away(True)
    sitting.say(b"")
    assert (sitting.hear(0.0), sitting.company, sitting.seated, sitting.is_apart) == (
        b"", False, False, False,
    )  # fmt: skip
    assert not told
