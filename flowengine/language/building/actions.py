"""Statements that don't wait for an answer, and `if`, `for`, `repeat` around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.language.building.leaves import (
    across,
    expression,
    name,
    names,
    path,
    quote,
    span_of,
)
from flowengine.language.building.parts import Parts
from flowengine.language.building.targets import jump, target
from flowengine.language.building.texts import some_text, text
from flowengine.language.building.values import clock, day, duration, number
from flowengine.language.nodes import (
    Again,
    Also,
    AskInstead,
    Call,
    Clear,
    End,
    For,
    Forget,
    GoOn,
    If,
    Jump,
    Note,
    Play,
    Promise,
    Record,
    Repeat,
    Return,
    Save,
    Say,
    Send,
    Set,
    SetLanguage,
    StopMessages,
    Tag,
    Transfer,
    Wait,
)
from flowengine.language.nodes import (
    Branch as Alternative,
)

if TYPE_CHECKING:
    from flowengine.language.building.building import Building
    from flowengine.language.syntax.grammar import Branch


def say(building: Building, tree: Branch) -> Say:
    line = building.once(Parts(tree), "interrupt")
    interrupt = name(Parts(line).token("NAME")) if line else None
    return Say(span_of(tree), some_text(tree), interrupt)


def ask_instead(_: Building, tree: Branch) -> AskInstead:
    return AskInstead(span_of(tree), some_text(tree))


def again(_: Building, tree: Branch) -> Again:
    return Again(span_of(tree))


def go(_: Building, tree: Branch) -> Jump:
    return jump(tree)


def call(_: Building, tree: Branch) -> Call:
    return Call(span_of(tree), target(tree))


def end(_: Building, tree: Branch) -> End:
    return End(span_of(tree))


def return_(_: Building, tree: Branch) -> Return:
    return Return(span_of(tree))


def set_(_: Building, tree: Branch) -> Set:
    parts = Parts(tree)
    return Set(span_of(tree), path(parts.token("PATH")), expression(parts.token("EXPR")))


def clear(_: Building, tree: Branch) -> Clear:
    return Clear(span_of(tree), names(Parts(tree).tokens("NAME")))


def forget(_: Building, tree: Branch) -> Forget:
    return Forget(span_of(tree), path(Parts(tree).token("PATH")))


def save(_: Building, tree: Branch) -> Save:
    parts = Parts(tree)
    return Save(span_of(tree), quote(parts.token("QUOTE")), expression(parts.token("EXPR")))


def tag(_: Building, tree: Branch) -> Tag:
    parts = Parts(tree)
    return Tag(span_of(tree), name(parts.token("NAME")), quote(parts.token("QUOTE")))


def note(_: Building, tree: Branch) -> Note:
    parts = Parts(tree)
    queue = parts.leaf("NAME")
    return Note(span_of(tree), quote(parts.token("QUOTE")), name(queue) if queue else None)


def set_language(_: Building, tree: Branch) -> SetLanguage:
    return SetLanguage(span_of(tree), name(Parts(tree).token("NAME")))


def send(building: Building, tree: Branch) -> Send:
    parts = Parts(tree)
    to, subject = parts.leaf("PATH"), building.once(parts, "subject")
    return Send(
        span_of(tree),
        name(parts.token("NAME")),
        path(to) if to else None,
        text(parts.branch("text"), parts),
        some_text(subject) if subject else None,
        _promise(building, parts),
    )


_PROMISE = ("for_queue", "call_at", "safe", "voicemail")


def _promise(building: Building, parts: Parts) -> Promise | None:
    lines = parts.among(_PROMISE)
    if not lines:
        return None
    queue = building.once(parts, "for_queue")
    values = (building.once(parts, kind) for kind in _PROMISE[1:])
    return Promise(
        across(span_of(lines[0]), span_of(lines[-1])),
        name(Parts(queue).token("NAME")) if queue else None,
        *(expression(Parts(line).token("EXPR")) if line else None for line in values),
    )


def go_on(_: Building, tree: Branch) -> GoOn:
    parts = Parts(tree)
    return GoOn(span_of(tree), name(parts.token("NAME")), path(parts.token("PATH")))


def stop_messages(_: Building, tree: Branch) -> StopMessages:
    return StopMessages(span_of(tree))


def transfer(_: Building, tree: Branch) -> Transfer:
    return Transfer(span_of(tree), quote(Parts(tree).token("QUOTE")))


def also(_: Building, tree: Branch) -> Also:
    return Also(span_of(tree), name(Parts(tree).token("NAME")))


def play(_: Building, tree: Branch) -> Play:
    return Play(span_of(tree), quote(Parts(tree).token("QUOTE")))


def record(_: Building, tree: Branch) -> Record:
    return Record(span_of(tree), str(tree.children[1]).lower() == "on")


def wait(building: Building, tree: Branch) -> Wait:
    parts = Parts(tree)
    length, word = parts.leaf("DURATION"), parts.leaf("NAME")
    date, at = parts.leaf("CALENDAR_DAY"), parts.leaf("CLOCK")
    if length:
        return Wait(span_of(tree), duration(building, length))
    return Wait(
        span_of(tree),
        None,
        name(word) if word else day(building, date) if date else None,
        clock(building, at, at) if at else None,
    )


def if_(building: Building, tree: Branch) -> If:
    parts = Parts(tree)
    branches = tuple(_branch(building, line) for line in parts.among(("branch", "elif_")))
    otherwise = parts.branch("else_")
    return If(
        span_of(tree),
        branches,
        building.body(Parts(otherwise).need("body")) if otherwise else (),
    )


def _branch(building: Building, tree: Branch) -> Alternative:
    parts = Parts(tree)
    return Alternative(
        span_of(tree), expression(parts.token("EXPR")), building.body(parts.need("body"))
    )


def for_(building: Building, tree: Branch) -> For:
    parts = Parts(tree)
    return For(
        span_of(tree),
        name(parts.token("NAME")),
        expression(parts.token("EXPR")),
        building.body(parts.need("body")),
    )


def repeat(building: Building, tree: Branch) -> Repeat:
    parts = Parts(tree)
    condition = parts.leaf("EXPR")
    return Repeat(
        span_of(tree),
        number(building, parts.token("INT")),
        expression(condition) if condition else None,
        building.body(parts.need("body")),
    )
