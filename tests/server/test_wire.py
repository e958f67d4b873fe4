from __future__ import annotations

import pytest

from flowengine.host.desk.standing import Stand
from flowengine.host.lines import Line
from flowengine.host.refusal import Refusal
from flowengine.runtime.effects import Choice
from flowengine.server import wire
from flowengine.store.records import Conversation

WAITING = Conversation("c1", "shop", "d", "chat", b"", b"", "{}", ended=False, changed=0.0)


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("", "not-understood"),
        ("null", "not-understood"),
        ("[]", "not-understood"),
        ('{"type":"say"}', "not-understood"),
        ('{"type":"say","id":"","text":"x"}', "not-understood"),
        ('{"type":"say","id":1,"text":"x"}', "not-understood"),
        ('{"type":"say","id":"m","text":"x","more":1}', "not-understood"),
        ('{"type":"pick","id":"m","turn":-1,"choice":"x"}', "not-understood"),
        ('{"type":"pick","id":"m","turn":1e400,"choice":"x"}', "not-understood"),
        ('{"type":"hello","token":"t"}', "not-understood"),
        ('{"type":"place","id":"m","latitude":90.1,"longitude":0}', "not-understood"),
        ('{"type":"place","id":"m","latitude":0,"longitude":-180.5}', "not-understood"),
        ('{"type":"place","id":"m","latitude":NaN,"longitude":0}', "not-understood"),
        ('{"type":"place","id":"m","latitude":"1","longitude":0}', "not-understood"),
        ('{"type":"place","id":"m","latitude":1}', "not-understood"),
        ('{"type":"say","id":"m","text":"\\ud800"}', "not-understood"),
        ("[" * 16_000, "not-understood"),
        (b"\xff\xfe", "not-understood"),
        ('{"type":"say","id":"m","text":"' + "x" * 1_000_000 + '"}', "too-large"),
    ],
)
def test_what_is_no_message_is_refused_whole(frame: str | bytes, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        wire.message(frame)
    assert refused.value.code == code


def test_messages_of_a_page_are_read() -> None:
    assert wire.message('{"type":"say","id":"m1","text":"так"}') == wire.Say("m1", "так")
    picked = wire.message(b'{"type":"pick","id":"m2","turn":3,"choice":"grants"}')
    assert picked == wire.Pick("m2", 3, "grants")
    assert wire.hello('{"type":"hello","token":"t","since":4}') == wire.Hello("t", 4)
    place = wire.message('{"type":"place","id":"m3","latitude":48.45,"longitude":-35}')
    assert place == wire.Place("m3", 48.45, -35.0)
    assert wire.beginning(b"") == wire.Begin()


@pytest.mark.parametrize(
    ("prompt", "ended", "expected"),
    [("{}", False, "person"), ("", False, "working"), ("", True, "ended"), ("{}", True, "ended")],
)
def test_the_state_says_who_is_waited_for(prompt: str, ended: bool, expected: str) -> None:
    conversation = Conversation("c", "f", "d", "chat", b"", b"", prompt, ended=ended, changed=0.0)
    assert wire.state(conversation) == expected


def test_a_page_whose_talk_goes_on_by_messages_ends_there() -> None:
    by_sms = Conversation(
        "c",
        "f",
        "d",
        "sms",
        b"",
        b"",
        "{}",
        ended=False,
        changed=0.0,
        gateway="texts",
        address="+1",
    )
    before = (4, "flow", Line(kind="text", text="You may hang up."))
    after = [(6, "flow", Line(kind="text", text="Here we are.")), (7, "agent", Line(kind="text"))]
    found = [before, (5, "flow", Line(kind="gone_on", text="sms")), *after]
    news = wire.news(by_sms, found, Stand(state="waiting"))
    assert [(one["number"], one["kind"], one["text"]) for one in news["lines"]] == [
        (4, "text", "You may hang up."),
        (5, "ended", "gone on"),
    ]
    assert (news["state"], "talk" in news) == ("ended", False)
    assert wire.news(by_sms, after)["lines"] == []


def test_news_carry_direction_language_and_choices() -> None:
    line = Line(
        kind="prompt",
        text="چه کمکی؟",
        language="fa",
        turn=2,
        choices=(Choice(id="a", key="1", label="بورس"),),
    )
    news = wire.news(WAITING, [(7, "flow", line), (8, "person", Line(kind="text", text="<b>"))])
    first, second = news["lines"]
    assert first == {
        "number": 7,
        "side": "flow",
        "kind": "prompt",
        "direction": "rtl",
        "text": "چه کمکی؟",
        "language": "fa",
        "turn": 2,
        "choices": ({"id": "a", "key": "1", "label": "بورس", "quiet": False},),
    }
    assert second["direction"] == "auto"
    assert second["text"] == "<b>"
    assert wire.encoded(news).startswith(b'{"type":"news"')


def test_what_passes_beside_messages_is_read_on_a_socket_only() -> None:
    assert wire.frame('{"type":"typing"}') == wire.Typing()
    assert wire.frame('{"type":"seen","number":7}') == wire.Seen(number=7)
    for frame in ('{"type":"seen","number":7}', '{"type":"typing"}'):
        with pytest.raises(Refusal):
            wire.message(frame)
    with pytest.raises(Refusal):
        wire.frame('{"type":"seen","number":-1}')


def test_news_say_how_somebody_stands_at_the_desk_where_they_do() -> None:
    assert "talk" not in wire.news(WAITING, [])
    stand = Stand(state="waiting", position=2, wait=(240, 360))
    told = wire.news(WAITING, [], stand)["talk"]
    assert told == {"state": "waiting", "position": 2, "wait": (240, 360)}


def test_a_line_of_one_of_us_has_a_name_and_the_direction_of_its_words() -> None:
    line = Line(kind="text", text="سلام", by="Olena")
    (told,) = wire.news(WAITING, [(9, "agent", line)])["lines"]
    assert (told["side"], told["by"], told["direction"]) == ("agent", "Olena", "auto")
