from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2.parser import Parser

from flowengine.language.expressions.limits import MAX_SOURCE
from flowengine.language.expressions.parsing import parse_expression, place


@pytest.mark.parametrize(
    "source",
    [
        'topic == "grants"',
        "not name is set",
        "office is not closed and channel is voice",
        'places.items[0].name | default("none") | upper',
        "1 <= beds <= 6",
        'topic in ["a", "b"] or topic not in c',
        "'a' if x else 'b'",
        '{"a": [1, -2, +3.5]}.a',
        "a ~ b ~ 3",
        "list.0",
        "max(1, 2) // 3 % 4 * 5 / 6 - 7",
        "yes",
    ],
)
def test_what_the_language_has(source: str) -> None:
    tree, problems = parse_expression(source)
    assert (problems, tree is None) == ([], False)
    assert tree is not None
    assert place(tree) == (0, len(source))


def test_a_refused_expression_gives_one_problem_and_no_tree() -> None:
    tree, problems = parse_expression("a ** 2")
    assert tree is None
    assert [problem.code for problem in problems] == ["FE062"]


def test_the_length_is_bounded() -> None:
    assert parse_expression("a" * MAX_SOURCE)[1] == []
    (problem,) = parse_expression("a" * (MAX_SOURCE + 1))[1]
    assert (problem.code, problem.start, problem.end) == ("FE059", MAX_SOURCE, MAX_SOURCE + 1)


def test_brackets_that_overrun_the_stack_are_a_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jinja's parser recurses; a host that is deep in calls already may run out first."""

    def overrun(_: Parser) -> None:
        raise RecursionError

    monkeypatch.setattr(Parser, "parse_expression", overrun)
    tree, (problem,) = parse_expression.__wrapped__("((a))")  # nothing of this is remembered
    assert (tree, problem.code) == (None, "FE060")


@given(st.text(max_size=60))
def test_anything_at_all_gives_a_tree_or_a_problem(source: str) -> None:
    tree, problems = parse_expression(source)
    assert (tree is None) is bool(problems)


SIGNS = """
    a b.c yes 1 2.5 "x" 'y' ( ) [ ] { } , : . | == = < > + - * / % ~ not and or is in if else _
""".split()


@given(
    st.lists(st.sampled_from([*SIGNS, "date", "closed", "**", "!=", "“", "”", "}}"]), max_size=14)
)
def test_any_order_of_signs_gives_a_tree_or_a_located_problem(signs: list[str]) -> None:
    source = " ".join(signs)
    tree, problems = parse_expression(source)
    assert (tree is None) is bool(problems)
    for problem in problems:
        assert 0 <= problem.start <= problem.end <= max(len(source), 1)
        assert problem.message.endswith(".")
