from __future__ import annotations

import pytest

from flowengine.grammar.automaton import Automaton
from flowengine.grammar.expansion import GrammarError, Words
from flowengine.grammar.jsgf import parse_grammar, to_jsgf
from flowengine.grammar.normal import words as fold
from flowengine.grammar.sampling import sentences
from flowengine.grammar.spoken import spoken, spoken_words
from flowengine.grammar.standard import Standard, qualified


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Yes, please!", "yes please"),
        ("Don’t", "don't"),
        ("'tis twenty-one", "tis twenty one"),
        ("Пʼять, «так»", "п'ять так"),
        ("می\u200cخواهم", "میخواهم"),
        ("24/7", ""),
        ("room 5", ""),
        ("👍", ""),
        ("", ""),
    ],
)
def test_words_as_they_are_said(text: str, words: str) -> None:
    assert spoken_words(text) == tuple(words.split())


FILE = """#JSGF V1.0; grammar g;
public <a> = [please] (/2/ One {1} | /1/ <INTEGER>) <b> [<CLOCK>] (<c> | {t} | <CLOCK>+)*;
<b> = <DECIMAL> | Two+ | Three "24/7";
<c> = {only} ;
<typed> = <INTEGER> | [<DECIMAL>] <CLOCK>;
<round> = a <round>;
<lost> = <nowhere>;
"""
RULES = qualified(parse_grammar(FILE))


def test_only_what_can_be_said_is_left() -> None:
    grammar = spoken("g", RULES, ["g.a"], "en")
    assert to_jsgf(grammar) == (
        "#JSGF V1.0 UTF-8 en;\ngrammar g;\n\n<g_b> = two+;\npublic <g_a> = [please] one <g_b>;\n"
    )


@pytest.mark.parametrize(
    ("rule", "message"),
    [("g.typed", "be spoken"), ("g.round", "A circle"), ("g.lost", "no rule <nowhere>")],
)
def test_what_cannot_be_said_is_refused(rule: str, message: str) -> None:
    with pytest.raises(GrammarError, match=message) as caught:
        spoken("g", RULES, [rule])
    assert caught.value.hint


def test_what_says_nothing_may_be_left_out() -> None:
    rules = qualified(
        parse_grammar("#JSGF V1.0; grammar g; <a> = x ({t} | y | [<INTEGER>]) {t} z;")
    )
    assert "<g_a> = x [y] z;" in to_jsgf(spoken("g", rules, ["g.a"]))
    rules = qualified(parse_grammar("#JSGF V1.0; grammar g; <a> = x {t} z;"))
    assert spoken("g", rules, ["g.a"]).rules["g_a"] == Words(("x", "z"))


def test_weights_stay_where_several_options_do() -> None:
    rules = qualified(parse_grammar("#JSGF V1.0; grammar g; <a> = /2/ x | /3/ <INTEGER> | y;"))
    assert "<g_a> = /2/ x | /1/ y;" in to_jsgf(spoken("g", rules, ["g.a"]))


def test_standard_grammars_keep_their_words(standard: Standard) -> None:
    rules = standard.rules("en")
    for name in ("dates.date", "times.time", "repair.person"):
        grammar = spoken("x", rules, [name])
        said = sentences(grammar.rules[name.replace(".", "_")], grammar.rules, 500)
        before = Automaton([rules[name]], rules)
        assert len(said) > 20
        assert all(before.walk(fold(" ".join(words))).labels for words in said)


def test_nothing_to_say_is_nothing() -> None:
    rules = {"x.a": Words(("👍",)), "x.b": Words(("yes",))}
    with pytest.raises(GrammarError):
        spoken("x", rules, ["x.a"])
