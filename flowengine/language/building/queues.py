"""The terms of queues: the lines below `queue NAME` and below `queues`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.language.building.leaves import name, quote, span_of
from flowengine.language.building.parts import Parts
from flowengine.language.building.services import duration_line
from flowengine.language.building.texts import phrasing, some_text
from flowengine.language.building.values import duration, number
from flowengine.language.nodes import (
    Disposition,
    Name,
    Number,
    Overflow,
    Queue,
    Relax,
    Reply,
    Terms,
)

if TYPE_CHECKING:
    from flowengine.language.building.building import Building
    from flowengine.language.syntax.grammar import Branch


def queue(building: Building, tree: Branch) -> Queue:
    parts = Parts(tree)
    title = parts.leaf("QUOTE")
    return Queue(
        span_of(tree),
        name(parts.token("NAME")),
        quote(title) if title else None,
        tuple(phrasing(line) for line in parts.all("phrasing")),
        terms(building, tree),
    )


def shared(building: Building, parts: Parts) -> Terms | None:
    """The block `queues`, of which a file has one."""
    block = building.once(parts, "queues")
    return terms(building, block) if block else None


def terms(building: Building, tree: Branch) -> Terms:
    parts = Parts(tree)
    return Terms(
        span_of(tree),
        _name(building, parts, "queue_hours"),
        _number(building, parts, "most"),
        duration_line(building, parts, "offer_for"),
        duration_line(building, parts, "wrap_up"),
        duration_line(building, parts, "answer_within"),
        _number(building, parts, "least_level"),
        tuple(_relax(building, line) for line in parts.all("relax")),
        tuple(_overflow(building, line) for line in parts.all("overflow")),
        building.once(parts, "record_queue") is not None,
        building.once(parts, "anonymous") is not None,
        _name(building, parts, "script"),
        tuple(_reply(block) for block in parts.all("reply")),
        tuple(_outcome(line) for line in parts.all("outcome")),
        building.once(parts, "outcome_needed") is not None,
    )


def _name(building: Building, parts: Parts, kind: str) -> Name | None:
    line = building.once(parts, kind)
    return name(Parts(line).token("NAME")) if line else None


def _number(building: Building, parts: Parts, kind: str) -> Number | None:
    line = building.once(parts, kind)
    return number(building, Parts(line).token("INT")) if line else None


def _relax(building: Building, tree: Branch) -> Relax:
    parts = Parts(tree)
    skills = [Parts(one).leaf("QUOTE") for one in parts.all("without")]
    return Relax(
        span_of(tree),
        duration(building, parts.token("DURATION")),
        _number(building, parts, "to_level"),
        tuple(quote(token) for token in skills if token),
        None in skills,
    )


def _overflow(building: Building, tree: Branch) -> Overflow:
    parts = Parts(tree)
    after = duration(building, parts.token("DURATION"))
    return Overflow(span_of(tree), after, name(parts.token("NAME")))


def _reply(tree: Branch) -> Reply:
    return Reply(span_of(tree), quote(Parts(tree).token("QUOTE")), some_text(tree))


def _outcome(tree: Branch) -> Disposition:
    parts = Parts(tree)
    category = parts.branch("category")
    return Disposition(
        span_of(tree),
        quote(parts.token("QUOTE")),
        parts.branch("short") is not None,
        quote(Parts(category).token("QUOTE")) if category else None,
        tuple(phrasing(line) for line in parts.all("phrasing")),
    )
