"""Every language says everything, in its own words, and nothing is said that nobody asks for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from flowengine.desk.sentences import Sentence
from flowengine.host.refusal import Refusal
from flowengine.server.desk.words import FALLBACK, Words, filled, sentences, spoken, words
from flowengine.server.words import spoken as kept

ROOT = Path(__file__).parents[3] / "flowengine"
OURS = ("uk", "ru", "hr", "fa")
FORMS = {"en": 2, "uk": 3, "ru": 3, "hr": 3, "fa": 2}
HOLE = re.compile(r"\{(\w+)(?::([^{}]*))?\}")
# Where what a page of the desk can refuse is refused.
REFUSING = (
    *sorted((ROOT / "host" / "desk").glob("*.py")),
    *sorted((ROOT / "server" / "desk").rglob("*.py")),
    *(
        ROOT / "host" / f"{name}.py"
        for name in ("passwords", "people", "revealing", "second", "typed")
    ),
    *(ROOT / "server" / f"{name}.py" for name in ("given", "manners", "rates", "uploads")),
)
EXPLAINING = (*sorted((ROOT / "desk" / "routing").glob("*.py")), *REFUSING)


def holes(text: str) -> set[str]:
    return {name for name, _ in HOLE.findall(text)}


@pytest.mark.parametrize("language", OURS)
def test_every_language_has_every_word_of_its_own(language: str) -> None:
    own, english = kept("flowengine.server.desk")[language], words(FALLBACK)
    assert own.keys() == english.keys()
    assert {name: holes(text) for name, text in own.items()} == {
        name: holes(text) for name, text in english.items()
    }
    assert all(text.strip() for text in own.values())


@pytest.mark.parametrize("language", FORMS)
def test_counts_have_the_forms_of_the_language(language: str) -> None:
    texts = [*words(language).values()]
    texts += [text for table in sentences(language).values() for text in table.values()]
    found = [forms for text in texts for _, forms in HOLE.findall(text) if forms]
    assert found
    assert {forms for forms in found if forms.count("/") + 1 != FORMS[language]} == set()


def test_every_word_is_asked_for() -> None:
    """By its whole name, or by how it begins where the rest is a value."""
    room, scripts = ROOT / "server" / "desk", ROOT / "server" / "static" / "desk"
    files = [*room.rglob("*.py"), *room.rglob("*.html"), *scripts.glob("*.js")]
    files.append(ROOT / "server" / "wording.py")
    code = "\n".join(file.read_text(encoding="utf-8") for file in files)
    whole = set(re.findall(r"[\w-]+", code))
    begun = set(re.findall(r"""["'`]([a-z][a-z-]*(?:_[a-z-]+)*_)(?=["'`{$])""", code))
    begun |= {f"console_{one}" for one in begun}
    asked = {name for name in words(FALLBACK) if name.startswith(tuple(begun))}
    asked |= whole | {f"console_{one}" for one in whole}
    assert words(FALLBACK).keys() - asked == set()


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


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("en", 1, "tried 1 time"),
        ("en", 3, "tried 3 times"),
        ("uk", 1, "спроби: 1 раз"),
        ("uk", 3, "спроби: 3 рази"),
        ("uk", 5, "спроби: 5 разів"),
        ("uk", 21, "спроби: 21 раз"),
        ("ru", 12, "попытки: 12 раз"),
        ("hr", 2, "pokušano 2 puta"),
        ("fa", 12, "۱۲ بار تلاش شد"),
    ],
)
def test_a_count_has_its_form(language: str, count: int, said: str) -> None:
    assert words(language).say("console_tries", count=count) == said


def test_what_is_not_known_stays() -> None:
    assert filled("{a} {b:x/y}", "en", {}) == "{a} {b:x/y}"
    assert words("sw") is words(FALLBACK)
    assert set(spoken()) == set(FORMS)


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
