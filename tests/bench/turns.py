"""Turns a second in memory and persisted, and the size of a session that waits."""

from __future__ import annotations

from flowengine.language.program import Program
from tests.bench import conversation, references
from tests.bench.measure import Row, in_turn, rate


def rows() -> list[Row]:
    menu, form = conversation.program(conversation.MENU), conversation.program(conversation.FORM)
    size = len(conversation.waiting_form(form))
    return [*_in_memory(menu), *_persisted(menu), *_sizes(size)]


def _in_memory(menu: Program) -> list[Row]:
    names = ("transitions", "rivescript", "xstate")
    takers = (references.python_peer("transitions"), references.python_peer("rivescript"))
    ours, *theirs = in_turn(
        [lambda: rate(lambda: conversation.hold(menu), 3), *takers, references.xstate]
    )
    goals = (">= 5x", ">= 5x", "level")
    return [
        Row("turns in memory", "turns/s", ours or 0, name, figure, "more", f">= 150,000; {goal}")
        for name, figure, goal in zip(names, theirs, goals, strict=True)
    ]


def _persisted(menu: Program) -> list[Row]:
    ours, botbuilder, xstate = in_turn(
        [
            lambda: rate(lambda: conversation.hold_persisted(menu), 3),
            references.botbuilder,
            lambda: references.xstate(persisted=True),
        ]
    )
    what, unit = "turns, session encoded and decoded", "turns/s"
    return [
        Row(what, unit, ours or 0, "botbuilder-dialogs", botbuilder, "more", ">= 100,000; >= 50x"),
        Row(what, unit, ours or 0, "xstate, JSON", xstate, "more", ">= 100,000"),
    ]


def _sizes(size: int) -> list[Row]:
    what = "waiting session (ours: a three-slot form, two filled)"
    return [
        Row(what, "bytes", size, name, references.size(name), "less", "<= 500")
        for name in ("botbuilder", "xstate")
    ]
