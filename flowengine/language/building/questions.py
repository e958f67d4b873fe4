"""Statements that wait for an answer: menu, ask, form, browse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.language.building.leaves import data_path, name, span_of
from flowengine.language.building.options import keys, ladders, options
from flowengine.language.building.parts import Parts
from flowengine.language.building.services import duration_line, fetch
from flowengine.language.building.texts import some_text, text
from flowengine.language.building.values import ANSWER_TYPES, answer_type, number
from flowengine.language.nodes import Ask, Browse, Confirm, Form, Manner, Menu, Text

if TYPE_CHECKING:
    from flowengine.language.building.building import Building
    from flowengine.language.nodes import Span
    from flowengine.language.syntax.grammar import Branch


def menu(building: Building, tree: Branch) -> Menu:
    parts = Parts(tree)
    called, into = parts.leaf("NAME"), parts.branch("into")
    return Menu(
        span_of(tree),
        name(called) if called else None,
        text(parts.branch("text"), parts),
        name(Parts(into).token("NAME")) if into else None,
        options(building, parts),
        ladders(building, parts),
        keys(building, parts),
        manner(building, parts, span_of(tree)),
    )


def ask(building: Building, tree: Branch) -> Ask:
    parts = Parts(tree)
    kinds = parts.among(ANSWER_TYPES)
    return Ask(
        span_of(tree),
        name(parts.token("NAME")),
        answer_type(building, kinds[0]) if kinds else None,
        flags(parts),
        some_text(tree),
        _text_below(building, parts, "hint"),
        _confirm(building, parts),
        options(building, parts),
        ladders(building, parts),
        tuple(fetch(building, line) for line in parts.all("fetch")),
        keys(building, parts),
        manner(building, parts, span_of(tree)),
    )


def form(building: Building, tree: Branch) -> Form:
    parts = Parts(tree)
    return Form(
        span_of(tree),
        text(parts.branch("text"), parts),
        _text_below(building, parts, "hint"),
        tuple(ask(building, line) for line in parts.all("ask")),
        _text_below(building, parts, "read_back"),
        ladders(building, parts),
        manner(building, parts, span_of(tree)),
    )


def browse(building: Building, tree: Branch) -> Browse:
    parts = Parts(tree)
    return Browse(
        span_of(tree),
        name(parts.token("NAME")),
        data_path(parts.token("PATH")),
        some_text(parts.need("show")),
        options(building, parts),
        ladders(building, parts),
        manner(building, parts, span_of(tree)),
    )


def manner(building: Building, parts: Parts, span: Span) -> Manner:
    """Of a question, or of a whole file where these lines stand at the top."""
    line = building.once(parts, "interrupt")
    return Manner(
        span_of(line) if line else span,
        name(Parts(line).token("NAME")) if line else None,
        duration_line(building, parts, "patience"),
        duration_line(building, parts, "pause"),
    )


def flags(parts: Parts) -> tuple[str, ...]:
    """`optional`, `secret`, `remembered`, in the order written."""
    return tuple(str(tree.children[-1]).lower() for tree in parts.all("flag"))


def _text_below(building: Building, parts: Parts, kind: str) -> Text | None:
    line = building.once(parts, kind)
    return some_text(line) if line else None


def _confirm(building: Building, parts: Parts) -> Confirm | None:
    line = building.once(parts, "confirm")
    if line is None:
        return None
    inside = Parts(line)
    below = inside.branch("below")
    return Confirm(
        span_of(line),
        text(inside.branch("text"), inside),
        number(building, Parts(below).token("INT")) if below else None,
    )
