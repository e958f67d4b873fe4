from __future__ import annotations

from typing import Any

import msgspec
import pytest

from flowengine.host import lines
from flowengine.host.lines import HIDDEN, Line
from flowengine.host.tracing import retraced, traced, unspoken
from flowengine.runtime import effects as fx
from flowengine.runtime import events as ev
from flowengine.store.records import Trace
from tests.host.test_turn import session

SECRET = Line(kind="prompt", text="PIN?", secret=True)
FORM = Line(
    kind="prompt",
    fields=(
        fx.Field(slot="name", label="Name", accepts="text"),
        fx.Field(slot="pin", label="PIN", accepts="digits", secret=True),
    ),
)


@pytest.mark.parametrize(
    ("event", "asked", "kept"),
    [
        (ev.Said(at=1, text="4711", alternatives=(("4712", 0.5),)), SECRET, {"text": HIDDEN}),
        (ev.Said(at=1, text="4711"), Line(kind="prompt", text="How many?"), {"text": "4711"}),
        (ev.Said(at=1, text="4711"), None, {"text": "4711"}),
        (ev.Pressed(at=1, keys="4711"), SECRET, {"keys": HIDDEN}),
        (
            ev.Filled(at=1, turn=1, values={"name": "Ann", "pin": "4711"}),
            FORM,
            {"values": {"name": "Ann", "pin": HIDDEN}},
        ),
        (
            ev.Filled(at=1, turn=1, values={"name": "Ann", "pin": ""}),
            FORM,
            {"values": {"name": "Ann", "pin": ""}},
        ),
        (ev.Due(at=1, turn=1, timer="quiet 60"), SECRET, {"timer": "quiet 60"}),
    ],
)
def test_what_was_asked_as_a_secret_is_not_in_the_event(
    event: ev.AnyEvent, asked: Line | None, kept: dict[str, Any]
) -> None:
    found = msgspec.to_builtins(unspoken(event, asked))
    assert {name: found[name] for name in kept} == kept
    assert "4712" not in str(found)


def test_a_trace_can_be_read_again_as_what_it_was() -> None:
    said = ev.Said(at=5.0, text="hello")
    told = (fx.Say(text="Hi", language="en"), fx.Ended(reason="end"))
    found = traced(2, said, told, (session(), session("", None)), took=0.5, node="n1")
    assert (found.revision, found.at, found.took, found.node) == (2, 5.0, 0.5, "n1")
    assert (found.before, found.after) == ("shop.main", "")
    assert msgspec.json.decode(found.event, type=ev.AnyEvent) == said
    assert msgspec.json.decode(found.effects, type=tuple[fx.AnyEffect, ...]) == told


def test_the_first_one_holds_what_the_conversation_began_with() -> None:
    begun = msgspec.structs.replace(session("", None), contact={"name": "Ann"}, caller="+1")
    found = traced(1, ev.Started(at=5.0, page={"town": "Lviv"}), (), (begun, session()))
    kept = msgspec.json.decode(found.event)
    assert kept["event"]["page"] == {"town": "Lviv"}
    assert kept["begin"] == {
        "flow": "shop",
        "digest": "d1",
        "channel": "chat",
        "seed": 1,
        "at": 1.0,
        "language": "en",
        "caller": "+1",
        "contact": {"name": "Ann"},
    }


@pytest.mark.parametrize("where", ["said now", "kept in a slot"])
def test_a_secret_is_in_no_effect_either(where: str) -> None:
    after = session()
    fetch = fx.Fetch(
        turn=3, key="k", method="POST", url="https://x.example/4711", headers={}, secrets={},
        body={"pin": "4711"}, timeout=5, retry=0,
    )  # fmt: skip
    event: ev.AnyEvent = ev.Said(at=1, text="4711")
    asked: Line | None = SECRET
    if where == "kept in a slot":
        after = msgspec.structs.replace(after, values={"pin": "4711"})
        event, asked = ev.Due(at=1, turn=1, timer="x"), None
    found = traced(3, event, (fetch,), (session(), after), asked=asked, secrets=frozenset(("pin",)))
    assert "4711" not in found.effects
    assert "4711" not in found.event
    assert msgspec.json.decode(found.effects)[0]["body"] == {"pin": HIDDEN}


def test_what_is_forgotten_goes_from_earlier_traces_but_what_they_are_stays() -> None:
    said = Trace(2, 1.0, '{"type":"said","at":1.0,"text":"I am said"}', "a", "b", "[]", 0.1, "n")
    other = Trace(3, 1.0, '{"type":"said","at":1.0,"text":"no"}', "a", "b", "[]", 0.1, "n")
    assert retraced((said, other), ()) == ()
    (anew,) = retraced((said, other), ("said",))
    assert msgspec.json.decode(anew.event) == {
        "type": "said",
        "at": 1.0,
        "text": f"I am {lines.HIDDEN}",
    }
