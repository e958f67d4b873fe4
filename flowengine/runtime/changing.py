"""What to change in a form: a question that is chosen again, or "no, on Friday" said in passing.

Whoever has only keys chooses, once all was read back; whoever speaks just says the right answer.
Where a free text is asked, only a "no" before it tells such an answer from the text itself. What is
kept or refused is the business of `forms`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from flowengine.grammar.normal import words as fold
from flowengine.grammar.search import WITHOUT_FILLER
from flowengine.runtime import hearing, readers, sureness
from flowengine.runtime.choices import Shown, shown
from flowengine.runtime.events import Event, Pressed, Said
from flowengine.runtime.words import text_of

if TYPE_CHECKING:
    from flowengine.language import program as p
    from flowengine.runtime.turn import Turn

FREE = ("text", "name")
"""Answers that may be anything: whatever is said would be taken for one."""

_NEVER = frozenset({*FREE, "yes/no"})  # "no, no" and "no, thank you" are answers to a free text
_FIRST_WORD = re.compile(r"\W*(\w[\w'’]*)\W+(.+)", re.DOTALL)


def offered(turn: Turn, form: p.Form) -> tuple[Shown, ...]:
    """The questions of the form; the value of each is its number in the form."""
    texts = (text_of(turn, ask.question) if ask.question else ask.slot for ask in form.asks)
    return tuple(Shown(str(n), str(n), text, n - 1, None) for n, text in enumerate(texts, 1))


def chosen(turn: Turn, form: p.Form, event: Event) -> int | None:
    """Which question was chosen, by key, button, number or its own words."""
    said = _said(event).strip().rstrip("#")
    for one in offered(turn, form):
        if said == one.key or (fold(said) and fold(said) == fold(one.label)):
            return int(one.value)
    return None


def corrected(turn: Turn, form: p.Form, text: str) -> tuple[int, list[Any]] | None:
    """The ask that "no, …" gives another answer to, the latest first, and the values allowed there.

    None where it begins with no "no", or where the rest is not wholly such an answer.
    """
    found = _FIRST_WORD.fullmatch(text.strip())
    if found is None or sureness.spoken(turn, found[1]) is not False:
        return None
    for index in reversed(turn.so_far.filled):
        ask = form.asks[index]
        values = [] if ask.type.name in _NEVER else _values(turn, ask, found[2])
        if values and index != turn.so_far.slot:
            return index, [one for one in values if readers.allowed(turn, ask.type, one)]
    return None


def _values(turn: Turn, ask: p.Ask, text: str) -> list[Any]:
    if ask.type.name == "choice":
        option = hearing.option_exactly(turn, ask, shown(turn, ask), text)
        if option is None or (option.option and (option.option.goes or option.option.body)):
            return []
        return [option.value if option.option is None or option.option.keeps else option.label]
    readings = readers.read(turn, ask.type, text)
    return [one.value for one in readings if one.score >= WITHOUT_FILLER]


def _said(event: Event) -> str:
    if isinstance(event, Said):
        return event.text
    return event.keys if isinstance(event, Pressed) else getattr(event, "choice", "")
