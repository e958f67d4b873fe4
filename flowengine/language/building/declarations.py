"""What stands at the margin: the lines at the top, declarations, handlers, steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.language.building.leaves import name, names, path, quote, span_of
from flowengine.language.building.parts import Parts
from flowengine.language.building.questions import flags, manner, menu
from flowengine.language.building.services import duration_line, http_headers, retry
from flowengine.language.building.targets import target
from flowengine.language.building.texts import phrasing, text
from flowengine.language.building.values import ANSWER_TYPES, answer_type, duration, number
from flowengine.language.nodes import (
    Entry,
    Handler,
    Header,
    Moved,
    Name,
    PageWord,
    QuickExit,
    Quote,
    RecordCalls,
    Rule,
    Screen,
    Service,
    Slot,
    Span,
    Step,
    Table,
    Variant,
    Voice,
    Words,
)

if TYPE_CHECKING:
    from flowengine.language.building.building import Building
    from flowengine.language.syntax.grammar import Branch

EVENTS = {
    "on_word": "word",
    "on_signal": "signal",
    "on_quiet": "quiet",
    "on_message": "message",
    "on_wrong_media": "wrong media",
    "on_hang_up": "hang up",
    "on_fault": "fault",
    "on_return": "return",
    "on_missed_call": "missed call",
    "on_failed": "failed",
    "on_lost": "lost",
}
_TOP = (
    *("flow", "languages", "written_in", "channels", "voices", "resume", "screen", "gather"),
    *("quick_exit", "interrupt", "patience", "pause", "record_calls"),
)


def header(building: Building, parts: Parts) -> Header:
    """The lines at the top; its span goes from the first to the last of them."""
    flow = building.once(parts, "flow")
    inside = Parts(flow) if flow else None
    title = inside.leaf("QUOTE") if inside else None
    top = _across(parts.among(_TOP))
    return Header(
        top,
        name(inside.token("NAME")) if inside else None,
        quote(title) if title else None,
        tuple(phrasing(line) for line in inside.all("phrasing")) if inside else (),
        _names(building, parts, "languages"),
        _name(building, parts, "written_in"),
        _names(building, parts, "channels"),
        _voices(building, parts),
        _name(building, parts, "resume"),
        _screen(building, parts),
        duration_line(building, parts, "gather"),
        _quick_exit(building, parts),
        manner(building, parts, top),
        _record_calls(building, parts),
    )


def _across(lines: list[Branch]) -> Span:
    if not lines:
        return Span(1, 1, 1, 1)
    first, last = span_of(lines[0]), span_of(lines[-1])
    return Span(first.line, first.column, last.end_line, last.end_column)


def _names(building: Building, parts: Parts, kind: str) -> tuple[Name, ...]:
    line = building.once(parts, kind)
    return names(Parts(line).tokens("NAME")) if line else ()


def _name(building: Building, parts: Parts, kind: str) -> Name | None:
    found = _names(building, parts, kind)
    return found[0] if found else None


def _voices(building: Building, parts: Parts) -> tuple[Voice, ...]:
    line = building.once(parts, "voices")
    found = Parts(line).all("voice") if line else []
    return tuple(Voice(span_of(tree), *names(Parts(tree).tokens("NAME"))) for tree in found)


def _screen(building: Building, parts: Parts) -> Screen | None:
    line = building.once(parts, "screen")
    if line is None:
        return None
    inside = Parts(line)
    limit = number(building, inside.token("INT"))
    more, less = (_page_word(building, line, kind) for kind in ("more", "less"))
    return Screen(span_of(line), limit, more, less)


def _page_word(building: Building, line: Branch, kind: str) -> PageWord:
    inside = Parts(line)
    variants = []
    for below in inside.all("turning"):
        word = _word(building, Parts(below), kind)
        if word is not None:
            tags = names(Parts(below).tokens("NAME"))
            variants.append(Variant(span_of(below), tags, ((word,),)))
    return PageWord(span_of(line), _word(building, inside, kind), tuple(variants))


def _word(building: Building, parts: Parts, kind: str) -> Quote | None:
    found = building.once(parts, kind)
    return quote(Parts(found).token("QUOTE")) if found else None


def _record_calls(building: Building, parts: Parts) -> RecordCalls | None:
    line = building.once(parts, "record_calls")
    if line is None:
        return None
    inside = Parts(line)
    return RecordCalls(span_of(line), text(inside.branch("text"), inside))


def _quick_exit(building: Building, parts: Parts) -> QuickExit | None:
    line = building.once(parts, "quick_exit")
    if line is None:
        return None
    inside = Parts(line)
    titled = inside.branch("titled")
    title = quote(Parts(titled).token("QUOTE")) if titled else None
    return QuickExit(span_of(line), quote(inside.token("QUOTE")), title)


def entry(_: Building, tree: Branch) -> Entry:
    parts = Parts(tree)
    return Entry(
        span_of(tree),
        name(parts.token("NAME")),
        quote(parts.token("QUOTE")),
        target(tree),
        tuple(phrasing(line) for line in parts.all("phrasing")),
    )


def slot(building: Building, tree: Branch) -> Slot:
    parts = Parts(tree)
    kind = answer_type(building, parts.among(ANSWER_TYPES)[0])
    given = ("from page",) if parts.all("from_page") else ()
    return Slot(span_of(tree), name(parts.token("NAME")), kind, flags(parts) + given)


def service(building: Building, tree: Branch) -> Service:
    parts = Parts(tree)
    return Service(
        span_of(tree),
        name(parts.token("NAME")),
        quote(parts.token("QUOTE")),
        http_headers(parts),
        duration_line(building, parts, "timeout"),
        retry(building, parts),
    )


def table(_: Building, tree: Branch) -> Table:
    parts = Parts(tree)
    return Table(span_of(tree), name(parts.token("NAME")), quote(parts.token("QUOTE")))


def rule(_: Building, tree: Branch) -> Rule:
    parts = Parts(tree)
    return Rule(
        span_of(tree),
        name(parts.token("NAME")),
        quote(parts.token("QUOTE")),
        tuple(phrasing(line) for line in parts.all("phrasing")),
    )


def words(_: Building, tree: Branch) -> Words:
    parts = Parts(tree)
    lines = (Parts(line).tokens("QUOTE") for line in parts.all("phrases"))
    return Words(
        span_of(tree),
        name(parts.token("NAME")),
        tuple(quote(token) for line in lines for token in line),
        tuple(phrasing(line) for line in parts.all("phrasing")),
    )


def handler(building: Building, tree: Branch) -> Handler:
    parts = Parts(tree)
    event = parts.order[0]
    detail = Parts(event)
    word, after = detail.leaf("NAME"), detail.leaf("DURATION")
    return Handler(
        span_of(tree),
        EVENTS[event.data],
        name(word) if word else None,
        duration(building, after) if after else None,
        building.body(parts.need("body")),
    )


def moved(_: Building, tree: Branch) -> Moved:
    old, new = (path(token) for token in Parts(tree).tokens("PATH"))
    return Moved(span_of(tree), old, new)


def step(building: Building, tree: Branch) -> Step:
    parts = Parts(tree)
    parameters = parts.branch("parameters")
    return Step(
        span_of(tree),
        name(parts.token("NAME")),
        names(Parts(parameters).tokens("NAME")) if parameters else (),
        building.body(parts.need("block")),
    )


def menu_step(building: Building, tree: Branch) -> Step:
    """A menu at the margin is a step whose body is that menu alone."""
    called = name(Parts(tree).token("NAME"))
    return Step(span_of(tree), called, (), (menu(building, tree),))
