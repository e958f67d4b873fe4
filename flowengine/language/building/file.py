"""A parse tree into a file of nodes. Resolves no name, computes no type, fills in no default.

What the grammar cannot refuse but no node can hold is told here: a time or day there is none of, a
number too long, a line that may stand once and stands twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.language.building import actions, declarations, questions
from flowengine.language.building.building import Building, StatementBuilder
from flowengine.language.building.hours import hours
from flowengine.language.building.options import ladders, options
from flowengine.language.building.parts import Parts
from flowengine.language.building.queues import queue, shared
from flowengine.language.building.services import fetch, handoff
from flowengine.language.nodes import File, Span, Step

if TYPE_CHECKING:
    from flowengine.language.diagnostics import Diagnostic
    from flowengine.language.syntax.grammar import Branch

STATEMENTS: dict[str, StatementBuilder] = {
    "say": actions.say,
    "ask_instead": actions.ask_instead,
    "again": actions.again,
    "jump": actions.go,
    "call": actions.call,
    "end": actions.end,
    "return_": actions.return_,
    "set": actions.set_,
    "clear": actions.clear,
    "forget": actions.forget,
    "save": actions.save,
    "tag": actions.tag,
    "note": actions.note,
    "set_language": actions.set_language,
    "send": actions.send,
    "go_on": actions.go_on,
    "stop_messages": actions.stop_messages,
    "transfer": actions.transfer,
    "also": actions.also,
    "play": actions.play,
    "record": actions.record,
    "wait": actions.wait,
    "if_": actions.if_,
    "for_": actions.for_,
    "repeat": actions.repeat,
    "menu": questions.menu,
    "ask": questions.ask,
    "form": questions.form,
    "browse": questions.browse,
    "fetch": fetch,
    "handoff": handoff,
}


def build(tree: Branch, file: str) -> tuple[File, list[Diagnostic]]:
    """The file, and what is wrong in it that the grammar let pass."""
    building = Building(file, STATEMENTS)
    parts = Parts(tree)
    built = File(
        _whole(tree),
        declarations.header(building, parts),
        tuple(declarations.entry(building, line) for line in parts.all("entry")),
        tuple(
            declarations.slot(building, line)
            for block in parts.all("slots")
            for line in Parts(block).all("slot")
        ),
        tuple(hours(building, block) for block in parts.all("hours")),
        tuple(queue(building, block) for block in parts.all("queue")),
        shared(building, parts),
        tuple(declarations.service(building, block) for block in parts.all("service")),
        tuple(declarations.table(building, line) for line in parts.all("table")),
        tuple(declarations.rule(building, line) for line in parts.all("rule")),
        tuple(declarations.words(building, block) for block in parts.all("words")),
        tuple(o for block in parts.all("anywhere") for o in options(building, Parts(block))),
        tuple(o for block in parts.all("repairs") for o in ladders(building, Parts(block))),
        tuple(declarations.handler(building, block) for block in parts.all("handler")),
        tuple(declarations.moved(building, line) for line in parts.all("moved")),
        tuple(_step(building, block) for block in parts.among(("step", "menu_step"))),
    )
    return built, building.mistakes


def _step(building: Building, tree: Branch) -> Step:
    if tree.data == "step":
        return declarations.step(building, tree)
    return declarations.menu_step(building, tree)


def _whole(tree: Branch) -> Span:
    """From the beginning of the file to the end of what stands in it."""
    if tree.meta.empty:
        return Span(1, 1, 1, 1)
    return Span(1, 1, tree.meta.end_line, tree.meta.end_column)
