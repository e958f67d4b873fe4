from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from flowengine.host.parcels import STEP, Button, Parcel, Roads, decode, encode, parcels
from flowengine.runtime.effects import (
    Choice,
    Effect,
    Ended,
    Noted,
    Prompt,
    Say,
    Send,
    Show,
    Timer,
)
from flowengine.store.records import QUEUED, Conversation, Outgoing

AT = 1_800_000_000.0
TO = "+380501234567"
PAGE = Conversation(
    id="c1", flow="desk", digest="d", channel="chat", token=b"t", session=b"s", prompt="",
    ended=False, changed=AT, revision=4,
)  # fmt: skip
SMS = replace(PAGE, channel="sms", gateway="sms_2", address=TO)
TELEGRAM = replace(PAGE, channel="telegram", gateway="bot", address="77")
HELLO = Say(text="*Hello* – you.", language="en")
MENU = Prompt(
    turn=3,
    wait="main",
    kind="menu",
    text="What now?",
    language="en",
    choices=(
        Choice(id="bed", key="1", label="A bed"),
        Choice(id="food", key="2", label="Food"),
        Choice(id="sos", key="", label="Help", quiet=True),
    ),
)


def send(**changed: Any) -> Send:
    given: dict[str, Any] = {"key": "9a-2-0", "channel": "sms", "to": TO, "text": "Come at nine."}
    return Send(**given | changed)


def made(
    conversation: Conversation, *effects: Effect, **more: Any
) -> list[tuple[str, str, Parcel]]:
    rows = parcels(conversation, effects, AT, **more)
    return [(row.gateway, row.to, decode(row.body)) for row in rows]


def test_on_our_own_page_only_what_is_sent_elsewhere_is_a_parcel() -> None:
    (row,) = parcels(PAGE, (HELLO, send(), MENU, Noted(text="n"), Ended(reason="end")), AT)
    body = '{"channel":"sms","text":"Come at nine.","reply":true}'
    assert row == Outgoing("c1/9a-2-0", "c1", AT, body, "sms", TO, QUEUED, AT)


def test_what_is_said_by_a_gateway_is_one_message_on_a_small_screen() -> None:
    (row,) = parcels(SMS, (HELLO, Timer(turn=1, timer="x", seconds=1), MENU), AT)
    assert (row.key, row.gateway, row.to, row.due) == ("c1/5/0", "sms_2", TO, AT)
    assert decode(row.body) == Parcel(
        channel="sms",
        text="Hello - you.\nWhat now?\n1. A bed\n2. Food",
        language="en",
        person=True,
        reply=True,
    )


def test_a_messenger_gets_each_message_for_itself_and_choices_as_buttons() -> None:
    assert made(TELEGRAM, HELLO, MENU) == [
        ("bot", "77", Parcel(channel="telegram", text="*Hello* – you.", language="en",
                             person=True, reply=True)),
        ("bot", "77", Parcel(channel="telegram", text="What now?", language="en", person=True,
                             reply=True, buttons=(Button("3:bed", "A bed"),
                                                  Button("3:food", "Food")))),
    ]  # fmt: skip


def test_choices_that_fit_no_button_stand_in_the_text() -> None:
    wide = Choice(id="w", key="1", label="w" * 41)
    prompt = Prompt(turn=1, wait="m", kind="menu", text="?", language="en", choices=(wide,))
    ((_, _, parcel),) = made(TELEGRAM, prompt)
    assert (parcel.text, parcel.buttons) == (f"?\n1. {'w' * 41}", ())


