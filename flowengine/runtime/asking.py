"""An answer to the ask that a form has come to: its key, its option, or the message as its value.

What is no answer to it, and may be one to another ask of the form, is left to `forms`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.runtime import (
    changing,
    choosing,
    filling,
    formats,
    hearing,
    moves,
    readers,
    sureness,
)
from flowengine.runtime.events import Event, Picked, Pressed, Said
from flowengine.runtime.filling import OPENING
from flowengine.runtime.ladders import fail

if TYPE_CHECKING:
    from flowengine.language import program as p
    from flowengine.runtime.choices import Shown
    from flowengine.runtime.turn import Turn

NOT = "\0"  # no answer to this ask


def heard(turn: Turn, form: p.Form, ask: p.Ask, event: Event) -> str | None:
    """An answer to the ask we are at: its key, its option, or the whole message as its value."""
    keys = event.keys if isinstance(event, Pressed) else ""
    text = event.text if isinstance(event, Said) else keys
    offered = choosing.on_offer(turn, ask)
    for one in offered:
        if (isinstance(event, Picked) and one.id == event.choice) or (
            text and one.key == text.strip()
        ):
            return _chosen(turn, form, ask, one)
    if isinstance(event, Said):
        option = hearing.option_exactly(turn, ask, offered, text)
        if option is not None:
            return _chosen(turn, form, ask, option)
    whole = command_of(turn, form, event)
    if whole is not None:
        return moves.command(turn, whole)
    numbered = _numbered(turn, ask, offered, event)
    if numbered is not None:
        return _chosen(turn, form, ask, numbered)
    return _value(turn, form, ask, text, keys)


def _chosen(turn: Turn, form: p.Form, ask: p.Ask, one: Shown) -> str | None:
    """Turns the page, leads where the option leads, or fills the ask we are at."""
    if choosing.turns_page(one):
        choosing.turn_page(turn, ask, one)
        return form.name
    option = one.option
    if option is None:
        return filling.fill(turn, form, {form.asks.index(ask): one.value}, one.label)
    turn.mark(option.place)
    if option.goes is not None and option.visits:
        return moves.visit(turn, option.goes)
    if option.goes is not None or option.body:
        turn.answered()
        return moves.jump(turn, option.goes) if option.goes is not None else option.body
    value = one.value if option.keeps else one.label
    return filling.fill(turn, form, {form.asks.index(ask): value}, one.label)


def _numbered(turn: Turn, ask: p.Ask, offered: tuple[Shown, ...], event: Event) -> Shown | None:
    """An option by its key in words, where a number is no answer itself."""
    if ask.type.name not in ("choice", "yes/no") or not isinstance(event, Said):
        return None
    return hearing.by_number(turn, offered, event.text)


def _value(turn: Turn, form: p.Form, ask: p.Ask, text: str, keys: str) -> str | None:
    """The whole message as a value of the ask we are at, or NOT."""
    again = changing.corrected(turn, form, text) if ask.type.name in changing.FREE else None
    if again is not None:
        return filling.correct(turn, form, *again)
    readings = (
        readers.read_keys(turn, ask.type, keys) if keys else readers.read(turn, ask.type, text)
    )
    if not readings:
        return NOT
    fitting = [one for one in readings if readers.allowed(turn, ask.type, one.value)]
    if not fitting:
        return fail(turn, form, ask.ladders, "wrong")
    best = [one.value for one in fitting if one.score == fitting[0].score]
    if len(best) > 1:
        held = [("", formats.plain(value, turn.language), value, text) for value in best]
        return sureness.hold(turn, form, held)
    return filling.fill(turn, form, {form.asks.index(ask): best[0]}, said=text)


def command_of(turn: Turn, form: p.Form, event: Event) -> p.Option | None:
    """To the word, or by its key. A digit typed at the opening is rather a value."""
    part, slot = turn.program.blocks[form.name].part, turn.so_far.slot
    asked = form.asks[slot].type.name if slot >= 0 else ""
    match event:
        case Pressed(keys=keys):
            return hearing.command_by_key(turn, part, keys, asked)
        case Said(text=text):
            asked = "number" if slot == OPENING else asked
            exact = hearing.command_exactly(turn, part, text)
            return exact or hearing.command_by_key(turn, part, text.strip(), asked)
    return None
