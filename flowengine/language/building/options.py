"""The lines below a question: options, and the ladders for when no answer fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.language.building.leaves import (
    data_path,
    expression,
    name,
    quote,
    span_of,
    value_path,
)
from flowengine.language.building.parts import Parts
from flowengine.language.building.targets import target
from flowengine.language.building.texts import phrasing
from flowengine.language.building.values import number, number_or_none
from flowengine.language.nodes import (
    Each,
    Expression,
    Ladder,
    Number,
    Option,
    Options,
    Path,
    Quote,
    Target,
)

if TYPE_CHECKING:
    from flowengine.language.building.building import Building
    from flowengine.language.syntax.grammar import Branch

LADDERS = {
    "silence": "silence",
    "no_match": "no match",
    "wrong": "wrong",
    "wrong_if": "wrong",
    "unsure": "unsure",
    "give_up": "give up",
}


def options(building: Building, parts: Parts) -> Options:
    return tuple(
        _each(building, tree) if tree.data == "each" else _option(building, tree)
        for tree in parts.among(("option", "answer", "each"))
    )


def ladders(building: Building, parts: Parts) -> tuple[Ladder, ...]:
    return tuple(_ladder(building, tree) for tree in parts.among(LADDERS))


def keys(building: Building, parts: Parts) -> bool | None:
    """`keys yes` or `keys no`: does the recording say the keys."""
    line = building.once(parts, "keys_yes", "keys_no")
    return line.data == "keys_yes" if line else None


def condition(parts: Parts) -> Expression | None:
    found = parts.branch("condition")
    return expression(Parts(found).token("EXPR")) if found else None


def _option(building: Building, tree: Branch) -> Option:
    parts = Parts(tree)
    label, *phrases = (quote(token) for token in Parts(parts.need("phrase_list")).tokens("QUOTE"))
    outcome = parts.order[-1]
    below = Parts(outcome)
    return Option(
        span_of(tree),
        _key(parts.among(("key", "yes_no_key"))[0]),
        label,
        tuple(phrases),
        _value(building, parts),
        condition(parts),
        parts.branch("quiet") is not None,
        _target(outcome, below),
        building.body(outcome) if outcome.data == "does" else None,
        tuple(phrasing(line) for line in below.all("phrasing")),
    )


def _each(building: Building, tree: Branch) -> Each:
    parts = Parts(tree)
    go = parts.branch("go")
    return Each(
        span_of(tree),
        name(parts.token("NAME")),
        data_path(parts.token("PATH")),
        quote(parts.token("QUOTE")),
        _value(building, parts),
        target(go) if go else None,
    )


def _key(tree: Branch) -> str:
    written = str(tree.children[0]).lower()
    return "-" if written in "-–—" else written


def _value(building: Building, parts: Parts) -> Path | Number | Quote | None:
    found = parts.branch("value")
    if found is None:
        return None
    token = Parts(found).leaves.popitem()[1][-1]
    if token.type == "PATH":
        return value_path(token)
    return number(building, token) if token.type == "INT" else quote(token)


def _target(outcome: Branch, below: Parts) -> Target | None:
    """The target in the line of the label, or by itself in the line below a right-to-left label."""
    if outcome.data == "goes":
        return target(outcome)
    alone = below.branch("jump") if outcome.data == "stands" else None
    return target(alone) if alone else None


def _ladder(building: Building, tree: Branch) -> Ladder:
    parts = Parts(tree)
    wrong_if = parts.leaf("EXPR")
    return Ladder(
        span_of(tree),
        LADDERS[tree.data],
        number_or_none(building, parts.leaf("INT")),
        expression(wrong_if) if wrong_if else None,
        building.body(parts.need("body")),
    )
