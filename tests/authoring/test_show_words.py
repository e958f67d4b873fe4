from __future__ import annotations

from typing import Any

import pytest

from flowengine.authoring.show_words import Listener, asked, choices, said, words
from flowengine.channels.lower import lower
from flowengine.language import nodes as n
from flowengine.language.checks.wording import plain
from flowengine.language.parse import parse

FLOW = """\
flow shop "Shop"
languages en, uk
written in en

start:
  say "We said ""hello"" to {{ name or "you" }}."
    "Second line."
    uk: "Вітаємо."
    voice: "*Heard*."
    uk voice: "Почули."
    picture photo_of_us
  say "One." or "Other."
  menu "Which?"
    - "Dash"
      uk: "Тире"
      ussd: "D"
    1 "One"
    - "Hidden" quiet
    - "After"
    star "Star"
  ask sure: yes/no "Sure?"
    hint "Yes or no."
    yes "Of course"
  ask beds: number "How many?"
    - "No idea"
  menu "Recorded"
    recording voice: "keys.wav"
    1 "One"
  end
"""


@pytest.fixture(scope="module")
def body() -> n.Body:
    file, mistakes = parse(FLOW, "shop.flow")
    assert mistakes == ()
    assert file is not None
    return file.steps[0].body


def to(channel: str, language: str = "en") -> Listener:
    return Listener(channel, language, "en")


@pytest.mark.parametrize(
    ("listener", "shown"),
    [(to("chat"), "Dash"), (to("chat", "uk"), "Тире"), (to("ussd", "uk"), "D")],
)
def test_a_label_varies_as_a_text_does(body: n.Body, listener: Listener, shown: str) -> None:
    menu = body[2]
    assert isinstance(menu, n.Menu)
    assert choices(menu.options, listener, "")[0].label == shown


def read(*given: Any, **more: Any) -> str:
    """A question as its channel words it; the listener is the last of what is given."""
    return "\n".join(lower((asked(*given, **more),), given[-1].channel))


def text(statement: n.Statement) -> n.Text:
    assert isinstance(statement, n.Say)
    return statement.text


@pytest.mark.parametrize(
    ("listener", "heard"),
    [
        (
            to("chat"),
            'We said "hello" to {{ name or "you" }}.\nSecond line.\n[picture {{ photo_of_us }}]',
        ),
        (to("sms", "uk"), "Вітаємо."),
        (to("voice"), "Heard."),
        (to("voice", "uk"), "Почули."),
    ],
)
def test_the_most_exact_variant_counts(body: n.Body, listener: Listener, heard: str) -> None:
    assert said(text(body[0]), listener) == heard


def test_texts_by_chance_stand_below_each_other(body: n.Body) -> None:
    assert words(text(body[1]), to("chat")) == "One.\n(or) Other."


def test_dashes_take_the_free_numbers_as_when_it_runs(body: n.Body) -> None:
    menu = body[2]
    assert isinstance(menu, n.Menu)
    assert [
        (one.key, one.label, one.quiet) for one in choices(menu.options, to("sms", "uk"), "")
    ] == [
        ("2", "Тире", False),
        ("1", "One", False),
        ("", "Hidden", True),
        ("3", "After", False),
        ("*", "Star", False),
    ]


def test_questions_have_their_hint_and_their_answers(body: n.Body) -> None:
    sure, beds = body[3], body[4]
    assert isinstance(sure, n.Ask)
    assert isinstance(beds, n.Ask)
    assert read(sure.question, sure.hint, sure.options, to("sms"), accepts="yes/no") == (
        "Sure?\nYes or no.\n1. Of course\n2. No"
    )
    assert read(beds.question, None, beds.options, to("sms"), accepts="number") == (
        "How many?\n- No idea"
    )


def test_a_recorded_menu_names_its_keys_itself(body: n.Body) -> None:
    menu = body[5]
    assert isinstance(menu, n.Menu)
    assert read(menu.question, None, menu.options, to("voice")) == "Recorded"
    assert read(menu.question, None, menu.options, to("voice"), keys=True) == (
        "Recorded For One, press 1."
    )
    assert read(menu.question, None, menu.options, to("sms")) == "Recorded\n1. One"
    assert read(None, None, menu.options, to("sms")) == "1. One"


def test_doubled_marks_inside_a_hole_stay() -> None:
    quote = n.Quote(n.Span(1, 1, 1, 2), 'a ""b"" {{ x or "" }}')
    assert plain(quote) == 'a "b" {{ x or "" }}'
