from __future__ import annotations

from flowengine.host.calls.keeping import Keeping, parted
from flowengine.host.calls.recordings import NOTHING_RECORDED, Recordings
from flowengine.host.lines import OFF, ON, RECORD, Line
from flowengine.speech.duplex.orders import AnyOrder, Keep
from tests.host.calls.house import KEY

BEGIN, PAUSE = Line(kind=RECORD, text=ON), Line(kind=RECORD, text=OFF)
ANNOUNCED = Line(kind="text", text="This call is recorded.", interrupt="no")
WELCOME = Line(kind="text", text="Welcome.")


def test_a_call_is_recorded_where_the_flow_says_so_and_never_a_secret() -> None:
    told: list[AnyOrder] = []
    keeping = Keeping("c1", Recordings(KEY), told.append)
    keeping.secret(False)
    keeping.asked(on=True)
    keeping.secret(False)
    keeping.secret(True)
    keeping.secret(False)
    keeping.asked(on=False)
    keeping.secret(True)
    assert told == [Keep(on=True), Keep(on=False), Keep(on=True), Keep(on=False)]


def test_without_a_key_nothing_is_ordered() -> None:
    told: list[AnyOrder] = []
    Keeping("c1", NOTHING_RECORDED, told.append).asked(on=True)
    assert told == []


def test_lines_are_parted_where_the_recording_turns() -> None:
    told = [ANNOUNCED, BEGIN, WELCOME, PAUSE]
    expected = [([ANNOUNCED], BEGIN), ([WELCOME], PAUSE), ([], None)]
    assert list(parted(told, announced=True)) == expected


def test_a_recording_that_cannot_be_made_is_not_announced() -> None:
    told = [WELCOME, ANNOUNCED, BEGIN, WELCOME]
    assert list(parted(told, announced=False)) == [([WELCOME], BEGIN), ([WELCOME], None)]
    kept = [WELCOME, BEGIN, ANNOUNCED, PAUSE]
    assert list(parted(kept, announced=False)) == [
        ([WELCOME], BEGIN),
        ([ANNOUNCED], PAUSE),
        ([], None),
    ]
