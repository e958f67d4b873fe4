from __future__ import annotations

import pytest

from flowengine.language.expressions.parsing import parse_expression
from flowengine.language.expressions.types import type_of
from flowengine.language.expressions.vocabulary import Type

T = Type
NAMES = {kind.name.lower(): kind for kind in Type}


def judge(source: str) -> tuple[Type, str, str]:
    tree, problems = parse_expression(source)
    assert tree is not None, problems
    kind, found = type_of(tree, NAMES, [])
    assert len(found) < 2
    return (kind, found[0].code, found[0].hint) if found else (kind, "", "")


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("number + number", T.NUMBER),
        ("number * any", T.NUMBER),
        ("any + any", T.ANY),
        ("number - any", T.ANY),
        ("date + span", T.DATE),
        ("date - period", T.DATE),
        ("datetime + span", T.DATETIME),
        ("date - date", T.SPAN),
        ("datetime - datetime", T.SPAN),
        ("span + span", T.SPAN),
        ("-any", T.NUMBER),
        ("+number", T.NUMBER),
    ],
)
def test_sums(source: str, kind: Type) -> None:
    assert judge(source) == (kind, "", "")


@pytest.mark.parametrize(
    ("source", "code", "hint"),
    [
        ("text + any", "FE071", "`~`"),
        ("number + text", "FE071", "`~`"),
        ("text - number", "FE072", ""),
        ("date + number", "FE072", "`today + days(3)`"),
        ("number - datetime", "FE072", "`today + days(3)`"),
        ("date + date", "FE072", "`today + days(3)`"),
        ("list + list", "FE072", ""),
        ("text * number", "FE072", ""),
        ("number % text", "FE072", ""),
        ("-date", "FE072", ""),
        ("number == text", "FE070", "`| number`"),
        ("bool != text", "FE070", "`yes` or `no`"),
        ("date < datetime", "FE070", "`today`"),
        ("time > text", "FE070", '`time("9:00")`'),
        ("date >= period", "FE070", "`born <= today - years(18)`"),
        ("period < period", "FE070", "`born <= today - years(18)`"),
        ("list < list", "FE070", ""),
        ("bool > bool", "FE070", ""),
        ("text in number", "FE070", "in a list"),
        ("number in text", "FE070", "in a list"),
    ],
)
def test_what_does_not_go_together(source: str, code: str, hint: str) -> None:
    _, found, said = judge(source)
    assert found == code
    assert hint in said


@pytest.mark.parametrize(
    "source",
    [
        "any == number",
        "nothing != text",
        "channel == text",
        "text == text",
        "list == list",
        "date <= date",
        "text < text",
        "text in list",
        "any in record",
        "channel in text",
        "any in text",
        "number not in any",
    ],
)
def test_what_can_be_compared(source: str) -> None:
    assert judge(source) == (T.BOOL, "", "")
