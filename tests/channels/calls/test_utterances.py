from __future__ import annotations

from pathlib import Path

import pytest

from flowengine.channels.calls.utterances import (
    AFTER_OPTION,
    AFTER_TEXT,
    Utterance,
    pieces,
    utterances,
)
from flowengine.channels.lower import lower
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
from flowengine.speech.duplex.orders import Piece

MENU = Prompt(
    turn=1,
    wait="main",
    kind="menu",
    text="How *can* we help?",
    language="en",
    hint="A number is enough.",
    choices=(Choice(id="a", key="1", label="Grants"), Choice(id="b", key="2", label="Shelter")),
)


def test_a_menu_is_a_question_a_hint_and_a_sentence_for_each_option() -> None:
    assert utterances((Say(text="Hello.", language="en"), MENU)) == (
        Utterance("Hello.", "en", silence_after=AFTER_TEXT),
        Utterance("How can we help?", "en", silence_after=AFTER_TEXT),
        Utterance("A number is enough.", "en", silence_after=AFTER_TEXT),
        Utterance("For Grants, press 1.", "en", silence_after=AFTER_OPTION),
        Utterance("For Shelter, press 2.", "en"),
    )


def test_what_is_heard_is_what_the_phone_is_told_in_words() -> None:
    heard = " ".join(one.text for one in utterances((MENU,)))
    assert (heard,) == lower((MENU,), "voice")


def test_a_recording_stands_for_the_question_and_for_the_keys_it_names() -> None:
    recorded = Prompt(
        turn=1, wait="main", kind="menu", text="How can we help?\nChoose.", language="en",
        choices=MENU.choices, recording="menu.wav", says_keys=False, interrupt="keys",
    )  # fmt: skip
    assert utterances((recorded,)) == (
        Utterance("How can we help? Choose.", "en", "menu.wav", "keys"),
    )


@pytest.mark.parametrize(
    ("effect", "texts"),
    [
        (Say(text="One.\n\nTwo *bold* words.", language="en"), ["One.", "Two bold words."]),
        (Say(text="  ", language="en"), []),
        (Send(key="k", channel="voice", to="", text="Your code is 5."), ["Your code is 5."]),
        (Send(key="k", channel="sms", to="", text="elsewhere"), []),
        (Send(key="k", channel="voice", to="+380", text="to another"), []),
        (Show(kind="picture", reference="map.png", text="A map"), []),
        (Show(kind="link", reference="https://example.org"), []),
        (Show(kind="contact", reference={"name": "Olha", "phone": "12"}), ["Olha, 12"]),
        (Noted(text="secretly"), []),
        (Ended(reason="end"), []),
    ],
)
def test_only_what_has_words_for_the_ear_is_said(effect: Effect, texts: list[str]) -> None:
    assert [one.text for one in utterances((effect,))] == texts


def test_a_file_is_played_with_nothing_to_stand_in_for_it() -> None:
    assert utterances((Play(file="music.wav"), Say(text="Thanks.", language="en"))) == (
        Utterance("", recording="music.wav", silence_after=AFTER_TEXT),
        Utterance("Thanks.", "en"),
    )


def test_the_silence_behind_an_utterance_is_a_piece_of_its_own() -> None:
    heard = Piece(path="one.wav", text="One.")
    assert pieces(Utterance("One."), Path("one.wav")) == (heard,)
    told = pieces(Utterance("One.", silence_after=0.4), Path("one.wav"))
    assert told == (heard, Piece(silence=0.4))
