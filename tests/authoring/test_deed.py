from __future__ import annotations

import pytest

from flowengine.authoring.deed import event, possible
from flowengine.authoring.literal import Misread
from flowengine.authoring.transcript import Deed
from flowengine.runtime.effects import Choice, Prompt
from flowengine.runtime.events import (
    AnyEvent,
    HungUp,
    MissedCall,
    Picked,
    Pressed,
    Received,
    Said,
    Silence,
    Started,
)

PROMPT = Prompt(
    turn=7,
    wait="main",
    kind="menu",
    text="",
    language="en",
    choices=(
        Choice(id="beds", key="1", label="Beds"),
        Choice(id="back", key="", label="Call  me back"),
        Choice(id="exit", key="9", label="Exit", quiet=True),
    ),
)


@pytest.mark.parametrize(
    ("deed", "channel", "arrives"),
    [
        (Deed("plain", "3"), "voice", Pressed(at=5, keys="3")),
        (Deed("plain", "*3#"), "voice", Pressed(at=5, keys="*3#")),
        (Deed("plain", "3"), "sms", Said(at=5, text="3")),
        (Deed("plain", "three"), "voice", Said(at=5, text="three")),
        (Deed("key", "3"), "ussd", Said(at=5, text="3")),
        (Deed("key", "3"), "voice", Pressed(at=5, keys="3")),
        (Deed("says", "3"), "voice", Said(at=5, text="3")),
        (Deed("says", "3", (), 0.4), "voice", Said(at=5, text="3", confidence=0.4)),
        (Deed("types", "3"), "chat", Said(at=5, text="3")),
        (Deed("picks", "beds"), "chat", Picked(at=5, turn=7, choice="beds")),
        (Deed("picks", "Beds"), "voice", Pressed(at=5, keys="1")),
        (Deed("picks", "Beds"), "sms", Said(at=5, text="1")),
        (Deed("picks", "call me back"), "voice", Said(at=5, text="Call  me back")),
        (Deed("silence"), "voice", Silence(at=5)),
        (Deed("missed call"), "voice", MissedCall(at=5)),
        (Deed("hangs up"), "voice", HungUp(at=5)),
        (Deed("comes back"), "ussd", Started(at=5)),
        (
            Deed("sends", "photo my house.jpg"),
            "chat",
            Received(at=5, kind="photo", reference="my house.jpg", label="my house.jpg"),
        ),
    ],
)
def test_one_deed_arrives_as_each_channel_brings_it(
    deed: Deed, channel: str, arrives: AnyEvent
) -> None:
    assert possible(deed, channel)
    assert event(deed, channel, PROMPT, 5) == arrives


@pytest.mark.parametrize(
    ("deed", "channel"),
    [
        (Deed("silence"), "sms"),
        (Deed("missed call"), "chat"),
        (Deed("sends", "photo x.jpg"), "voice"),
        (Deed("sends", "photo x.jpg"), "sms"),
        (Deed("sends", "recording x.wav"), "sms"),
        (Deed("plain", "3", ("voice",)), "sms"),
    ],
)
def test_what_a_channel_cannot_bring_is_not_possible(deed: Deed, channel: str) -> None:
    assert not possible(deed, channel)


def test_a_voice_message_can_be_left_on_the_phone_and_in_a_chat() -> None:
    deed = Deed("sends", "recording x.wav")
    assert possible(deed, "voice")
    assert possible(deed, "chat")


@pytest.mark.parametrize(
    ("prompt", "hint"),
    [
        (PROMPT, "The choices are “Beds”, “Call  me back”."),
        (None, "Nothing can be picked at this point."),
    ],
)
def test_a_choice_that_is_not_there_is_told_with_those_that_are(
    prompt: Prompt | None, hint: str
) -> None:
    with pytest.raises(Misread) as caught:
        event(Deed("picks", "Soup"), "chat", prompt, 5)
    assert caught.value.hint == hint
