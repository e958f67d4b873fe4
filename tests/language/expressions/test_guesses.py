from __future__ import annotations

import pytest

from flowengine.language.expressions.guesses import (
    meant_filter,
    meant_function,
    meant_name,
    meant_test,
)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("topik", "Did you mean `topic`?"),
        ("nothing", "`is empty`"),
        ("voice", "`channel is voice`"),
        ("grants", '"grants"'),
    ],
)
def test_meant_name(name: str, hint: str) -> None:
    assert hint in meant_name(name, ["topic", "beds"], ["voice", "sms"])


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("length", "`| count`"),
        ("days", "`days(…)`"),
        ("empty", "`is empty`"),
        ("zzzzz", "There are: count, cut"),
    ],
)
def test_meant_filter(word: str, hint: str) -> None:
    assert hint in meant_filter(word)


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("yes", "value alone"),
        ("false", "`not`"),
        ("closd", "`is closed`"),
        ("voise", "`is voice`"),
        ("none", "`is empty`"),
        ("zzzzz", "There are: empty"),
    ],
)
def test_meant_test(word: str, hint: str) -> None:
    assert hint in meant_test(word, ["voice"])


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("upper", "`… | upper`"),
        ("len", "`… | count`"),
        ("year", "`years(…)`"),
        ("zzzzz", "There are: abs"),
    ],
)
def test_meant_function(word: str, hint: str) -> None:
    assert hint in meant_function(word)
