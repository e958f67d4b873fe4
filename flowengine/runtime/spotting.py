"""What one utterance says about several questions of a form: values and options inside it.

It finds and never decides: what is kept, refused or asked again is the business of `forms`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowengine.grammar import values as grammar_values
from flowengine.runtime import hearing, readers
from flowengine.runtime import values as known
from flowengine.runtime.choices import Shown, shown

if TYPE_CHECKING:
    from flowengine.language import program as p
    from flowengine.runtime.turn import Turn


def spotted(turn: Turn, form: p.Form, text: str) -> dict[int, Any]:
    """By ask: values of its type inside the text. Words that one ask took are not taken again.

    Asks still open go first, so that "two" after "how many?" does not change the day.
    """
    asked = turn.so_far
    order = sorted(range(len(form.asks)), key=lambda i: i in asked.filled)
    taken: set[int] = set()
    found: dict[int, Any] = {}
    for kinds in (
        ("date", "time", "phone", "email", "money"),
        ("number", "digits"),
        ("name",),
        ("choice", "text"),
    ):
        for index in order:
            ask = form.asks[index]
            if ask.type.name in kinds and index not in found:
                value = _inside(turn, ask, text, taken)
                if value is not None:
                    found[index] = value
    return found


def _inside(turn: Turn, ask: p.Ask, text: str, taken: set[int]) -> Any:
    if ask.type.name in ("choice", "text"):
        return _option_inside(turn, ask, text)
    spots = grammar_values.spot(
        ask.type.name, text, hearing.standard(turn.program), turn.language, known.now(turn.values)
    )
    for spot in spots:
        words = set(range(spot.start_word, spot.end_word))
        values = [readers.kept(reading.value) for reading in spot.readings]
        fitting = [value for value in values if readers.allowed(turn, ask.type, value)]
        if fitting and not words & taken:
            taken |= words
            return fitting[0]
    return None


def _option_inside(turn: Turn, ask: p.Ask, text: str) -> Any:
    offered = tuple(one for one in shown(turn, ask) if _is_value(one))
    meaning = hearing.option_meant(turn, ask, offered, text)
    if len(meaning.options) != 1:
        return None
    one = meaning.options[0]
    return one.value if one.option is None or one.option.keeps else one.label


def _is_value(one: Shown) -> bool:
    """Options that lead away are taken only when they are the whole answer."""
    return one.option is None or not (one.option.goes or one.option.body)
