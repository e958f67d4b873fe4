from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowengine.grammar.expansion import Expansion, Optional, RuleRef, Words
from flowengine.grammar.jsgf import Grammar, parse_expansion, parse_grammar, to_jsgf
from flowengine.grammar.jsgf_text import write
from flowengine.grammar.sampling import sentences
from flowengine.grammar.standard import Standard


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("talk [to (somebody | a person)]", "talk [to (somebody | a person)]"),
        ("grant[s]", "grants | grant"),
        ("a (b | c d)", "a (b | c d)"),
        ("(a b)* c", "(a b)* c"),
        ("(a | b)+", "(a | b)+"),
        ("a+", "a+"),
        ("/2/ a | (b | c)", "/2/ a | /1/ (b | c)"),
        ("/123456789/ a | /0.000000125/ b", "/123456789/ a | /0.000000125/ b"),
        (r"a {\}}", r"a {\}}"),
        ("<r> a", "<r> a"),
        ("a [-]", "a [<NULL>]"),
        ("a | <VOID> | b <NULL>", "a | <VOID> | (b <NULL>)"),
        ("24/7", '"24/7"'),
        (r'"a\"b"', r'"a\"b"'),
    ],
)
def test_forms(phrase: str, expected: str) -> None:
    assert write(parse_expansion(phrase)) == expected


def test_a_file_reads_back() -> None:
    text = "#JSGF V1.0 UTF-8 hr;\ngrammar g;\n\npublic <a> = da | ne;\n<b> = (<a>)+;\n"
    grammar = parse_grammar(text)
    assert to_jsgf(grammar) == text.replace("(<a>)+", "<a>+")
    assert parse_grammar(to_jsgf(grammar)) == grammar


def test_no_language_no_charset() -> None:
    assert to_jsgf(Grammar("g", {})) == "#JSGF V1.0;\ngrammar g;\n\n"


def expansions() -> st.SearchStrategy[Expansion]:
    words = st.sampled_from(["a", "b c", "d"]).map(lambda text: Words(tuple(text.split())))

    def deeper(inner: st.SearchStrategy[Expansion]) -> st.SearchStrategy[Expansion]:
        text = st.lists(inner, min_size=1, max_size=3)
        return (
            text.map(lambda parts: parse("(" + ") (".join(map(write, parts)) + ")"))
            | text.map(lambda parts: parse("(" + ") | (".join(map(write, parts)) + ")"))
            | inner.map(Optional)
            | inner.map(lambda item: parse(f"({write(item)})+"))
        )

    return st.recursive(words | st.just(RuleRef("r")), deeper, max_leaves=8)


def parse(text: str) -> Expansion:
    return parse_grammar(f"#JSGF V1.0; grammar g; <x> = {text};").rules["x"]


@given(expansions())
def test_what_is_written_says_the_same(expansion: Expansion) -> None:
    rules: dict[str, Expansion] = {"r": Words(("r",))}
    before = sentences(expansion, rules, 300)
    assert set(sentences(parse(write(expansion)), rules, 300)) == set(before)


def test_the_standard_grammars_read_back(standard: Standard) -> None:
    rules = {name.replace(".", "_"): each for name, each in standard.rules("en").items()}
    again = parse_grammar(to_jsgf(Grammar("all", rules))).rules
    assert again == rules
