from __future__ import annotations

import pytest

from flowengine.channels.lower import lower, named
from flowengine.runtime.effects import (
    Choice,
    Effect,
    Ended,
    Noted,
    Play,
    Prompt,
    Say,
    Send,
    Show,
)

MENU = Prompt(
    turn=1,
    wait="main",
    kind="menu",
    text="How *can* we help?",
    language="en",
    hint="A number is enough.",
    choices=(Choice(id="a", key="1", label="Grants"), Choice(id="b", key="2", label="Shelter")),
)


@pytest.mark.parametrize(
    ("channel", "message"),
    [
        ("chat", "How *can* we help?\nA number is enough.\n1. Grants\n2. Shelter"),
        ("sms", "How can we help?\nA number is enough.\n1. Grants\n2. Shelter"),
        ("ussd", "How can we help?\nA number is enough.\n1. Grants\n2. Shelter"),
        (
            "voice",
            "How can we help? A number is enough. For Grants, press 1. For Shelter, press 2.",
        ),
        ("telegram", "How *can* we help?\nA number is enough.\n1. Grants\n2. Shelter"),
    ],
)
def test_one_menu_is_worded_by_its_channel(channel: str, message: str) -> None:
    assert lower((MENU,), channel) == (message,)


def test_only_what_the_person_hears_or_reads_is_lowered() -> None:
    effects: tuple[Effect, ...] = (
        Say(text="*Hello.*", language="en"),
        Noted(text="secretly"),
        Say(text="  ", language="en"),
        Send(key="k", channel="sms", to="+380", text="elsewhere"),
        Ended(reason="end"),
    )
    assert lower(effects, "sms") == ("Hello.",)


@pytest.mark.parametrize(
    ("effect", "voice", "sms", "chat"),
    [
        (Play(file="calm.wav"), "[calm.wav]", "", "[calm.wav]"),
        (Show(kind="picture", reference="map.png"), "", "", "[picture map.png]"),
        (Show(kind="file", reference="a.pdf", text="Plan"), "", "", "[file a.pdf, Plan]"),
        (Show(kind="file", reference="a.pdf"), "", "", "[file a.pdf]"),
        (
            Show(kind="link", reference="https://club.example"),
            "",
            "https://club.example",
            "https://club.example",
        ),
        (
            Show(kind="location", reference={"name": "Long Street 1", "note": None}),
            "Long Street 1",
            "Long Street 1",
            "Long Street 1",
        ),
        (
            Show(kind="contact", reference={"name": "Ann", "phone": "112"}),
            "Ann, 112",
            "Ann, 112",
            "Ann, 112",
        ),
        (Show(kind="contact", reference="Ann 112"), "Ann 112", "Ann 112", "Ann 112"),
    ],
)
def test_what_cannot_be_shown_is_worded_or_left_out(
    effect: Effect, voice: str, sms: str, chat: str
) -> None:
    said = ["".join(lower((effect,), channel)) for channel in ("voice", "sms", "chat")]
    assert said == [voice, sms, chat]


def test_a_channel_is_found_by_name_and_an_unknown_one_is_a_chat() -> None:
    assert named("voice").keypad
    assert named("whatsapp").buttons == 3
    assert named("smoke signals").name == "chat"


@pytest.mark.parametrize(
    ("channel", "texts", "sent"),
    [
        ("sms", ("“Yes” – it’s on…",), ('"Yes" - it\'s on...',)),
        ("ussd", ("“Yes”",), ('"Yes"',)),
        ("sms", ("“Yes”", "Так"), ("“Yes”", "Так")),
        ("chat", ("“Yes”",), ("“Yes”",)),
    ],
)
def test_plain_signs_are_sent_where_that_halves_the_price(
    channel: str, texts: tuple[str, ...], sent: tuple[str, ...]
) -> None:
    assert lower([Say(text=text, language="en") for text in texts], channel) == sent


@pytest.mark.parametrize(
    ("channel", "said"),
    [
        ("sms", "سلام\n\u200fSMS بفرستید"),
        ("chat", "سلام\nSMS بفرستید"),
        ("ussd", "سلام\nSMS بفرستید"),
    ],
)
def test_a_line_that_begins_with_latin_letters_is_marked_where_nothing_tells_its_direction(
    channel: str, said: str
) -> None:
    assert lower((Say(text="سلام\nSMS بفرستید", language="fa"),), channel) == (said,)
