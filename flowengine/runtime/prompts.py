"""Asking: question and choices as one `Prompt`, the last effect when a person is waited for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.language import program as p
from flowengine.runtime import effects as fx
from flowengine.runtime import screens
from flowengine.runtime.choices import Shown, shown
from flowengine.runtime.phrases import phrase
from flowengine.runtime.words import recording_of, say, text_of

if TYPE_CHECKING:
    from flowengine.runtime.turn import Turn

_KINDS = {p.Menu: "menu", p.Ask: "ask", p.Browse: "browse"}


def ask(turn: Turn, wait: p.Question, question: p.Message | None, *, at: str = "") -> None:
    """Emits the prompt of a menu, an ask or a browse, in a ladder's words if it had any.

    `at` is the place that waits, where that is a form and not the ask itself.
    """
    message = turn.instead or question
    offered = shown(turn, wait)
    text, page = screens.fitted(turn, _text(turn, message), offered)
    type_ = wait.type if isinstance(wait, p.Ask) else None
    hint = wait.hint if isinstance(wait, p.Ask) else None
    turn.emit(
        fx.Prompt(
            turn=turn.so_far.turn,
            wait=at or wait.name,
            kind=_KINDS[type(wait)],
            text=text,
            language=turn.language,
            accepts=type_.name if type_ else "",
            choices=_choices(turn, wait, page),
            hint=text_of(turn, hint) if hint else "",
            recording=recording_of(turn, message) if message else "",
            says_keys=wait.says_keys,
            secret=isinstance(wait, p.Ask) and wait.secret,
            limit=type_.limit if type_ else 0,
        )
    )


def choose(turn: Turn, wait: p.Wait, kind: str, text: str, offered: tuple[Shown, ...]) -> None:
    """A question of the engine's own (is that right, did you mean) at the same place."""
    asked = turn.so_far
    text = text_of(turn, turn.instead) if turn.instead else text
    turn.emit(
        fx.Prompt(
            turn=asked.turn,
            wait=wait.name,
            kind=kind,
            text=text,
            language=turn.language,
            choices=tuple(one.as_choice() for one in offered),
        )
    )


def yes_no(turn: Turn) -> tuple[Shown, Shown]:
    return (
        Shown("yes", "1", phrase(turn.language, "yes"), True, None),
        Shown("no", "2", phrase(turn.language, "no"), False, None),
    )


def question_text(turn: Turn, wait: p.Question) -> str:
    """The words the question was asked in last, for reckoning which page stood on the screen."""
    message = wait.show if isinstance(wait, p.Browse) else wait.question
    return text_of(turn, message) if message else ""


def _choices(turn: Turn, wait: p.Question, page: tuple[Shown, ...]) -> tuple[fx.Choice, ...]:
    """Kept with the question where every conversation is shown the same ones."""
    known: tuple[fx.Choice, ...] | None = wait.cache.get(turn.language)
    if known is not None and wait.cache.get("choices of") is page:
        return known
    made = tuple(one.as_choice() for one in page)
    if wait.cache.get("static"):
        wait.cache[turn.language], wait.cache["choices of"] = made, page
    return made


def _text(turn: Turn, message: p.Message | None) -> str:
    """The question's words; what is attached to it goes before it."""
    if message is None:
        return ""
    if message.attachments:
        say(turn, p.Message(message.place, {(None, None): ("",)}, {}, message.attachments))
    return text_of(turn, message)
