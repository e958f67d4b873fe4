from __future__ import annotations

import json

import pytest

from flowengine.server.operators.turns import LONGEST, Part, turns
from flowengine.store.records import Trace


def trace(event: object, effects: object = ()) -> Trace:
    return Trace(3, 1.0, json.dumps(event), "main", "", json.dumps(effects), 0.0123, "node1")


EVENTS: list[tuple[object, Part]] = [
    ({"type": "said", "text": "Hi"}, Part("said", "Hi")),
    ({"type": "picked", "turn": 2, "choice": "main/1"}, Part("picked", "main/1")),
    ({"type": "fetched", "turn": 2, "status": 0, "error": "timeout"}, Part("fetched", "timeout")),
    ({"type": "silence", "at": 3.0}, Part("silence", "")),
    ({"begin": {"seed": 3}, "event": {"type": "started", "at": 1.0}}, Part("started", "")),
    ({"type": "said", "text": "x" * 500}, Part("said", "x" * (LONGEST - 1) + "…")),
    ("words", Part("", "words")),
    (None, Part("", "")),
    ([1], Part("", "[1]")),
]


@pytest.mark.parametrize(("event", "part"), EVENTS)
def test_an_event_is_one_line(event: object, part: Part) -> None:
    assert turns([trace(event)])[0].event == part


EFFECTS: list[tuple[dict[str, object], Part]] = [
    ({"type": "saved", "name": "Beds", "value": 3}, Part("saved", "Beds = 3")),
    (
        {"type": "fetch", "method": "GET", "url": "https://a.example/x?key=1"},
        Part("fetch", "GET https://a.example/•••"),
    ),
    ({"type": "send", "to": "+380671234567", "text": "Hi"}, Part("send", "Hi")),
    ({"type": "show", "reference": {"a": 1}}, Part("show", '{"a": 1}')),
    ({"type": "timer", "turn": 1, "timer": "quiet", "seconds": 3}, Part("timer", "quiet")),
]


@pytest.mark.parametrize(("effect", "part"), EFFECTS)
def test_an_effect_is_one_line(effect: dict[str, object], part: Part) -> None:
    assert turns([trace(None, [effect])])[0].effects == (part,)


def test_a_turn_has_its_time_and_its_fault() -> None:
    (turn,) = turns([trace({"type": "said"}, [{"type": "fault", "message": "no such table"}])])
    assert turn.fault
    assert turn.took == pytest.approx(12.3)
    assert (turn.before, turn.after, turn.node) == ("main", "", "node1")


def test_no_address_stands_in_all_of_it() -> None:
    begun = {"begin": {"caller": "+380671234567"}, "event": {"type": "started"}}
    (turn,) = turns([trace(begun, [{"type": "send", "to": "maria@example.org", "text": "Hi"}])])
    assert "380671234567" not in turn.raw
    assert "maria" not in turn.raw


def test_a_trace_that_cannot_be_read_is_shown_as_it_is() -> None:
    (turn,) = turns([Trace(1, 1.0, "{broken", "", "", "{}", 0.0, "")])
    assert turn.event == Part("", "{broken")
    assert turn.effects == ()
