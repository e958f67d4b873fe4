from __future__ import annotations

from flowengine.host.calls.keeping import Keeping
from flowengine.host.calls.recordings import NOTHING_RECORDED, Recordings
from flowengine.host.lines import OFF, ON, RECORD, Line
from flowengine.speech.duplex.orders import AnyOrder, Keep
from tests.host.calls.house import KEY

BEGIN, PAUSE = Line(kind=RECORD, text=ON), Line(kind=RECORD, text=OFF)


def test_a_call_is_recorded_where_the_flow_says_so_and_never_a_secret() -> None:
    told: list[AnyOrder] = []
    keeping = Keeping("c1", Recordings(KEY), told.append)
    keeping.follow([Line(kind="text", text=ON)], secret=False)
    keeping.follow([BEGIN], secret=False)
    keeping.follow([], secret=False)
    keeping.follow([], secret=True)
    keeping.follow([], secret=False)
    keeping.follow([BEGIN, PAUSE], secret=False)
    keeping.follow([], secret=True)
    assert told == [Keep(on=True), Keep(on=False), Keep(on=True), Keep(on=False)]


def test_without_a_key_nothing_is_ordered() -> None:
    told: list[AnyOrder] = []
    Keeping("c1", NOTHING_RECORDED, told.append).follow([BEGIN], secret=False)
    assert told == []
