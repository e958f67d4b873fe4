from __future__ import annotations

import pytest

from flowengine.grammar.expansion import GrammarError, Words
from flowengine.grammar.files import parse_file, public_rules, stem

JSGF = "#JSGF V1.0; grammar own; public <a> = yes; <b> = no;"
SRGS = (
    '\ufeff\n<?xml version="1.0"?><grammar version="1.0"><rule scope="public" id="a">yes</rule>'
    "<rule id='b'>no</rule></grammar>"
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("en/sizes.jsgf", "sizes"), ("sizes.grxml", "sizes"), ("en/a.b", "a.b"), ("x", "x")],
)
def test_stem(name: str, expected: str) -> None:
    assert stem(name) == expected


@pytest.mark.parametrize(("text", "name"), [(JSGF, "own"), (SRGS.lstrip(), "sizes")])
def test_both_notations_are_read(text: str, name: str) -> None:
    read = parse_file("en/sizes.grxml", text.lstrip("\ufeff\n"))
    assert (read.name, read.public) == (name, ("a",))
    assert read.rules["a"] == Words(("yes",))


@pytest.mark.parametrize("text", [JSGF, SRGS, SRGS.removesuffix("</grammar>")])
def test_public_rules_are_named_in_full(text: str) -> None:
    assert public_rules("en/sizes.grxml", text) == ["sizes.a"]


@pytest.mark.parametrize("text", ["", "<grammar", "yes"])
def test_what_is_neither_is_refused(text: str) -> None:
    with pytest.raises(GrammarError):
        parse_file("en/x.jsgf", text)
