"""What to change in a form that was read back: each of its questions can be chosen and asked again.

Whoever has only keys can correct an answer this way; whoever speaks just says the right one, which
is the business of `forms`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.grammar.normal import words as fold
from flowengine.runtime.choices import Shown
from flowengine.runtime.events import Event, Pressed, Said
from flowengine.runtime.words import text_of

if TYPE_CHECKING:
    from flowengine.language import program as p
    from flowengine.runtime.turn import Turn


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


def _said(event: Event) -> str:
    if isinstance(event, Said):
        return event.text
    return event.keys if isinstance(event, Pressed) else getattr(event, "choice", "")
