from __future__ import annotations

import pytest

from flowengine.authoring.show_screens import drawn
from flowengine.authoring.show_words import Listener
from flowengine.channels.direction import MARK
from flowengine.language.alphabet import GSM, UCS
from flowengine.runtime.effects import Choice, Prompt
from flowengine.runtime.screens import Screen


def lines(
    channel: str, *said: str, ask: Prompt | None = None, own: int = 0, language: str = "en"
) -> list[str]:
    to, screen = Listener(channel, language, "en"), Screen(channel, own, "More", "Back")
    return list(drawn(said, ask, to, screen))


def menu(*labels: str, text: str = "Which?", hint: str = "") -> Prompt:
    choices = tuple(Choice(id=one, key=str(n), label=one) for n, one in enumerate(labels, 1))
    return Prompt(
        turn=0, wait="", kind="menu", text=text, language="en", choices=choices, hint=hint
    )


@pytest.mark.parametrize(
    ("channel", "said", "count"),
    [
        ("sms", "a" * 160, "(sms · 1 segment · 160/160 GSM-7)"),
        ("sms", "a" * 178, "(sms · 2 segments · 178/306 GSM-7)"),
        ("sms", "д" * 71, "(sms · 2 segments · 71/134 UCS-2 because of д)"),
        ("sms", "“Yes” – it…", "(sms · 1 segment · 13/160 GSM-7)"),
        ("sms", "naïve 🙂", "(sms · 1 segment · 8/70 UCS-2 because of ï 🙂)"),
        ("sms", "Вітаємо всіх", "(sms · 1 segment · 12/70 UCS-2)"),
        ("ussd", "a" * 171, "(ussd · 171/182 GSM-7)"),
        ("ussd", "Hello {{ name }}.", "(ussd · about 15/182 GSM-7)"),
        ("voice", "a" * 150, "(voice · 10 s)"),
        ("voice", "{{ name }}", "(voice · about 1 s)"),
        ("whatsapp", "Hello.", "(whatsapp · 6/1024)"),
        ("messenger", "a" * 2001, "(messenger · 2001/2000 · too long)"),
    ],
)
def test_a_text_is_counted_as_its_channel_counts(channel: str, said: str, count: str) -> None:
    assert lines(channel, said)[-1] == count


def test_a_text_without_a_limit_is_not_counted() -> None:
    assert lines("chat", "Hello.") == ["Hello."]
    assert lines("email", "Hello.\nYou.") == ["Hello.", "You."]


@pytest.mark.parametrize(
    ("channel", "labels", "seen"),
    [
        ("whatsapp", ["Red"], ["Which?", "[Red]", "(whatsapp · 1 button · 6/1024)"]),
        (
            "whatsapp",
            ["a", "b", "c", "d"],
            ["Which?", "▾ a", "▾ b", "▾ c", "▾ d", "(whatsapp · a list of 4 · 6/1024)"],
        ),
        (
            "whatsapp",
            ["x" * 30],
            ["Which?", "1. " + "x" * 30, "(whatsapp · numbers to type · 40/1024)"],
        ),
        ("chat", ["Red", "Green"], ["Which?", "1. Red", "2. Green", "(chat · 2 buttons)"]),
        ("email", ["Red"], ["Which?", "1. Red", "(email · numbers to type)"]),
    ],
)
def test_choices_are_buttons_a_list_or_numbers(
    channel: str, labels: list[str], seen: list[str]
) -> None:
    assert lines(channel, ask=menu(*labels)) == seen


def test_pages_are_drawn_one_after_another() -> None:
    said = "One two three four five six seven. Eight nine ten eleven twelve thirteen."
    assert lines("ussd", said, ask=menu("Red", "Green", "Blue"), own=50) == [
        "One two three four five six seven.",
        "1. More",
        "(ussd · 42/50 GSM-7 · page 1 of 3)",
        "Eight nine ten eleven twelve",
        "1. More",
        "2. Back",
        "(ussd · 44/50 GSM-7 · page 2 of 3)",
        "thirteen.",
        "Which?",
        "1. Red",
        "2. Green",
        "3. Blue",
        "(ussd · 40/50 GSM-7 · page 3 of 3)",
    ]


def test_choices_go_over_several_pages_and_count_afresh() -> None:
    assert lines("ussd", ask=menu("Eastern Cape", "Free State", "Gauteng", "Limpopo"), own=40) == [
        "Which?",
        "1. Eastern Cape",
        "2. More",
        "(ussd · 30/40 GSM-7 · page 1 of 3)",
        "1. Free State",
        "2. More",
        "3. Back",
        "(ussd · 29/40 GSM-7 · page 2 of 3)",
        "1. Gauteng",
        "2. Limpopo",
        "3. Back",
        "(ussd · 29/40 GSM-7 · page 3 of 3)",
    ]


def test_a_question_too_long_for_its_screen_begins_before_it() -> None:
    seen = lines("ussd", ask=menu(text="How many people are you altogether tonight?"), own=40)
    assert [one for one in seen if one.startswith("(")] == [
        "(ussd · 31/40 GSM-7 · page 1 of 2)",
        "(ussd · 19/40 GSM-7 · page 2 of 2)",
    ]
    assert seen[-2] == "altogether tonight?"


def test_holes_stay_whole_where_a_page_ends() -> None:
    seen = lines("ussd", "The next deadline is on {{ deadline | date }}, in {{ place }}.", own=40)
    joined = " ".join(seen)
    assert "{{ deadline | date }}" in joined
    assert "{{ place }}" in joined


def test_of_texts_by_chance_the_longest_is_counted_and_the_others_are_there() -> None:
    assert lines("sms", "Bye.\n(or) Take care of yourself.") == [
        "Take care of yourself.",
        "(sms · 1 segment · 22/160 GSM-7)",
        "(or) Bye.",
    ]


def test_lines_that_run_from_the_right_say_so() -> None:
    assert lines("voice", "سلام", language="fa") == [MARK + "سلام", "(voice · 1 s)"]


@pytest.mark.parametrize("letter", ["a", "д"])
def test_no_page_is_fuller_than_its_screen(letter: str) -> None:
    words = " ".join(letter * size for size in range(1, 30))
    seen = lines("ussd", words, ask=menu(letter * 40, letter * 30, letter * 20))
    alphabet = GSM if letter == "a" else UCS
    page: list[str] = []
    pages = 0
    for line in seen:
        if line.startswith("(ussd"):
            assert alphabet.units("\n".join(page)) <= alphabet.screen
            page, pages = [], pages + 1
        else:
            page.append(line)
    assert pages > 3
