"""A form as a page shows it: all questions at once as fields, and all answers at once.

It reads what the fields hold as though each had been typed at its own question, and decides
nothing: what is kept, refused or asked again is the business of `forms`.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from flowengine.runtime import effects as fx
from flowengine.runtime import readers
from flowengine.runtime.choices import Shown, shown
from flowengine.runtime.keeping import keepable
from flowengine.runtime.limits import EVENT_TEXT
from flowengine.runtime.words import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowengine.language import program as p
    from flowengine.runtime.turn import Turn


def fields(turn: Turn, form: p.Form) -> tuple[fx.Field, ...]:
    """One for every question; options that lead elsewhere stay with the questions themselves."""
    return tuple(_field(turn, ask) for ask in form.asks)


def _field(turn: Turn, ask: p.Ask) -> fx.Field:
    least, most = bounds(turn, ask.type)
    return fx.Field(
        slot=ask.slot,
        label=text_of(turn, ask.question) if ask.question else "",
        accepts=ask.type.name,
        choices=tuple(one.as_choice() for one in _answers(turn, ask)),
        hint=text_of(turn, ask.hint) if ask.hint else "",
        optional=ask.optional,
        secret=ask.secret,
        least=least,
        most=most,
    )


def _answers(turn: Turn, ask: p.Ask) -> list[Shown]:
    """What can be chosen as a value."""
    return [
        one
        for one in shown(turn, ask)
        if not one.quiet and (one.option is None or not (one.option.goes or one.option.body))
    ]


def bounds(turn: Turn, type_: p.AnswerType) -> tuple[str, str]:
    """The least and the greatest answer as ISO 8601 text or figures, "" where there is no bound."""
    low = type_.low(turn.values) if type_.low else None
    high = type_.high(turn.values) if type_.high else None
    return _bound(low, type_.name), _bound(high, type_.name)


def _bound(value: Any, kind: str) -> str:
    match value:
        case None:
            return ""
        case datetime() if kind == "time":
            return value.strftime("%H:%M")
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case time():
            return value.strftime("%H:%M")
    return str(value)


def read(
    turn: Turn, form: p.Form, given: Mapping[str, str]
) -> tuple[dict[int, Any], dict[int, str]]:
    """By ask: the values that fit, and of the rest why not ("wrong" or "no match").

    A field that is left empty is no answer, but to an optional question: it is answered with None.
    """
    found: dict[int, Any] = {}
    amiss: dict[int, str] = {}
    for index, ask in enumerate(form.asks):
        text = typed(given.get(ask.slot, ""))
        if ask.slot not in given:
            continue
        if text:
            fitting, why = _read(turn, ask, text)
            if fitting:
                found[index] = fitting[0]
            else:
                amiss[index] = why
        elif ask.optional:
            found[index] = None
    return found, amiss


def typed(text: str) -> str:
    """As much of it as is read of a typed message."""
    return str(keepable(text.strip()[:EVENT_TEXT]))


def _read(turn: Turn, ask: p.Ask, text: str) -> tuple[list[Any], str]:
    """At most one value, or why there is none."""
    for one in _answers(turn, ask):
        if text in (one.id, one.label):
            kept = one.option is None or one.option.keeps
            return [one.value if kept else one.label], ""
    readings = readers.read(turn, ask.type, text)
    fitting = [one.value for one in readings if readers.allowed(turn, ask.type, one.value)]
    if fitting:
        return fitting[:1], ""
    return [], "wrong" if readings else "no match"
