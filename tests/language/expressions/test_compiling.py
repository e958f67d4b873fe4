from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment

from flowengine.language.expressions.compiling import compile_expression
from flowengine.language.expressions.fault import Fault
from flowengine.language.expressions.parsing import parse_expression
from tests.language.expressions.values_double import Talk, run

DAY = date(2027, 3, 1)


@pytest.mark.parametrize(
    ("source", "values", "result"),
    [
        ('topic == "grants"', {"topic": "grants"}, True),
        ('topic != "grants"', {"topic": "grants"}, False),
        ('"grants" == topic', {"topic": "grants"}, True),
        ("1 <= n <= 6", {"n": 3}, True),
        ("1 <= n <= 6", {"n": 7}, False),
        ("n not in [1, 2]", {"n": 3}, True),
        ("a and b", {"a": 1, "b": 2}, 2),
        ("a or b", {"a": 0, "b": 2}, 2),
        ("not a", {"a": 0}, True),
        ("'a' if n else 'b'", {"n": 0}, "b"),
        ("[1, n]", {"n": 2}, [1, 2]),
        ('{"a": n}.a', {"n": 2}, 2),
        ("a ~ 3 ~ b", {"a": "x", "b": "y"}, "x<3>y"),
        ("-n + +n * 2", {"n": 3}, 3),
        ("n // 2 % 2", {"n": 6}, 1),
        ("places.items", {"places": {"items": [1]}}, [1]),
        ("places.items.count", {"places": {"items": [1]}}, 1),
        ("rows[0].name", {"rows": [{"name": "a"}]}, "a"),
        ("rows.0", {"rows": ["a"]}, "a"),
        ("rows[key]", {"rows": {"a": 1}, "key": "a"}, 1),
        ("x.label", {"x": "EC", "x.label": "E. Cape"}, "E. Cape"),
        ("x.said", {"x": "EC", "x.said": "the cape"}, "the cape"),
        ("x.label", {"x": {"label": "from a service"}}, "from a service"),
        ("x.y.label", {"x": {"y": {"label": "deep"}}, "y.label": "no"}, "deep"),
        ("office.next_opening", {"office": {"next_opening": "soon"}}, "soon"),
        ("day | date", {"day": DAY}, "1.3."),
        ('day | date("on ")', {"day": DAY}, "on 1.3."),
        ("names | first(2) | count", {"names": [1, 2, 3]}, 2),
        ("a | default('none')", {"a": ""}, "none"),
        ("a | default('none')", {"a": 0}, 0),
        ("office is open", {"office": "open hours"}, True),
        ("office is not open", {"office": "closed hours"}, True),
        ("office is open_at(day, 9)", {"office": "hours", "day": "monday"}, True),
        ("office is open_at(day, 8)", {"office": "hours", "day": "monday"}, False),
        ("office is open_at(day, 9)", {"office": "hours"}, False),
        ("channel is voice", {"channel": "voice"}, True),
        ("a is set", {"a": 0}, True),
        ("a is defined", {"a": ""}, False),
        ("a is number", {"a": 3}, True),
        ("a is number", {"a": True}, False),
        ("a is text", {"a": "3"}, True),
        ("a is empty", {"a": []}, True),
        ("today - years(1) + days(2)", {"today": DAY}, date(2026, 3, 3)),
        ("max(a, 3)", {"a": 2}, 3),
        ("none == a", {}, True),
        ("yes", {}, True),
        ("n == 3", {"n": Decimal(3)}, True),
    ],
)
def test_what_expressions_give(source: str, values: dict[str, Any], result: object) -> None:
    assert run(source, **values) == result


# ---------------------------------------------------------------- anything at all

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**19), 10**19)
    | st.floats()
    | st.decimals()
    | st.text(max_size=5)
    | st.dates()
    | st.times()
    | st.timedeltas()
    | st.datetimes(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=2)
    ),
    max_leaves=4,
)
LEAVES = st.sampled_from(["a", "b", "c", "7", "0.5", '"x"', "yes", "none", "days(b)", "[a, b]"])


def _grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    signs = "+ - * / // % ~ == != < <= > >= in and or".split()
    words = "| date;| count;| first;| round(a);| default(b);is even;is open;is empty;.count;[a]"
    return (
        st.tuples(inner, st.sampled_from(signs), inner).map(lambda p: f"({p[0]} {p[1]} {p[2]})")
        | st.tuples(inner, st.sampled_from(words.split(";"))).map(lambda p: f"({p[0]}){p[1]}")
        | inner.map(lambda e: f"(not {e})")
        | inner.map(lambda e: f"(-{e})")
        | st.tuples(inner, inner, inner).map(lambda p: f"({p[0]} if {p[1]} else {p[2]})")
    )


EXPRESSIONS = st.recursive(LEAVES, _grow, max_leaves=6)


@given(EXPRESSIONS, VALUES, VALUES, VALUES)
def test_nothing_but_a_fault_escapes(source: str, a: object, b: object, c: object) -> None:
    tree, problems = parse_expression(source)
    assert tree is not None, problems
    found = None
    try:
        compile_expression(tree)(Talk({"a": a, "b": b, "c": c}))
    except Fault as fault:
        found = fault
    if found:
        assert 0 <= found.offset < len(source)
        assert found.message


# ---------------------------------------------------------------- agreement with Jinja

JINJA = Environment(autoescape=True)
NUMBERS = st.integers(-50, 50)
COMMON = st.recursive(
    st.sampled_from(["a", "b", "c", "3", "0"]),
    lambda inner: (
        st.tuples(inner, st.sampled_from("+ - * // % == != < >= and or".split()), inner).map(
            lambda p: f"({p[0]} {p[1]} {p[2]})"
        )
        | inner.map(lambda e: f"(not {e})")
        | inner.map(lambda e: f"(-{e})")
        | st.tuples(inner, inner, inner).map(lambda p: f"({p[0]} if {p[1]} else {p[2]})")
        | st.tuples(inner, inner).map(lambda p: f"({p[0]} in [{p[1]}, 2])")
    ),
    max_leaves=8,
)


@given(COMMON, NUMBERS, NUMBERS, NUMBERS)
def test_where_both_have_an_answer_it_is_the_one_of_jinja(
    source: str, a: int, b: int, c: int
) -> None:
    values = {"a": a, "b": b, "c": c}
    try:
        ours = run(source, **values)
    except Fault:
        return  # yes and no are no numbers here, and nothing is divided by zero
    assert ours == JINJA.compile_expression(source)(**values)
