"""The expression language: Jinja2's syntax, read by Jinja2's own parser into `jinja2.nodes`.

Only what a flow can mean gets through: names, fields, comparisons, arithmetic, lists and records,
filters, tests and listed functions. Methods, powers, slices and whatever else Jinja offers to
programmers is refused here by construction, so no later stage has to think of it.

Every node that leaves this module carries its place: `place(node)` gives both ends as offsets into
the source. Nothing is resolved or typed (see `types`), and nothing here raises.
"""

from __future__ import annotations

from functools import lru_cache

from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.lexer import Token, TokenStream
from jinja2.parser import Parser

from flowengine.language.expressions.explain import explain_rest, explain_stop
from flowengine.language.expressions.limits import MAX_SOURCE
from flowengine.language.expressions.problems import Problem
from flowengine.language.expressions.shape import refused, settle
from flowengine.language.expressions.tokens import (
    ENVIRONMENT,
    ends_of,
    read_tokens,
    straighten,
    too_deep,
)


class _TokenParser(Parser):
    """Jinja's parser over tokens that are already read."""

    def __init__(self, tokens: list[Token]) -> None:
        super().__init__(ENVIRONMENT, "")
        self.stream = TokenStream(tokens, None, None)


@lru_cache(maxsize=4_096)
def parse_expression(source: str) -> tuple[nodes.Expr | None, list[Problem]]:
    """The tree of one expression, or None and the reason (one problem: the first that stops us).

    A tree is only given when nothing is wrong with its shape. What is given is remembered for the
    next who asks, checker and compiler alike, so nobody may change it.
    """
    if len(source) > MAX_SOURCE:
        return None, [_too_long(source)]
    straight = straighten(source)
    tokens, problem = read_tokens(straight)
    if problem:
        return None, [problem]
    try:
        tree, problem = _read(tokens, straight)
    except RecursionError:
        return None, [too_deep(0, len(source))]
    return (None, [problem]) if problem else (tree, [])


def place(node: nodes.Node) -> tuple[int, int]:
    """Where the node begins and ends, as offsets into the source; the end is exclusive."""
    return ends_of(node.lineno)


def _read(tokens: list[Token], source: str) -> tuple[nodes.Expr, Problem | None]:
    parser = _TokenParser(tokens)
    try:
        tree = parser.parse_expression()
    except TemplateSyntaxError as error:
        stopped = None if parser.stream.eos else error.lineno
        return nodes.Const(None), explain_stop(tokens, stopped, source)
    if not parser.stream.eos:
        return tree, explain_rest(tokens, parser.stream.current.lineno, source)
    settle(tree, tokens)
    return tree, refused(tree)


def _too_long(source: str) -> Problem:
    return Problem(
        "FE059",
        MAX_SOURCE,
        len(source),
        f"This expression is longer than {MAX_SOURCE} characters.",
        "Give a part of it a name first, with `set`.",
    )
