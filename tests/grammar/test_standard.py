from __future__ import annotations

from pathlib import Path

import pytest

from flowengine.grammar.clashes import clashes
from flowengine.grammar.expansion import GrammarError, RuleRef
from flowengine.grammar.jsgf import parse_grammar
from flowengine.grammar.matcher import Choice, Matcher
from flowengine.grammar.standard import (
    DENIAL,
    FILLER,
    HARMLESS,
    NEGATION,
    ORDINARY,
    Standard,
    load,
    qualified,
    shared,
)

LANGUAGES = sorted(
    folder.name for folder in (Path(__file__).parents[2] / "grammars").iterdir() if folder.is_dir()
)
FILES = {
    "en/a.jsgf": "#JSGF V1.0; grammar a; <x> = /2/ one {1} | [b] <y>* <b.z> <INTEGER>; <y> = two;",
    "en/b": "#JSGF V1.0; grammar b; <z> = three;",
    "en/filler": "#JSGF V1.0; grammar filler; public <filler> = um | I think;"
    "<ordinary> = Soon; <negation> = don't; <denial> = unwanted;",
    "en/danger": "#JSGF V1.0; grammar danger; <harmless> = Lie down;",
    "en-ZA/a": "#JSGF V1.0; grammar a; <x> = lekker;",
}


def test_rules_are_known_by_their_full_names() -> None:
    standard = Standard(FILES)
    rules = standard.rules("en")
    assert set(rules) == {
        *("a.x", "a.y", "b.z"),
        *(FILLER, ORDINARY, HARMLESS, NEGATION, DENIAL),
    }
    assert standard.rules("en") is rules
    found = standard.search("en", ("a.x", "b.z")).automaton
    assert found.read("two two three 4".split()) == [(0, ("4",))]
    assert found.walk(["three"]).labels == (1,)


def test_languages() -> None:
    standard = Standard(FILES)
    assert standard.languages == ("en", "en-ZA")
    assert standard.rules("en-US") is standard.rules("en")
    assert set(standard.rules("en-ZA")) == {"a.x"}
    assert standard.rules("xx") == {}


def test_what_is_missing_fits_nothing() -> None:
    standard = Standard(FILES)
    assert not standard.search("xx", ("a.x",)).automaton.walk(["one"]).labels
    assert not standard.search("en", ("a.nothing",)).automaton.walk(["one"]).labels
    assert standard.filler("xx") == ()


def test_compiled_once() -> None:
    standard = Standard(FILES)
    assert standard.search("en", ("a.x",)) is standard.search("en-US", ("a.x",))
    assert standard.search("en", ("a.x",)).filler is standard.search("en", ("b.z",)).filler
    assert standard.filler("en") == ("um", "I think")
    assert standard.ordinary("en-US") == {"soon"}
    assert standard.harmless("en-US") == {"lie", "down", "soon"}
    assert standard.harmless("en-US") is standard.harmless("en")
    assert standard.harmless("xx") == frozenset()
    assert standard.negation("en-US") == {"dont"}
    assert standard.denial("en-US") == {"unwanted"}


def test_equal_texts_share_one() -> None:
    assert shared(FILES) is shared(dict(FILES))
    assert shared(FILES).languages == ("en", "en-ZA")


def test_a_wrong_file_is_named() -> None:
    with pytest.raises(GrammarError) as caught:
        Standard({"en/bad.jsgf": "#JSGF V1.0; grammar bad; <x> = (;"}).rules("en")
    assert caught.value.__notes__ == ["in the grammar en/bad"]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [("#JSGF V1.0; grammar good; <x> = y;", 20, 24), ("#JSGF V1.0;", 0, 0)],
)
def test_a_grammar_must_be_called_as_its_file_is(text: str, start: int, end: int) -> None:
    with pytest.raises(GrammarError) as caught:
        Standard({"en/bad.jsgf": text}).rules("en")
    assert (caught.value.start, caught.value.end) == (start, end)
    assert "`bad`" in caught.value.message


def test_only_rules_of_the_file_itself_are_completed() -> None:
    grammar = parse_grammar("#JSGF V1.0; grammar g; <x> = <y>; <y> = <z>;")
    assert qualified(grammar) == {"g.x": RuleRef("g.y"), "g.y": RuleRef("z")}


def test_load_reads_a_folder(tmp_path: Path) -> None:
    (tmp_path / "README").write_text("no language")
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "b.jsgf").write_text(FILES["en/b"])
    (tmp_path / "en" / "x.grxml").write_text('<grammar><rule id="y">yes</rule></grammar>')
    (tmp_path / "en" / "notes.txt").write_text("no grammar")
    standard = load(tmp_path)
    assert standard.languages == ("en",)
    assert set(standard.rules("en")) == {"b.z", "x.y"}


def test_every_standard_rule_can_be_compiled(standard: Standard) -> None:
    for language in standard.languages:
        for name in standard.rules(language):
            found = standard.search(language, (name,)).automaton
            assert found.vocabulary or found.classes


REPAIRS = {
    "person": "let me talk to a human, can I speak to somebody please",
    "repeat": "say that again",
    "back": "go back please",
    "menu": "main menu",
    "skip": "Skip it",
    "cancel": "never mind",
    "help": "help me",
    "stop": "STOP",
    "more": "tell me more",
    "less": "too long",
    "next": "the next one",
    "previous": "previous",
    "first": "the first one",
    "this_one": "I'll take it",
}


@pytest.mark.parametrize(("rule", "text"), REPAIRS.items())
def test_repair_words(standard: Standard, rule: str, text: str) -> None:
    rules = standard.rules("en")
    choices = [Choice(name, (RuleRef(f"repair.{name}"),)) for name in REPAIRS]
    found = Matcher(choices, rules, standard.filler("en")).match(text)
    assert [match.key for match in found] == [rule]


@pytest.mark.parametrize("language", LANGUAGES)
def test_repair_words_do_not_clash(standard: Standard, language: str) -> None:
    choices = [Choice(name, (RuleRef(f"repair.{name}"),)) for name in REPAIRS]
    assert clashes(choices, standard.rules(language)) == []
