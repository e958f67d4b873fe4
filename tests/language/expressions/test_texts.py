from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowengine.language.diagnostics import Severity
from flowengine.language.expressions.fault import Fault
from flowengine.language.expressions.texts import (
    Hole,
    check_text,
    compile_text,
    has_holes,
    parse_text,
)
from flowengine.language.expressions.vocabulary import Type
from tests.language.expressions.values_double import Talk

TALK = Talk({"name": "Ann", "beds": 3, "safe": True, "day": date(2027, 3, 1)})


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Hello.", "Hello."),
        ("", ""),
        ('Say ""yes"".', 'Say "yes".'),
        ("Hello, {{ name }}.", "Hello, Ann."),
        ("{{name}}{{ beds }}", "Ann<3>"),
        ('{{ other or "A caller" }}!', "A caller!"),
        ("{{ other or «A caller» }}!", "A caller!"),
        ('""{{ name }}""', '"Ann"'),
        ("[{{ other }}]", "[]"),
        ("{{ safe }}", "yes"),
        ("{{ day | date }} {{ day | date('on ') }}", "1.3. on 1.3."),
        ("{{ '}}' }}", "}}"),
        ("{{ {'a': {'b': 'c'}}.a.b }}", "c"),
        ("{{ {'a': 'c'}.a}}", "c"),
        ("{ }} {1}".replace("}}", "}"), "{ } {1}"),
        ("{{ '{{' }}", "{{"),
    ],
)
def test_texts(source: str, text: str) -> None:
    parts, problems = parse_text(source)
    assert problems == []
    assert compile_text(parts)(TALK) == text
    assert has_holes(parts) is ("{{" in source)


@pytest.mark.parametrize(
    ("source", "code", "marked", "rest"),
    [
        ("Hi {{ name", "FE074", "{{", ["Hi {{ name"]),
        ("Hi {{ name }", "FE074", "{{", ["Hi {{ name }"]),
        ("Hi {{ a and {{ name }}.", "FE074", "{{", ["Hi {{ a and ", "name", "."]),
        ("Hi name }}.", "FE075", "}}", ["Hi name }}."]),
        ("{% if a %}", "FE076", "{%", ["{% if a %}"]),
        ("{# no #}", "FE076", "{#", ["{# no #}"]),
        ("Hi {name}.", "FE078", "{name}", ["Hi {name}."]),
        ("Hi { p.name }.", "FE078", "{ p.name }", ["Hi { p.name }."]),
        ("Hi {{ }}.", "FE050", " ", ["Hi ", "."]),
        ("Hi {{ name } a }}.", "FE058", "}", ["Hi ", "."]),
        ("Hi {{ name's }}.", "FE052", "'s ", ["Hi ", "."]),
        ("{{ name's }} it's {{ name }}", "FE052", "'s ", [" it's ", "name"]),
        ('{{ name = ""x"" }}', "FE053", "=", []),
        ("{{" + "a" * 2000 + "}}", "FE074", "{{", None),
    ],
)
def test_mistakes_leave_the_rest_of_the_text(
    source: str, code: str, marked: str, rest: list[str] | None
) -> None:
    parts, (problem, *more) = parse_text(source)
    assert (problem.code, source[problem.start : problem.end]) == (code, marked)
    if rest is not None:
        assert more == []
        words = [part.source.strip() if isinstance(part, Hole) else part for part in parts]
        assert words == rest


def test_single_braces_can_be_served() -> None:
    _, (problem,) = parse_text("{name}")
    assert problem.severity is Severity.WARNING


def test_offsets_are_those_of_the_quote_as_written() -> None:
    source = '""Hi"" {{ name }} {{ beds / zero }}'
    (_, one, _, two), _ = parse_text(source)
    assert isinstance(one, Hole)
    assert isinstance(two, Hole)
    assert (source[one.start : one.end], source[two.inside]) == ("{{ name }}", " ")
    with pytest.raises(Fault) as caught:
        compile_text((one, two))(Talk({"beds": 1, "zero": 0}))
    assert caught.value.offset == source.index("beds")


def test_a_value_that_cannot_be_shown_is_a_fault_at_its_hole() -> None:
    parts, _ = parse_text("Hi {{ beds }}")
    with pytest.raises(Fault) as caught:
        compile_text(parts)(Talk({"beds": {}}))
    assert caught.value.offset == 3


def test_what_fills_a_hole_is_never_read_as_a_text_again() -> None:
    parts, _ = parse_text("{{ name }}")
    assert compile_text(parts)(Talk({"name": '{{ beds }} ""x""'})) == '{{ beds }} ""x""'


def test_what_fills_a_hole_can_be_made_safe() -> None:
    parts, _ = parse_text("/free?name={{ name }}")
    assert compile_text(parts, str.upper)(TALK) == "/free?name=ANN"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ name }}.", "Ann B."),
        ("{{ name }}. Next.", "Ann B. Next."),
        ("{{ name }}.pdf", "Ann B..pdf"),
        ("{{ name }} …", "Ann B. …"),
        ("{{ name }}", "Ann B."),
        ("{{ beds }}.", "<2>."),
    ],
)
def test_what_is_short_for_a_word_takes_no_second_full_stop(source: str, text: str) -> None:
    parts, _ = parse_text(source)
    assert compile_text(parts)(Talk({"name": "Ann B.", "beds": 2})) == text


def test_a_text_is_bounded() -> None:
    parts, _ = parse_text("{{ name }}{{ name }}")
    with pytest.raises(Fault, match="10000"):
        compile_text(parts)(Talk({"name": "x" * 6000}))


NAMES = {kind.name.lower(): kind for kind in Type}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("Hi {{ text }} {{ number + 1 }}", []),
        ("Hi {{ list }}", [("FE079", "{{ list }}")]),
        ("Hi {{ record }}", [("FE079", "{{ record }}")]),
        ("Hi {{ hours }} {{ topik }}", [("FE079", "{{ hours }}"), ("FE064", "topik")]),
        ("Hi {{ list | count }}", []),
        ("Hi {{ text | date }}", [("FE069", "text | date")]),
    ],
)
def test_types_in_holes(source: str, found: list[tuple[str, str]]) -> None:
    parts, _ = parse_text(source)
    problems = check_text(parts, NAMES, [])
    assert [(p.code, source[p.start : p.end]) for p in problems] == found


@given(st.text(alphabet="a{}%#\"' |“”«»", max_size=40))
def test_any_text_gives_parts_or_problems(source: str) -> None:
    parts, problems = parse_text(source)
    assert all(0 <= p.start < p.end <= len(source) for p in problems)
    assert problems or compile_text(parts)(Talk({"a": "a"})) is not None


def test_a_thousand_open_holes_are_read_in_one_pass() -> None:
    _, problems = parse_text("{{ 'a" * 1000)
    assert [problem.code for problem in problems] == ["FE074"] * 1000
