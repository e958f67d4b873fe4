"""How a question is asked on the phone, and what of a call is recorded."""

from __future__ import annotations

from collections.abc import Iterator

from flowengine.language import nodes
from flowengine.language.checks.scope import Scope
from flowengine.language.diagnostics import Diagnostic

INTERRUPTS = ("no", "keys", "speech", "match")
PATIENCE = (2, 60)  # seconds, both included
PAUSE = (1, 10)
VOICE = "voice"


def interrupts_are_known(scope: Scope) -> Iterator[Diagnostic]:
    """FE180"""
    for word in _interrupts(scope):
        if word.text not in INTERRUPTS:
            yield scope.mistake(
                "FE180",
                word,
                f"Nothing called `{word.text}` stops what is said on the phone.",
                "Write `no`, `keys`, `speech` or `match` behind `interrupt`.",
            )


def _interrupts(scope: Scope) -> Iterator[nodes.Name]:
    says = (say.interrupt for say in scope.index.nodes(nodes.Say))
    questions = (manner.interrupt for manner in scope.index.nodes(nodes.Manner))
    return (word for word in (*says, *questions) if word is not None)


def silences_are_bearable(scope: Scope) -> Iterator[Diagnostic]:
    """FE181"""
    for manner in scope.index.nodes(nodes.Manner):
        for what, found, (least, most) in (
            ("patience", manner.patience, PATIENCE),
            ("pause", manner.pause, PAUSE),
        ):
            if found is not None and not least <= found.seconds <= most:
                yield scope.mistake(
                    "FE181",
                    found,
                    f"A `{what}` of {found.seconds} seconds is not possible on the phone.",
                    f"Write {least}s to {most}s.",
                )


def calls_are_taken(scope: Scope) -> Iterator[Diagnostic]:
    """FE182: lines about calls in a flow that nobody can call."""
    if scope.is_project or not scope.channels or VOICE in scope.channels:
        return
    for line, word in _lines(scope):
        yield scope.warning(
            "FE182",
            line,
            f"`{word}` is about phone calls, and nobody can call this flow.",
            "Add `voice` to the line `channels`, or take this line away.",
        )


def _lines(scope: Scope) -> Iterator[tuple[nodes.Node, str]]:
    for word in _interrupts(scope):
        yield word, "interrupt"
    for manner in scope.index.nodes(nodes.Manner):
        if manner.patience is not None:
            yield manner.patience, "patience"
        if manner.pause is not None:
            yield manner.pause, "pause"
    for record in (*scope.index.nodes(nodes.Record), *scope.index.nodes(nodes.RecordCalls)):
        yield record, "record"
