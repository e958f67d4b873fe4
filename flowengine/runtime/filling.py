"""A form takes values: of one answer, of a page's fields, or a photo that one of its asks wants.

What is allowed is kept, and what is wrong is asked for again by its own question and ladder. What
words mean is not known here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from flowengine.runtime import answers, fields, moves
from flowengine.runtime.ladders import fail
from flowengine.runtime.session import Asked

if TYPE_CHECKING:
    from flowengine.language import program as p
    from flowengine.runtime.events import Filled, Received
    from flowengine.runtime.turn import Turn

OPENING, READ_BACK, CHANGE = -1, -2, -3
"""`Asked.slot` where a form asks for none of its values."""


def fill(
    turn: Turn, form: p.Form, found: dict[int, Any], label: str = "", said: str = ""
) -> str | None:
    """Keeps what is right; the first value that a `wrong if` refuses is asked for again.

    `label` and `said` belong to an answer that was given to one question directly.
    """
    asked = turn.so_far
    filled = list(asked.filled)
    refused: tuple[str, int] | None = None
    for index, value in sorted(found.items()):
        ask = form.asks[index]
        shown = label or answers.label_of(turn, ask, value)
        filled = [one for one in filled if one != index]
        wrong = answers.refused(turn, ask, value, shown)
        if wrong:
            refused = refused or (wrong, index)
            continue
        answers.keep(turn, ask, value, shown, said)
        filled.append(index)
    slot = min((i for i in range(len(form.asks)) if i not in filled), default=READ_BACK)
    turn.asked = Asked(asked.turn, slot=slot, filled=tuple(filled))
    if refused is not None:
        block, index = refused
        turn.asked = replace(asked, slot=index, filled=tuple(filled))
        return fail(turn, form, form.asks[index].ladders, "wrong", block)
    return form.name


def page(turn: Turn, form: p.Form, event: Filled) -> str | None:
    """Keeps what fits of a page's fields, and goes on with the first that does not."""
    found, amiss = fields.read(turn, form, event.values)
    asked, empty = turn.so_far, [index for index, value in found.items() if value is None]
    for index in empty:
        turn.keep(form.asks[index].slot, None)
    turn.asked = replace(asked, filled=tuple(dict.fromkeys((*asked.filled, *empty))))
    then = fill(turn, form, {i: value for i, value in found.items() if i not in empty})
    if not amiss or then != form.name:
        return then
    index = min(amiss)
    turn.asked = replace(turn.so_far, slot=index)
    return fail(turn, form, form.asks[index].ladders, amiss[index])


def received(turn: Turn, form: p.Form, event: Received) -> str | None:
    """A photo or a recording where one of the asks wants it; the one we are at before others."""
    asked = turn.so_far
    order = sorted(range(len(form.asks)), key=lambda i: (i != asked.slot, i in asked.filled))
    wanted = next((i for i in order if form.asks[i].type.name == event.kind), None)
    if wanted is not None:
        return fill(turn, form, {wanted: event.reference}, event.label)
    handler = turn.program.blocks[form.name].part.handlers.get("wrong media", "")
    if handler:
        return moves.handle(turn, handler)
    return fail(turn, form, ladders(form, asked), "no match")


def ladders(form: p.Form, asked: Asked) -> p.Ladders:
    return form.asks[asked.slot].ladders if asked.slot >= 0 else form.ladders


def correct(turn: Turn, form: p.Form, index: int, values: list[Any]) -> str | None:
    """Another answer to a question that has one; what is not allowed there is asked for again."""
    if values:
        return fill(turn, form, {index: values[0]})
    asked = turn.so_far
    filled = tuple(one for one in asked.filled if one != index)
    turn.asked = replace(asked, slot=index, filled=filled)
    return fail(turn, form, form.asks[index].ladders, "wrong")
