"""Refusals and reasons are said in every language, with what stands in them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from flowengine.desk.sentences import Sentence
from flowengine.host.refusal import Refusal
from flowengine.server.desk.words import words
from flowengine.server.wording import Words, filled, sentences, spoken

ROOT = Path(__file__).parents[2] / "flowengine"
OURS = ("uk", "ru", "hr", "fa")
HOLE = re.compile(r"\{(\w+)(?::([^{}]*))?\}")
# Where what a page of a room can refuse is refused.
REFUSING = (
    *sorted((ROOT / "host" / "desk").glob("*.py")),
    *sorted((ROOT / "server" / "desk").rglob("*.py")),
    *sorted((ROOT / "server" / "operators").glob("*.py")),
    *(
        ROOT / "host" / f"{name}.py"
        for name in ("credentials", "particulars", "passwords", "people", "revealing", "second",
                     "tries", "typed")
    ),
    *(ROOT / "server" / f"{name}.py" for name in ("given", "manners", "rates", "room", "uploads")),
)  # fmt: skip
EXPLAINING = (*sorted((ROOT / "desk" / "routing").glob("*.py")), *REFUSING)


def holes(text: str) -> set[str]:
    return {name for name, _ in HOLE.findall(text)}


def refusals() -> Iterator[tuple[str, frozenset[str]]]:
    """The key of each, and its holes."""
    for file in REFUSING:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refusal":
                given = {one.arg: one.value for one in node.keywords if one.arg}
                about = given.pop("about", None)
                code = node.args[0]
                if not isinstance(code, ast.Constant) or not isinstance(code.value, str):
                    continue
                if about is None:
                    yield code.value, frozenset(given)
                elif isinstance(about, ast.Constant) and isinstance(about.value, str):
                    yield f"{code.value}/{about.value}", frozenset(given)


def reasons() -> Iterator[str]:
    for file in EXPLAINING:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Sentence":
                key = node.args[0]
                if isinstance(key, ast.Constant):
                    yield str(key.value)


@pytest.mark.parametrize("language", OURS)
def test_every_refusal_is_said_in_every_language(language: str) -> None:
    table = sentences(language)["refusal"]
    assert {key for key, _ in refusals()} - table.keys() == set()
    for key, given in refusals():
        assert holes(table[key]) <= given, key


@pytest.mark.parametrize("language", OURS)
def test_every_reason_is_said_in_every_language(language: str) -> None:
    table = sentences(language)["sentence"]
    levels = {f"{what}-{how}" for what in ("language", "skill") for how in ("none", "below")}
    safety = {f"{what}-{how}" for what in ("safe", "voicemail") for how in ("yes", "no", "unasked")}
    assert table.keys() == {*reasons(), *levels, *safety, "allowed", "refused"}


def test_the_languages_know_the_same_sentences() -> None:
    assert len({tuple(sentences(one)["refusal"]) for one in OURS}) == 1


def test_what_is_not_known_stays() -> None:
    assert filled("{a} {b:x/y}", "en", {}) == "{a} {b:x/y}"


@pytest.mark.parametrize(
    ("language", "figure", "written"),
    [
        ("en", "1:05 min", "1:05 min"),
        ("uk", "4.2", "4,2"),
        ("uk", "1:05 min", "1:05 хв"),
        ("fa", "83 %", "۸۳ ٪"),
        ("fa", "< 5", "< ۵"),
        ("fa", "4.2", "۴٫۲"),
        ("fa", "–", "–"),
    ],
)
def test_figures_are_written_as_the_language_does(language: str, figure: str, written: str) -> None:
    assert words(language).figure(figure) == written


def test_a_refusal_is_said_with_its_holes() -> None:
    refusal = Refusal("no-value", "Say it in at most 500 characters.", about="long", count=500)
    assert words("en").refusal(refusal) == str(refusal)
    assert words("uk").refusal(refusal) == "Скажіть це не більш ніж 500 знаками."
    assert words("uk").refusal(Refusal("unheard-of", "Never.")) == "Never."


def test_a_sentence_is_said_with_the_words_of_its_holes() -> None:
    idle = Sentence("idle", "idle for {count} s", count=12)
    used = (Sentence("load", "{media} {count}", media="chat", count=3),)
    room = Sentence("no-room", "no room for {media} ({used})", media="chat", used=used)
    assert str(room) == "no room for chat (chat 3)"
    assert words("uk").sentence(room) == "немає місця: Чати (у роботі Чати: 3)"
    assert words("fa").sentence(idle) == "۱۲ ثانیه بیکار"
    chosen = Sentence("chosen", "{hand} {things} {idle}", hand=1, things=2, idle=idle)
    assert words("uk").sentence(chosen) == "у роботі 1, уміє різного: 2, без розмов 12 с"
    assert words("uk").sentence("As it is.") == "As it is."
    assert words("uk").sentence(Sentence("unheard-of", "Never.")) == "Never."
    assert words("uk").sentence(Sentence("held", "{state}", state="odd", agent="a")) == (
        "Стан: odd. Консультант: a."
    )


def test_words_are_a_table_of_their_language() -> None:
    own = Words("uk", {"a": "{count} {count:рік/роки/років}"})
    assert own.say("a", count=2) == "2 роки"


@pytest.mark.parametrize("room", ["desk", "operators"])
def test_each_room_has_its_own_words_in_the_same_languages(room: str) -> None:
    found = spoken(f"flowengine.server.{room}")
    assert set(found) == {"en", *OURS}
    assert all(own.language == language for language, own in found.items())
