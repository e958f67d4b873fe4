from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowengine.grammar import jsgf
from flowengine.grammar.expansion import Alternatives, GrammarError, RuleRef, Tag, Words
from flowengine.grammar.jsgf import Grammar, parse_expansion, parse_grammar

FILE = """#JSGF V1.0 UTF-8 uk;
/* two
   lines */
grammar org.example.menu; // trailing

public <menu> = so | ні {say // this};
<other>=<menu>;
"""


def test_a_file() -> None:
    grammar = parse_grammar(FILE)
    assert (grammar.name, grammar.public, grammar.locale) == ("org.example.menu", ("menu",), "uk")
    menu = grammar.rules["menu"]
    assert isinstance(menu, Alternatives)
    assert menu.options[0] == Words(("so",))
    assert Tag("say // this") in getattr(menu.options[1], "items", ())
    assert grammar.rules["other"] == RuleRef("menu")


def test_places_in_a_file_are_those_of_the_file() -> None:
    other = parse_grammar(FILE).rules["other"]
    assert isinstance(other, RuleRef)
    assert FILE[other.start : other.end] == "<menu>"


def test_a_header_is_enough() -> None:
    assert parse_grammar("#JSGF V1.0;") == Grammar("", {})


def file(text: str) -> str:
    return f"#JSGF V1.0;\ngrammar g;\n{text}"


@pytest.mark.parametrize(
    ("text", "at", "says"),
    [
        ("grammar g;", "g", "header"),
        ("#JSGF V1.0; <a> = b;", "<a> = b", "no name"),
        (file("import <x.*>;"), "import <x.*>", "not imported"),
        (file("<a> = b;\n<a> = c;"), "a", "twice"),
        (file("words;"), "words", "not a rule"),
        (file("grammar again;"), "grammar again", "not a rule"),
        (file("<a> = b"), "<a> = b", "does not end"),
        (file("<a> = {b;"), "<a> = {b;", "does not end"),
        (file("<a> = (b;"), "(", "never closed"),
        (file("<a> = ;"), "", "missing"),
    ],
)
def test_mistakes_in_a_file(text: str, at: str, says: str) -> None:
    with pytest.raises(GrammarError, match=says) as caught:
        parse_grammar(text)
    assert text[caught.value.start : caught.value.end] in (at, "#")


def test_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsgf, "MAX_FILE", 20)
    with pytest.raises(GrammarError, match="too long"):
        parse_grammar("#JSGF V1.0; grammar g;")
    with pytest.raises(GrammarError, match="longer than"):
        parse_expansion("a" * (jsgf.MAX_PHRASE + 1))


@pytest.mark.parametrize("text", ["{", "/*", '"', "\\", "<a>", "(", "a ", "<NULL>", ";", "a;"])
def test_hostile_files_are_refused_at_once(text: str) -> None:
    many = text * (90_000 // len(text))
    with pytest.raises(GrammarError):
        parse_grammar(file("<a> = b;" + many + "<a> = b"))
    with pytest.raises(GrammarError):
        parse_grammar(file("<a> = " + many + "|;"))


def test_many_rules_are_read() -> None:
    text = file("".join(f"<r{at}>=a;" for at in range(10_000)))
    assert len(parse_grammar(text).rules) == 10_000


@pytest.mark.parametrize("text", ["[please]", "a*", "?", "{x}", "[a] [b]"])
def test_a_phrase_must_say_something(text: str) -> None:
    with pytest.raises(GrammarError, match="nothing is said") as caught:
        parse_expansion(text)
    assert (caught.value.start, caught.value.end) == (0, len(text))


@given(st.text(alphabet='ab []()|*+<>{}/2\\";=', max_size=40) | st.text(max_size=40))
def test_no_phrase_raises_anything_else(text: str) -> None:
    for parse in (parse_expansion, parse_grammar, lambda each: parse_grammar(file(each))):
        with suppress(GrammarError):
            parse(text)
