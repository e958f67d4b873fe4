from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flowengine.language.expressions.parsing import parse_expression, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import nodes


@pytest.mark.parametrize(
    ("source", "code", "marked", "hint"),
    [
        ("a ** 2", "FE062", "a ** 2", "x * x"),
        ("a[1:2]", "FE062", "1:2", "first(3)"),
        ("(1, 2)", "FE062", "1, 2", "[1, 2, 3]"),
        ("a[]", "FE062", "[]", "[1, 2, 3]"),
        ("name.upper()", "FE062", "name.upper()", "`… | upper`"),
        ("name.eval()", "FE062", "name.eval()", ""),
        ("f(a)(b)", "FE062", "f(a)(b)", ""),
        ('a | date(format="x")', "FE062", 'a | date(format="x")', "only the values"),
        ("max(*a)", "FE062", "max(*a)", "only the values"),
        ("max(**a)", "FE062", "max(**a)", "only the values"),
        ("_a", "FE063", "_a", "letter"),
        ("a.__class__", "FE063", "a.__class__", "letter"),
        ("office is closed call_back", "FE055", "call_back", "`-> call_back`"),
        ("a is divisibleby 3", "FE054", "3", "`==`"),
        ("a is divisibleby(3)", "FE054", "3", "`==`"),
        ("3 + (b | first(_a))", "FE063", "_a", "letter"),
        ("not " * 31 + "a", "FE060", "not " * 31 + "a", "set"),
    ],
)
def test_what_is_refused(source: str, code: str, marked: str, hint: str) -> None:
    tree, (problem,) = parse_expression(source)
    assert tree is None
    assert (problem.code, source[problem.start : problem.end]) == (code, marked)
    assert hint in problem.hint


def test_a_long_chain_is_not_deep() -> None:
    assert parse_expression(" or ".join("a" * 60))[1] == []


def _every(tree: nodes.Node) -> Iterator[nodes.Node]:
    yield tree
    for child in tree.iter_child_nodes():
        yield from _every(child)


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("a + b * c", ["a + b * c", "a", "b * c", "b", "c"]),
        ("a < b < c", ["a < b < c", "a", "b", "b", "c", "c"]),
        ("x | date('s') ~ y", ["x | date('s') ~ y", "x | date('s')", "x", "'s'", "y"]),
        ("a.b[0].c", ["a.b[0].c", "a.b[0]", "a.b", "a", "0"]),
        ("a is not open", ["a is not open", "a is not open", "a"]),
        ("a is open_at(b)", ["a is open_at(b)", "a", "b"]),
        ("max(a, 1) - 2", ["max(a, 1) - 2", "max(a, 1)", "max", "a", "1", "2"]),
        ("[1, [2]]", ["[1, [2]]", "1", "[2]", "2"]),
        ("{'k': v}", ["{'k': v}", "'k': v", "'k'", "v"]),
        ("a.0", ["a.0", "a", "0"]),
        ("not a", ["not a", "a"]),
    ],
)
def test_every_part_knows_where_it_stands(source: str, parts: list[str]) -> None:
    tree, _ = parse_expression(source)
    assert tree is not None
    assert [source[slice(*place(node))] for node in _every(tree)] == parts
