from __future__ import annotations

from pathlib import Path

import pytest

from flowengine.desk.items import HIGH, LOW, NORMAL, URGENT
from flowengine.desk.signals import (
    LANGUAGES,
    MOST,
    Past,
    Sign,
    behaviour,
    raised,
    signs,
)

EMERGENCIES = Path(__file__).parents[1] / "flows" / "emergencies"

SAID = [
    ("en", "Hello, what are your hours?", []),
    ("en", "you are useless, I'm sick of waiting", ["anger: you are useless, sick of waiting"]),
    ("en", "I feel hopeless, want to die", ["crisis: want to die", "distress: i feel hopeless"]),
    ("uk", "мені страшно, він мене б'є", ["crisis: він мене бє", "distress: мені страшно"]),
    ("ru", "Сколько можно! Вы издеваетесь?", ["anger: сколько можно, вы издеваетесь"]),
    ("hr", "Ne želim više živjeti", ["crisis: ne zelim vise zivjeti"]),
    ("fa", "دیگه نمی‌تونم", ["distress: دیگه نمیتونم"]),
    # One slip of a finger, in a crisis only.
    ("en", "i want to kill myslef", ["crisis: kill myself"]),
    ("en", "you are uselesss", []),
    # What is denied is no anger and no distress, and a crisis all the same.
    ("en", "I am not hopeless", []),
    ("en", "hopeless", ["distress: hopeless"]),
    ("en", "I would never kill myself", ["crisis: kill myself"]),
    # Whoever is in need writes as they think, whatever the chat speaks.
    ("en", "Hvala! Bojim se.", ["distress: bojim se"]),
    ("en", "Мені страшно", ["distress: мені страшно"]),
    (
        "fa",
        "hopeless. Ne želim više živjeti",
        ["crisis: ne zelim vise zivjeti", "distress: hopeless"],
    ),
    # Said twice, told once; a language without a list is read by the English one.
    ("sw", "fed up, FED UP", ["anger: fed up"]),
    ("en", "", []),
]


@pytest.mark.parametrize(("language", "text", "found"), SAID)
def test_what_stands_out_is_told_with_its_words(language: str, text: str, found: list[str]) -> None:
    told = [f"{one.kind}: {', '.join(one.words)}" for one in signs(text, language)]
    assert told == found


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_only_looks_like_a_crisis_is_none(language: str) -> None:
    lines = (EMERGENCIES / f"{language}.innocent").read_text("utf-8").splitlines()
    assert [line for line in lines if "crisis" in {one.kind for one in signs(line, language)}] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cry_for_help_is_found_at_the_end_of_a_long_letter_and_not_sought_for_ever(
    language: str,
) -> None:
    cry = {
        "en": "I want to die",
        "uk": "хочу померти",
        "ru": "хочу умереть",
        "hr": "želim umrjeti",
        "fa": "می‌خوام بمیرم",
    }[language]
    letter = "abc " * 900
    assert [one.kind for one in signs(letter + cry, language)] == ["crisis"]
    assert signs("abc " * (MOST // 4 + 300) + cry, language) == ()


BEHAVED = [
    (Past(), []),
    (Past(menus=3, failures=2, silences=1, contacts=2), []),
    (Past(menus=4), [Sign("anger", (), "loop")]),
    (Past(failures=3), [Sign("anger", (), "failing")]),
    (Past(silences=2), [Sign("distress", (), "silence")]),
    (
        Past(contacts=5, silences=2),
        [Sign("distress", (), "silence"), Sign("distress", (), "third contact")],
    ),
]


@pytest.mark.parametrize(("past", "found"), BEHAVED)
def test_behaviour_is_a_sign_from_a_limit_on(past: Past, found: list[Sign]) -> None:
    assert list(behaviour(past)) == found


RAISED = [
    (NORMAL, (), NORMAL),
    (LOW, ("anger",), HIGH),
    (NORMAL, ("distress", "crisis"), URGENT),
    (URGENT, ("anger",), URGENT),
]


@pytest.mark.parametrize(("before", "kinds", "after"), RAISED)
def test_signs_only_ever_raise(before: int, kinds: tuple[str, ...], after: int) -> None:
    assert raised(before, [Sign(kind) for kind in kinds]) == after
