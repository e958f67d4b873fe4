"""`form`: one utterance may fill several asks; then what is missing; then the read-back.

A form rests at one place only. `Asked.slot` says what is being asked: the opening question (-1),
the read-back (-2), what to change (-3), or the number of an ask. Values found by the way are kept
only when they are allowed; what is wrong is asked for again by its own question and ladder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from flowengine.runtime import (
    asking,
    changing,
    doubting,
    fields,
    filling,
    hearing,
    moves,
    prompts,
    spotting,
    sureness,
)
from flowengine.runtime import effects as fx
from flowengine.runtime.events import Event, Filled, Received, Said, Silence
from flowengine.runtime.filling import CHANGE, OPENING, READ_BACK
from flowengine.runtime.ladders import fail
from flowengine.runtime.phrases import phrase
from flowengine.runtime.session import Asked
from flowengine.runtime.words import recording_of, text_of

if TYPE_CHECKING:
    from flowengine.language import program as p
    from flowengine.runtime.turn import Turn


def enter(turn: Turn, form: p.Form) -> str | None:
    """Asks what comes next; a form that is complete and has no read-back is left at once."""
    turn.asked = turn.asked or Asked(turn.number, slot=OPENING)
    turn.place = form.name
    if turn.asked.mode:
        sureness.ask(turn, form)
        return None
    slot = _next(turn, form)
    if slot is None:
        return _complete(turn, form)
    turn.asked = replace(turn.asked, slot=slot)
    _present(turn, form, slot)
    return None


def _next(turn: Turn, form: p.Form) -> int | None:
    """What to ask now; None when all is there and nothing is to be read back."""
    asked = turn.so_far
    if asked.slot == CHANGE or (asked.slot == OPENING and form.question and not asked.filled):
        return asked.slot
    for index in range(len(form.asks)):
        if index not in asked.filled:
            return index
    return READ_BACK if form.read_back else None


def _present(turn: Turn, form: p.Form, slot: int) -> None:
    if slot >= 0:
        ask = form.asks[slot]
        turn.mark(ask.place)
        prompts.ask(turn, ask, ask.question, at=form.name)
    elif slot == READ_BACK:
        text = text_of(turn, form.read_back) if form.read_back else ""
        prompts.choose(turn, form, "yes/no", text, prompts.yes_no(turn))
    elif slot == CHANGE:
        text = phrase(turn.language, "what to change")
        prompts.choose(turn, form, "form", text, changing.offered(turn, form))
    else:
        _open(turn, form)


def _open(turn: Turn, form: p.Form) -> None:
    message = turn.instead or form.question
    turn.emit(
        fx.Prompt(
            turn=turn.so_far.turn,
            wait=form.name,
            kind="form",
            text=text_of(turn, message) if message else "",
            language=turn.language,
            hint=text_of(turn, form.hint) if form.hint else "",
            recording=recording_of(turn, message) if message else "",
            fields=fields.fields(turn, form),
            interrupt=form.manner.interrupt,
            patience=form.manner.patience,
            pause=form.manner.pause,
        )
    )


def hear(turn: Turn, form: p.Form, event: Event) -> str | None:
    asked = turn.so_far
    if isinstance(event, Filled):
        return filling.page(turn, form, event)
    if isinstance(event, Silence):
        return fail(turn, form, filling.ladders(form, asked), "silence")
    if asked.slot == READ_BACK and not asked.mode:
        agreed = _read_back(turn, form, event)
        if agreed is not asking.NOT:
            return agreed
    back = doubting.doubted(turn, form, filling.ladders(form, asked), event, hear)
    if back is not doubting.ON:
        return back
    if isinstance(event, Received):
        return filling.received(turn, form, event)
    again = changing.chosen(turn, form, event) if asked.slot == CHANGE else None
    if again is not None:
        kept = tuple(index for index in asked.filled if index != again)
        turn.asked = Asked(asked.turn, slot=again, filled=kept)
        return form.name
    if asked.slot >= 0:
        heard = asking.heard(turn, form, form.asks[asked.slot], event)
        if heard is not asking.NOT:
            return heard
    return _indirect(turn, form, event)


def _read_back(turn: Turn, form: p.Form, event: Event) -> str | None:
    """A yes or a no to all that was read back; what puts something right is no mere no."""
    if sureness.is_faint(turn, event):
        return form.name
    said = sureness.answer(turn, event)
    if said is True:
        return _complete(turn, form)
    corrected = spotting.spotted(turn, form, event.text) if isinstance(event, Said) else {}
    if said is None or corrected:
        return asking.NOT
    asked = turn.so_far
    turn.asked = Asked(asked.turn, slot=CHANGE, filled=asked.filled)
    return form.name


def _indirect(turn: Turn, form: p.Form, event: Event) -> str | None:
    """Values found anywhere in what was said; else a command; else it was not understood."""
    asked = turn.so_far
    command = asking.command_of(turn, form, event)
    if command is not None:
        return moves.command(turn, command)
    if isinstance(event, Said):
        found = spotting.spotted(turn, form, event.text)
        if found:
            return filling.fill(turn, form, found)
        part = turn.program.blocks[form.name].part
        option, _ = hearing.command_meant(turn, part, event.text)
        if option is not None:
            return moves.command(turn, option)
    return fail(turn, form, filling.ladders(form, asked), "no match")


def skips(turn: Turn, form: p.Form) -> bool:
    """Whether the ask we are at may be left empty."""
    return turn.so_far.slot >= 0 and form.asks[turn.so_far.slot].optional


def skip(turn: Turn, form: p.Form) -> str:
    asked = turn.so_far
    turn.keep(form.asks[asked.slot].slot, None)
    turn.asked = Asked(asked.turn, slot=0, filled=(*asked.filled, asked.slot))
    return form.name


def back(turn: Turn, form: p.Form) -> str:
    """To what was answered last in this form; from its beginning to the question before it."""
    asked = turn.so_far
    if not asked.filled:
        return moves.back(turn)
    last = asked.filled[-1]
    turn.keep(form.asks[last].slot, None)
    turn.asked = Asked(asked.turn, slot=last, filled=asked.filled[:-1])
    return form.name


def _complete(turn: Turn, form: p.Form) -> str:
    turn.answered()
    return form.after
