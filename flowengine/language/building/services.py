"""Statements that wait for somebody else: a service that answers, a person who takes over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.language.building.leaves import expression, name, quote, span_of
from flowengine.language.building.options import condition
from flowengine.language.building.parts import Parts
from flowengine.language.building.targets import argument
from flowengine.language.building.values import duration, number, number_or_none
from flowengine.language.nodes import (
    Body,
    Duration,
    Fetch,
    Handoff,
    HttpHeader,
    Name,
    Need,
    Number,
    Outcome,
    Priority,
    Quote,
    Slow,
    Timed,
)

if TYPE_CHECKING:
    from flowengine.language.building.building import Building
    from flowengine.language.syntax.grammar import Branch

OUTCOMES = {"on_closed": "closed", "on_nobody": "nobody", "on_full": "full"}


def fetch(building: Building, tree: Branch) -> Fetch:
    parts = Parts(tree)
    result, *service = (name(token) for token in parts.tokens("NAME"))
    return Fetch(
        span_of(tree),
        result,
        service[0] if service else None,
        quote(parts.token("QUOTE")),
        tuple(argument(line) for line in parts.all("send_value")),
        http_headers(parts),
        _method(building, parts),
        duration_line(building, parts, "timeout"),
        retry(building, parts),
        _slow(building, parts),
        _body(building, parts, "on_error"),
        _body(building, parts, "on_late"),
    )


def http_headers(parts: Parts) -> tuple[HttpHeader, ...]:
    lines = ((line, Parts(line)) for line in parts.all("http_header"))
    return tuple(
        HttpHeader(span_of(line), quote(inside.token("QUOTE")), expression(inside.token("EXPR")))
        for line, inside in lines
    )


def duration_line(building: Building, parts: Parts, kind: str) -> Duration | None:
    """A line that is a word and a length of time, `timeout 5s`."""
    line = building.once(parts, kind)
    return duration(building, Parts(line).token("DURATION")) if line else None


def retry(building: Building, parts: Parts) -> Number | None:
    line = building.once(parts, "retry")
    return number(building, Parts(line).token("INT")) if line else None


def handoff(building: Building, tree: Branch) -> Handoff:
    parts = Parts(tree)
    waiting = building.once(parts, "waiting")
    return Handoff(
        span_of(tree),
        name(parts.token("NAME")),
        tuple(_need(building, line) for line in parts.among(("needs_language", "needs_skill"))),
        tuple(_priority(line) for line in parts.all("priority")),
        _quote(building, parts, "brief"),
        _timed(building, waiting) if waiting else None,
        _quote(building, parts, "music"),
        duration_line(building, parts, "offer"),
        tuple(_timed(building, line) for line in parts.all("after")),
        tuple(_outcome(building, line) for line in parts.among(OUTCOMES)),
        duration_line(building, parts, "offer_sms"),
    )


def _method(building: Building, parts: Parts) -> Name | None:
    line = building.once(parts, "method")
    return name(Parts(line).token("NAME")) if line else None


def _slow(building: Building, parts: Parts) -> Slow | None:
    line = building.once(parts, "slow")
    if line is None:
        return None
    timed = _timed(building, line)
    return Slow(timed.span, timed.seconds, timed.body)


def _body(building: Building, parts: Parts, kind: str) -> Body | None:
    line = building.once(parts, kind)
    return building.body(Parts(line).need("body")) if line else None


def _quote(building: Building, parts: Parts, kind: str) -> Quote | None:
    line = building.once(parts, kind)
    return quote(Parts(line).token("QUOTE")) if line else None


def _timed(building: Building, tree: Branch) -> Timed:
    parts = Parts(tree)
    length = duration(building, parts.token("DURATION"))
    return Timed(span_of(tree), length, building.body(parts.need("body")))


def _need(building: Building, tree: Branch) -> Need:
    parts = Parts(tree)
    skill, level = parts.leaf("QUOTE"), number_or_none(building, parts.leaf("INT"))
    return Need(span_of(tree), quote(skill) if skill else None, level, condition(parts))


def _priority(tree: Branch) -> Priority:
    parts = Parts(tree)
    return Priority(span_of(tree), name(parts.token("NAME")), condition(parts))


def _outcome(building: Building, tree: Branch) -> Outcome:
    return Outcome(span_of(tree), OUTCOMES[tree.data], building.body(Parts(tree).need("body")))
