"""What a form does with words that were hardly heard: it asks back before it takes any of them.

A form may find several values in one utterance, so it is the words themselves that are asked about.
A yes has them heard as though they had been typed; after a no they are not believed again. Where
the ask it has come to reads them in two ways ("at seven"), these are settled here as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from flowengine.language.expressions.fault import Fault
from flowengine.runtime import filling, hearing, sureness
from flowengine.runtime.events import Event, Said
from flowengine.runtime.ladders import fail
from flowengine.runtime.trouble import Trouble
from flowengine.runtime.turn import Turn

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowengine.language import program as p

    Hear = Callable[[Turn, p.Form, Event], str | None]

ON = "\0on"  # nothing is doubted: the form hears it


def doubted(turn: Turn, form: p.Form, ladders: p.Ladders, event: Event, hear: Hear) -> str | None:
    """The next block where something is, or was, asked back about; else ON."""
    if turn.so_far.mode:
        return _settled(turn, form, ladders, event, hear)
    if not isinstance(event, Said) or event.confidence >= hearing.SURE:
        return ON
    for text, _ in ((event.text, 0.0), *event.alternatives):
        candidate = (sureness.WORDS, text, None, text)
        refused = sureness.is_refused(turn, candidate)
        if not refused and _is_understood(turn, form, Said(at=event.at, text=text), hear):
            return sureness.hold(turn, form, [candidate])
    return fail(turn, form, ladders, "no match")


def _settled(turn: Turn, form: p.Form, ladders: p.Ladders, event: Event, hear: Hear) -> str | None:
    if sureness.is_nothing(event):
        return fail(turn, form, ladders, "no match")
    if sureness.is_faint(turn, event):
        return form.name
    chosen = sureness.settle(turn, event)
    if chosen is None and sureness.denied(turn, event):
        sureness.deny(turn)
        return fail(turn, form, ladders, "no match")
    turn.asked = replace(turn.so_far, mode="", held=())
    if chosen is None:
        return doubted(turn, form, ladders, event, hear)
    if chosen[0] != sureness.WORDS:  # one of several values of the ask we are at
        return filling.fill(turn, form, {turn.so_far.slot: chosen[2]}, said=chosen[3])
    return hear(turn, form, Said(at=event.at, text=chosen[3]))


def _is_understood(turn: Turn, form: p.Form, said: Said, hear: Hear) -> bool:
    """Whether the form would take it for anything: heard beside the turn, which stays as it is."""
    trial = Turn(turn.program, turn.session, said, None)
    trial.asked = turn.asked
    try:
        hear(trial, form, said)
    except (Fault, Trouble):
        return True
    finally:
        trial.release()
    asked = trial.stack[-1].asked if len(trial.stack) > len(turn.stack) else trial.asked
    return asked is None or asked.no_match <= turn.so_far.no_match
