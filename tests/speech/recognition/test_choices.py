"""The forms a recogniser asks for, and where what was heard so far stands."""

from __future__ import annotations

import msgspec
import pytest

from flowengine.grammar.jsgf import parse_grammar
from flowengine.speech.recognition.choices import Choices, choices
from tests.speech.recognition.places import NUMBERS, place

MENU = place("food bank|food bank please", "food bank address", "Shelter!", "stop")


@pytest.mark.parametrize(
    ("text", "complete", "extendable"),
    [
        ("", False, False),
        ("food", False, True),
        ("food bank", True, True),  # an address could follow
        ("food bank address", True, False),
        ("shelter", True, False),
        ("bank", False, False),
    ],
)
def test_what_is_heard_so_far_is_whole_or_may_become_something_else(
    text: str, complete: bool, extendable: bool
) -> None:
    assert Choices(MENU).standing(text) == (complete, extendable)


def test_a_longer_phrase_of_the_same_meaning_keeps_nobody_waiting() -> None:
    polite = Choices(place("yes|yes please", "no"))
    assert polite.standing("yes") == (True, False)


@pytest.mark.parametrize(
    ("text", "complete", "extendable"),
    [
        ("twenty", True, True),
        ("twenty one", True, False),
        ("one", True, False),
        ("stop", True, False),
    ],
)
def test_typed_answers_are_walked_by_their_grammar(
    text: str, complete: bool, extendable: bool
) -> None:
    assert Choices(place("stop", values=NUMBERS)).standing(text) == (complete, extendable)


@pytest.mark.parametrize(
    ("heard", "found"),
    [
        ("food bank address stop", "food bank address"),
        ("um food bank", "food bank"),
        ("stop shelter", "shelter"),  # of two as long the last
        ("nothing of it", ""),
        ("", ""),
    ],
)
def test_the_longest_answer_is_found_in_a_loop_of_words(heard: str, found: str) -> None:
    assert Choices(MENU).contained(heard) == found


def test_a_number_is_found_among_other_words() -> None:
    assert Choices(place("stop", values=NUMBERS)).contained("er twenty two stop") == "twenty two"


def test_the_grammar_is_whole_jsgf_of_words_that_can_be_said() -> None:
    made = Choices(place("stop", "back", values=NUMBERS))
    whole = parse_grammar(made.jsgf())
    assert set(whole.rules) >= {"tens", "unit", "number"}
    assert len(whole.public) == 1
    words = {*made.vocabulary} - {"back"}
    assert "back" not in made.jsgf(words)
    assert "twenty" in made.jsgf(words)
    assert "thirty" not in made.jsgf({"stop"})  # a part of a number is none
    assert made.jsgf({"unheard"}) == ""


def test_yes_and_no_are_told_from_what_else_may_be_said_there() -> None:
    asked = Choices(place("yes|yeah", "no", "help", accepts="yes/no"))
    assert asked.yes_or_no("yeah")
    assert not asked.yes_or_no("help")
    assert not Choices(place("yes", "no")).yes_or_no("yes")


def test_a_place_is_worked_out_once_whatever_its_turn() -> None:
    again = msgspec.structs.replace(MENU, turn=7)
    assert choices(MENU) is choices(again)
    assert choices(MENU) is not choices(place("stop"))
