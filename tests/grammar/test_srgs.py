from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowengine.grammar import srgs
from flowengine.grammar.automaton import Automaton
from flowengine.grammar.expansion import Expansion, GrammarError, RuleRef
from flowengine.grammar.jsgf import parse_grammar
from flowengine.grammar.srgs import parse_srgs

SAID = [
    *"call me|say new york now|new york|yes|no|a|b|please go|go|good|very very good".split("|"),
    *"ha|ha ha|ha ha ha|ha ha ha ha|b now|nine|euro|a b été|raw|".split("|"),
]
HEAD = '<grammar xmlns="http://www.w3.org/2001/06/grammar" version="1.0" xml:lang="en-GB" root="a">'


def file(rules: str, head: str = HEAD) -> str:
    return f"{head}{rules}</grammar>"


def rule(inner: str) -> Expansion:
    return parse_srgs(file(f'<rule id="a">{inner}</rule>'), "x").rules["a"]


def jsgf(text: str) -> Expansion:
    return parse_grammar(f"#JSGF V1.0; grammar x; <a> = {text};").rules["a"]


@pytest.mark.parametrize(
    ("inner", "same"),
    [
        ("call me", "call me"),
        ("<item>call</item> me", "call me"),
        ('say "New  York" now', "say New York now"),
        ("<token>New York</token>", "New York"),
        ("<one-of><item>yes</item><item>no</item></one-of>", "yes | no"),
        ('yes "" please', "yes please"),
        ('<one-of><item weight="2.5">a</item><item>b</item></one-of>', "/2.5/ a | b"),
        ('<item repeat="0-1">please</item> go', "[please] go"),
        ('<item repeat="0-">very</item> good', "very* good"),
        ('<item repeat="1-">very</item> good', "very+ good"),
        ('<item repeat="2-">ha</item>', "ha ha+"),
        ('<item repeat="2">ha</item>', "ha ha"),
        ('<item repeat=" 2 - 3 ">ha</item>', "ha ha [ha]"),
        ('<item repeat="0">ha</item>go', "<NULL> go"),
        ('<ruleref uri="#b"/> now', "<b> now"),
        ('<ruleref uri="../en/numbers.grxml#number"/>', "<numbers.number>"),
        ('<ruleref uri="numbers#number"/>', "<numbers.number>"),
        ('<ruleref special="VOID"/>', "<VOID>"),
        ('yes<tag>out = "yes";</tag>', "yes {yes}"),
        ("yes<tag>out='yes'</tag>", "yes {yes}"),
        ("euro<tag> currency EUR </tag>", "euro {currency EUR}"),
        ("a &amp; &lt;b> &#233;t&#xe9;", 'a "&" "<b>" été'),
        ("<!-- no words --><![CDATA[raw]]><example>not <b>this</b></example>", "raw"),
    ],
)
def test_what_is_read_is_what_jsgf_says(inner: str, same: str) -> None:
    ours, theirs = (
        Automaton([each], {"b": jsgf("b"), "numbers.number": jsgf("nine")})
        for each in (rule(inner), jsgf(same))
    )
    for said in SAID:
        assert ours.read(said.split()) == theirs.read(said.split()), said
    assert ours.vocabulary == theirs.vocabulary


def test_a_file() -> None:
    read = parse_srgs(
        '\ufeff<?xml version="1.0" encoding="ISO-8859-1"?>\n'
        + file(
            '<meta name="x" content="y"/><rule id="a">так</rule>'
            '<rule id="b" scope="public"><ruleref uri="#a"/></rule><rule id="c">z</rule>'
        ),
        "menu",
    )
    assert (read.name, read.locale, read.public) == ("menu", "en-GB", ("a", "b"))
    assert list(read.rules) == ["a", "b", "c"]


def test_weights_and_places_are_kept() -> None:
    text = file('<rule id="a">\n<ruleref uri="#nö"/></rule>')
    found = parse_srgs(text, "x").rules["a"]
    assert isinstance(found, RuleRef)
    assert text[found.start : found.end].startswith("<ruleref")


