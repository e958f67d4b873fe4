from __future__ import annotations

import pytest

from flowengine.channels.voice import options
from flowengine.runtime.effects import Choice, Prompt

CHOICES = (
    Choice(id="grants", key="1", label="Study grants"),
    Choice(id="repeat", key="*", label="Repeat."),
    Choice(id="main", key="#", label="Main menu"),
)


def prompt(language: str, *choices: Choice, says_keys: bool = True) -> Prompt:
    return Prompt(
        turn=1,
        wait="main",
        kind="menu",
        text="How can we help?",
        language=language,
        choices=choices,
        says_keys=says_keys,
    )


@pytest.mark.parametrize(
    ("language", "heard"),
    [
        (
            "en",
            "For Study grants, press 1. For Repeat, press star. For Main menu, press hash.",
        ),
        (
            "uk",
            "Study grants – натисніть 1. Repeat – натисніть зірочку."
            " Main menu – натисніть решітку.",
        ),
        (
            "ru",
            "Study grants – нажмите 1. Repeat – нажмите звёздочку. Main menu – нажмите решётку.",
        ),
        (
            "hr",
            "Study grants – pritisnite 1. Repeat – pritisnite zvjezdicu."
            " Main menu – pritisnite ljestve.",
        ),
        (
            "fa",
            "برای Study grants، کلید ۱. برای Repeat، کلید ستاره. برای Main menu، کلید مربع.",
        ),
        ("sw", "Study grants: 1. Repeat: *. Main menu: #."),
    ],
)
def test_each_choice_is_a_sentence_of_the_language_with_its_key_last(
    language: str, heard: str
) -> None:
    assert " ".join(options(prompt(language, *CHOICES))) == heard


def test_a_regional_language_speaks_like_its_language() -> None:
    assert options(prompt("en-GB", CHOICES[0])) == ("For Study grants, press 1.",)


@pytest.mark.parametrize(
    ("language", "heard"),
    [
        ("en", "Or say Call me back, Goodbye."),
        ("uk", "Або скажіть: Call me back, Goodbye."),
        ("fa", "یا بگویید: Call me back، Goodbye."),
    ],
)
def test_what_has_no_key_is_said_in_one_sentence_at_the_end(language: str, heard: str) -> None:
    spoken = (
        Choice(id="back", key="", label="Call me back"),
        Choice(id="bye", key="", label="Goodbye."),
    )
    lines = options(prompt(language, spoken[0], CHOICES[0], spoken[1]))
    assert len(lines) == 2
    assert lines[-1] == heard


def test_a_quiet_choice_is_not_named() -> None:
    quiet = Choice(id="exit", key="9", label="Exit", quiet=True)
    assert options(prompt("en", quiet)) == ()


def test_keys_that_a_recording_names_are_not_named_twice() -> None:
    assert options(prompt("en", *CHOICES, says_keys=False)) == ()
