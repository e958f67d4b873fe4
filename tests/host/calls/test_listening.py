from __future__ import annotations

from flowengine.host.calls.listening import Listening
from flowengine.runtime.expecting import Expected
from flowengine.speech.duplex.orders import AnyOrder, Deaf, Listen, Record

MENU = Expected(turn=7, language="en", keys="12")


def test_each_listening_has_a_number_and_ends_with_its_answer() -> None:
    told: list[AnyOrder] = []
    listening = Listening(told.append)
    listening.listen(MENU, 7.0, 0.0)
    assert listening.on
    assert not listening.ends(7)  # the number of the prompt is none of ours
    assert listening.ends(1)
    assert not listening.ends(1)
    listening.listen(MENU, 7.0, 0.0)
    assert [one.expected.turn for one in told if isinstance(one, Listen)] == [1, 2]


def test_what_is_listened_for_already_is_not_ordered_again() -> None:
    told: list[AnyOrder] = []
    listening = Listening(told.append)
    listening.listen(MENU, 7.0, 0.0)
    listening.listen(MENU, 7.0, 0.0)
    assert len(told) == 1
    listening.listen(MENU, 9.0, 0.0)
    assert len(told) == 2


def test_a_recording_goes_on_until_it_is_told_of() -> None:
    told: list[AnyOrder] = []
    listening = Listening(told.append)
    listening.record(60.0, 4.0)
    listening.record(60.0, 4.0)
    assert told == [Record(turn=1, limit=60.0, pause=4.0)]
    assert listening.ends(1)
    assert not listening.on


def test_nothing_is_stopped_twice() -> None:
    told: list[AnyOrder] = []
    listening = Listening(told.append)
    listening.stop()
    listening.listen(MENU, 7.0, 0.0)
    listening.stop()
    listening.stop()
    assert told[1:] == [Deaf()]