@pytest.mark.parametrize(
    ("kind", "reference", "text", "attachments"),
    [
        ("picture", "cat.jpg", "A cat", (("picture", "cat.jpg"),)),
        ("file", "map.pdf", "", (("file", "map.pdf"),)),
        ("location", {"name": "Pier", "at": "46.4,30.7"}, "Pier, 46.4,30.7", ()),
        ("link", "https://a.example", "https://a.example", ()),
    ],
)
def test_pictures_and_files_are_attached_the_rest_is_words(
    kind: str, reference: Any, text: str, attachments: tuple[tuple[str, Any], ...]
) -> None:
    shown = Show(kind=kind, reference=reference, text="A cat" if kind == "picture" else "")
    ((_, _, parcel),) = made(TELEGRAM, shown)
    assert (parcel.text, parcel.attachments) == (text, attachments)


def test_what_has_no_words_by_sms_is_no_message() -> None:
    assert made(SMS, Show(kind="picture", reference="cat.jpg"), Say(text=" ", language="en")) == []


def test_parcels_of_a_turn_have_keys_of_their_own_and_times_that_rise() -> None:
    effects = (HELLO, send(), MENU, send(key="9a-2-1", channel="email"))
    rows = parcels(TELEGRAM, effects, AT)
    assert [row.key for row in rows] == ["c1/5/0", "c1/5/1", "c1/9a-2-0", "c1/9a-2-1"]
    times = [row.at for row in rows]
    assert times == sorted(set(times))
    assert times[-1] < AT + 10 * STEP
    assert {row.due for row in rows} == {AT}
    assert parcels(TELEGRAM, effects, AT) == rows  # a turn that is done again sends nothing twice


def test_words_for_the_person_on_their_own_channel_stand_in_their_place() -> None:
    ((gateway, to, parcel),) = made(SMS, HELLO, send(to="", text="Later."), MENU)
    assert (gateway, to) == ("sms_2", TO)
    assert parcel.text.startswith("Hello - you.\nLater.\nWhat now?")
    assert made(PAGE, send(to="", channel="chat")) == []


@pytest.mark.parametrize(
    ("conversation", "channel", "to", "expected"),
    [
        (SMS, "voice", "", TO),  # the same telephone
        (replace(SMS, channel="voice"), "sms", "", TO),
        (SMS, "email", "", ""),
        (TELEGRAM, "sms", "", ""),
        (PAGE, "sms", "", ""),  # nobody knows their number
        (PAGE, "email", "a@b.example", "a@b.example"),
        (SMS, "sms", "+380670000000", "+380670000000"),
    ],
)
def test_where_a_message_goes(
    conversation: Conversation, channel: str, to: str, expected: str
) -> None:
    ((_, found, parcel),) = made(conversation, send(channel=channel, to=to))
    assert found == expected
    assert parcel.person == (not to)


@pytest.mark.parametrize(
    ("flow", "channel", "expected"),
    [
        ("desk", "sms", "desk_sms"),
        ("other", "sms", "sms"),
        ("desk", "email", "mail"),
        ("desk", "viber", "viber"),  # it waits until somebody configures one
    ],
)
def test_roads_lead_by_flow_then_by_channel(flow: str, channel: str, expected: str) -> None:
    roads = Roads({("desk", "sms"): "desk_sms"}, {"sms": "sms", "email": "mail"})
    ((gateway, _, _),) = made(replace(PAGE, flow=flow), send(channel=channel), roads=roads)
    assert gateway == expected


def test_whether_it_answers_the_person_is_written_down() -> None:
    ((_, _, parcel),) = made(SMS, HELLO, reply=False)
    assert not parcel.reply


def test_an_e_mail_keeps_subject_and_files() -> None:
    one = send(channel="email", to="a@b.example", subject="Wish", attachments=(("file", "r.pdf"),))
    ((_, _, parcel),) = made(PAGE, one)
    assert (parcel.subject, parcel.attachments) == ("Wish", (("file", "r.pdf"),))
    assert decode(encode(parcel)) == parcel


def test_what_an_older_version_wrote_can_still_be_read() -> None:
    old = '{"type":"send","key":"9a-2-0","channel":"sms","to":"+380","text":"Come.","subject":"","attachments":[]}'  # noqa: E501
    assert decode(old) == Parcel(channel="sms", text="Come.")
