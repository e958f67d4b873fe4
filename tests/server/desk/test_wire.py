from __future__ import annotations

import json

import msgspec
import pytest

from flowengine.host.desk.context import Signs
from flowengine.host.lines import AGENT, Line
from flowengine.host.refusal import Refusal
from flowengine.server.desk import wire

SIGNS = Signs(typing=("person",), seen=3, receipts={2: "sent"})


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("", "not-understood"),
        ("null", "not-understood"),
        ('{"type":"hello","device":"d"}', "not-understood"),  # once, and first
        ('{"type":"say","id":"m","item":"i"}', "not-understood"),
        ('{"type":"say","id":"m","item":"i","text":""}', "not-understood"),
        ('{"type":"say","id":"","item":"i","text":"x"}', "not-understood"),
        ('{"type":"say","id":"m","item":"i","text":"x","more":1}', "not-understood"),
        ('{"type":"say","id":"m","item":"i","text":"' + "x" * 4001 + '"}', "not-understood"),
        ('{"type":"invite","id":"m","item":"i","agent":"a","mode":"barge"}', "not-understood"),
        ('{"type":"raise","id":"m","item":"i","priority":4}', "not-understood"),
        ('{"type":"callback","id":"m","item":"i","result":"busy","when":-1}', "not-understood"),
        ('{"type":"open","id":"m","item":"i","since":-1}', "not-understood"),
        ('{"type":"typing","id":"m","item":"i"}', "not-understood"),  # nobody answers it
        ('{"type":"open","id":"m","item":"i\\u0000"}', "not-understood"),
        ('{"type":"open","id":"m\\n","item":"i"}', "not-understood"),
        ('{"type":"finish","id":"m","item":"i","disposition":"a\\tb"}', "not-understood"),
        ('{"type":"open","id":"m","item":"\\ud800"}', "not-understood"),  # half a sign
        ("[" * 16_000, "not-understood"),
        (b"\xff\xfe", "not-understood"),
        ('{"type":"say","id":"m","item":"i","text":"' + "x" * 1_000_000 + '"}', "too-large"),
    ],
)
def test_what_is_no_message_is_refused_whole(frame: str | bytes, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        wire.message(frame)
    assert refused.value.code == code


def test_messages_of_a_page_are_read() -> None:
    said = wire.message('{"type":"say","id":"m1","item":"i","text":"так"}')
    assert said == wire.Say("m1", "i", "так")
    assert wire.message('{"type":"pong"}') == wire.Pong()
    assert wire.message('{"type":"transfer","id":"m","item":"i","queue":"q"}') == wire.Transfer(
        "m", "i", queue="q"
    )
    assert wire.hello('{"type":"hello","device":"d"}') == wire.Hello("d")


@pytest.mark.parametrize("order", wire.Order.__subclasses__(), ids=lambda one: one.__name__)
def test_every_order_has_an_id_and_is_one_of_the_messages(order: type[wire.Order]) -> None:
    assert msgspec.structs.fields(order)[0].name == "id"
    assert order in wire.Deed.__args__


def test_answers_name_what_they_answer() -> None:
    assert wire.took("m", {"item": "i"}) == {"type": "took", "id": "m", "item": "i"}
    refused = wire.refused(Refusal("taken", "Somebody else was first."), "m")
    assert refused == {
        "type": "refused", "code": "taken", "text": "Somebody else was first.", "id": "m",
    }  # fmt: skip
    gone = wire.gone("i", Refusal("forbidden", "Not yours."))
    assert gone == {"type": "gone", "item": "i", "code": "forbidden", "text": "Not yours."}


@pytest.mark.parametrize(("language", "direction"), [("fa", "rtl"), ("uk", "ltr"), ("", "auto")])
def test_lines_say_how_they_are_written_and_by_whom(language: str, direction: str) -> None:
    line = Line(kind="text", text="x", language=language, by="Olena")
    frame = wire.lines("i", [(4, 5.0, AGENT, line)], SIGNS, whole=True)
    told = frame["lines"][0]
    assert (told["number"], told["at"], told["side"], told["by"]) == (4, 5.0, AGENT, "Olena")
    assert told["direction"] == direction
    assert json.loads(wire.encoded(frame))["signs"] == {
        "typing": ["person"], "seen": 3, "receipts": {"2": "sent"},
    }  # fmt: skip
