from __future__ import annotations

import pytest

from flowengine.authoring.wording import matches, smooth


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ("Hello.", "Hello."),
        ("Hello. How are you?", "Hello.\n\n  How are\u00a0you?"),
        ("…", ""),
        ("…", "anything at all"),
        ("Hello …", "Hello, Ann."),
        ("Deadline 1 Mar …", "Deadline 1 March"),
        ("We … working day … activities.", "We are out until the next working day for activities."),
        ("… press 2.", "For grants, press 1. For shelter, press 2."),
        ("Hello...", "Hello there"),
        ("Wait...", "Wait..."),
        ("Київ", "Киї\u0432".replace("ї", "\u0456\u0308")),
        ("write “stop” – it’s free", 'write "stop" - it\'s free'),
        ("سلام 112", "سلام \u2066112\u2069"),
        ("a … a", "a a"),
    ],
)
def test_blanks_are_alike_and_three_dots_stand_for_anything(expected: str, said: str) -> None:
    assert matches(expected, said)


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ("Hello.", "Hello!"),
        ("Hello.", "Hello. And more."),
        ("hello.", "Hello."),
        ("Hello …", "Oh, hello"),
        ("… press 2.", "press 2. Or wait."),
        ("a … b … c", "a c b"),
        ("ab … ba", "aba"),
        ("a … x … c", "a b c"),
        ("", "something"),
    ],
)
def test_other_words_are_other_words(expected: str, said: str) -> None:
    assert not matches(expected, said)


def test_smooth_is_one_line() -> None:
    assert smooth(" a\t b\n\u200fc ") == "a b c"
