"""Who hears whom, proved by tones: each leg says its own, and what each hears is taken apart."""

from __future__ import annotations

import numpy as np
import pytest

from flowengine.speech.duplex.conference import ROLES, Rooms, Seat, hears
from flowengine.speech.sound.pcm import frames
from flowengine.speech.sound.tones import tone

RATE = 16_000
HERTZ = dict(zip(ROLES, (400, 550, 700, 850, 1000, 1150, 1300), strict=True))
EVERYBODY = {"caller", "agent", "talk", "barge"}
ASIDE = {"consult", "whisper"}


def expected(listener: str) -> set[str]:
    return (EVERYBODY | (ASIDE if listener == "agent" else set())) - {listener}


def heard(sound: bytes) -> set[str]:
    """Whose tones are in it (the power of each by Goertzel's sum, here as one product)."""
    samples = np.frombuffer(sound, "<i2").astype(float)
    at = np.arange(len(samples)) / RATE
    powers = {
        role: abs(np.exp(-2j * np.pi * hertz * at) @ samples) / max(len(samples), 1)
        for role, hertz in HERTZ.items()
    }
    return {role for role, power in powers.items() if power > 100}


def talk(seats: dict[str, Seat], seconds: float = 1.0) -> dict[str, bytes]:
    """Everybody says their tone at once; what each hears."""
    said = {role: list(frames(tone((HERTZ[role],), seconds, RATE, -20.0))) for role in seats}
    found = dict.fromkeys(seats, b"")
    for frame in range(round(50 * seconds)):
        for role, seat in seats.items():
            seat.say(said[role][frame])
        for role, seat in seats.items():
            found[role] += seat.hear()
    return found


def seated(rooms: Rooms, *roles: str) -> dict[str, Seat]:
    return {role: rooms.enter("room", role) for role in roles}


def test_everybody_hears_just_whom_they_may() -> None:
    sounds = talk(seated(Rooms(), *ROLES))
    assert {role: heard(sound) for role, sound in sounds.items()} == {
        role: expected(role) for role in ROLES
    }


@pytest.mark.parametrize("aside", ["consult", "whisper", "listen"])
def test_what_is_said_aside_never_reaches_the_caller(aside: str) -> None:
    sounds = talk(seated(Rooms(), "caller", aside))
    assert sounds["caller"] == b""
    assert heard(sounds[aside]) == {"caller"}
    assert not hears("caller", aside)


def test_two_who_talk_hear_each_other_bit_by_bit() -> None:
    """Nothing is lost or changed where two talk: each hears the other's very samples."""
    sounds = talk(seated(Rooms(), "caller", "agent"))
    said = b"".join(frames(tone((HERTZ["agent"],), 1.0, RATE, -20.0)))
    assert sounds["caller"] == said[: len(sounds["caller"])]
    assert len(said) - len(sounds["caller"]) == 640  # one frame waits


def test_who_is_on_hold_neither_hears_nor_is_heard() -> None:
    seats = seated(Rooms(), "caller", "agent", "talk")
    seats["caller"].apart(True)
    sounds = talk(seats)
    assert sounds["caller"] == b""
    assert heard(sounds["agent"]) == {"talk"}
    assert not seats["caller"].company
    seats["caller"].apart(False)
    assert heard(talk(seats)["agent"]) == {"caller", "talk"}


def test_who_is_away_is_no_company_and_comes_back_to_the_same_seat() -> None:
    seats = seated(Rooms(), "caller", "agent")
    seats["agent"].away(True)
    assert not seats["caller"].company
    assert talk(seats)["caller"] == b""
    seats["agent"].away(False)
    assert seats["caller"].company
    assert heard(talk(seats)["caller"]) == {"agent"}


def test_who_leaves_is_heard_no_more_and_the_others_go_on() -> None:
    rooms = Rooms()
    seats = seated(rooms, "caller", "agent", "talk")
    talk(seats, 0.1)
    left = seats.pop("agent")
    left.leave()
    left.leave()  # again: nothing happens
    left.say(bytes(640))
    assert left.hear() == b""
    assert heard(talk(seats)["caller"]) == {"talk"}
    for seat in seats.values():
        seat.leave()
    assert len(rooms) == 0


def test_rooms_do_not_hear_each_other() -> None:
    rooms = Rooms()
    one, other = rooms.enter("one", "caller"), rooms.enter("other", "agent")
    assert talk({"caller": one, "agent": other}) == {"caller": b"", "agent": b""}
    assert len(rooms) == 2


def test_a_leg_without_frames_stops_nobody() -> None:
    seats = seated(Rooms(), "caller", "agent", "talk")
    silent = seats.pop("talk")
    sounds = talk(seats)
    assert heard(sounds["caller"]) == {"agent"}
    assert heard(sounds["agent"]) == {"caller"}
    assert silent.hear()  # it hears both, all the same


def test_there_is_no_other_role() -> None:
    with pytest.raises(ValueError, match="no role guest"):
        Rooms().enter("room", "guest")