def test_prefixed_elements_are_the_same() -> None:
    text = '<s:grammar xmlns:s="x" version="1.0"><s:rule id="a">yes</s:rule></s:grammar>'
    assert parse_srgs(text, "x").rules["a"] == jsgf("yes")


def test_literal_tags_may_hold_anything() -> None:
    head = HEAD.replace("version", 'tag-format="semantics/1.0-literals" version')
    read = parse_srgs(file('<rule id="a">x<tag> out = (1); </tag></rule>', head), "x")
    assert read.rules["a"] == jsgf("x {out = (1);}")


BOMB = '<!DOCTYPE grammar [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("text", "message", "at"),
    [
        (BOMB + file('<rule id="a">&b;</rule>'), "document type", "<!DOCTYPE"),
        (
            '<!DOCTYPE g SYSTEM "file:///etc/passwd">' + file('<rule id="a">x</rule>'),
            "document type",
            "<!DOCTYPE",
        ),
        (file('<rule id="a">&b;</rule>'), "no XML", "&b;"),
        (file('<rule id="a">är <b>x</b></rule>'), "cannot stand in <rule>", "<b>"),
        (file('<rule id="a"><tag><item/></tag></rule>'), "cannot stand in <tag>", "<item/>"),
        ("<rule/>", "at the top", "<rule/>"),
        ("", "no XML", ""),
        ("yes", "no XML", "yes"),
        (file(""), "no rule", "</grammar>"),
        (file("words<rule id='a'>x</rule>"), "Words cannot stand in <grammar>", "<rule"),
        (file('<rule id="a"><one-of>x</one-of></rule>'), "Words cannot", "</one-of>"),
        (file('<rule id="b">x</rule>'), "root rule “a”", ""),
        (file('<rule id="a">x</rule><rule id="a">y</rule>'), "written twice", None),
        (file("<rule>x</rule>"), "no name", "</rule>"),
        (file('<rule id="a">x "y</rule>'), "quotation mark", "</rule>"),
        (file('<rule id="a"><item repeat="many">x</item></rule>'), "how often", "</item>"),
        (file('<rule id="a"><item repeat="3-2">x</item></rule>'), "how often", "</item>"),
        (file('<rule id="a"><item weight="-1">x</item></rule>'), "no weight", "</item>"),
        (file('<rule id="a"><ruleref uri="b"/></rule>'), "names no rule", None),
        (file('<rule id="a"><ruleref special="GARBAGE"/></rule>'), "GARBAGE", None),
        (file('<rule id="a">x<tag>out = 2 + 3;</tag></rule>'), "is a script", "</tag>"),
        (file("", HEAD.replace('"1.0"', '"2.0"')), "version 1.0", "<grammar"),
        (file("", HEAD.replace("version", 'mode="dtmf" version')), "grammar of keys", "<grammar"),
        (file('<rule id="a">' + "<item>" * 60), "too deep", "<item>"),
        (
            file('<rule id="a">' + '<item repeat="99">' * 4 + "x" + "</item>" * 4 + "</rule>"),
            "too large",
            "</item>",
        ),
        (file('<rule id="a">' + "x" * srgs.MAX_FILE + "</rule>"), "too long", None),
        (file('<rule id="a">\ud800</rule>'), "no XML", None),
    ],
)
def test_what_is_wrong_is_located(text: str, message: str, at: str | None) -> None:
    with pytest.raises(GrammarError) as caught:
        parse_srgs(text, "x")
    error = caught.value
    assert message in error.message
    assert error.hint
    assert 0 <= error.start < error.end
    assert at is None or text[error.start :].startswith(at)


@given(st.text() | st.text('<>/"= abitemruleone-of&;#', max_size=60).map(file))
def test_no_text_raises_anything_else(text: str) -> None:
    with suppress(GrammarError):
        assert parse_srgs(text, "x").rules
