from __future__ import annotations

import pytest

from flowengine.channels.arranging import arranged
from flowengine.channels.lower import named
from flowengine.runtime.effects import Choice, Prompt


def prompt(*labels: str, quiet: int = 0) -> Prompt:
    listed = [Choice(id=one, key=str(key), label=one) for key, one in enumerate(labels, 1)]
    hidden = [Choice(id=str(n), key="", label="x" * 99, quiet=True) for n in range(quiet)]
    return Prompt(
        turn=1, wait="main", kind="menu", text="?", language="en", choices=(*listed, *hidden)
    )


@pytest.mark.parametrize(
    ("channel", "labels", "how"),
    [
        ("whatsapp", ["a" * 20] * 3, "buttons"),
        ("whatsapp", ["a" * 21] * 3, "rows"),
        ("whatsapp", ["a"] * 4, "rows"),
        ("whatsapp", ["a" * 24] * 10, "rows"),
        ("whatsapp", ["a" * 25], "numbers"),
        ("whatsapp", ["a"] * 11, "numbers"),
        ("messenger", ["a" * 20] * 13, "buttons"),
        ("messenger", ["a"] * 14, "numbers"),
        ("telegram", ["a"] * 40, "buttons"),
        ("viber", ["a"] * 25, "numbers"),
        ("chat", ["a" * 100] * 30, "buttons"),
        ("sms", ["a"], "numbers"),
        ("ussd", ["a"], "numbers"),
        ("email", ["a"], "numbers"),
        ("voice", ["a"], "spoken"),
        ("chat", [], ""),
    ],
)
def test_buttons_where_they_fit_else_a_list_else_numbers(
    channel: str, labels: list[str], how: str
) -> None:
    assert arranged(prompt(*labels), named(channel)) == how


def test_what_is_not_listed_takes_no_button() -> None:
    assert arranged(prompt("a", "b", "c", quiet=2), named("whatsapp")) == "buttons"
