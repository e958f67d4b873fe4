"""Asking: question and choices as one `Prompt`, the last effect when a person is waited for."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from msgspec.structs import force_setattr, replace

from flowengine.language import program as p
from flowengine.runtime import effects as fx
from flowengine.runtime import fields, lists, screens
from flowengine.runtime.choices import Shown, is_static, kept_under, shown
from flowengine.runtime.phrases import phrase
from flowengine.runtime.words import recording_of, say, text_of

if TYPE_CHECKING:
    from flowengine.runtime.turn import Turn

_KINDS = {p.Menu: "menu", p.Ask: "ask", p.Browse: "browse"}


def ask(turn: Turn, wait: p.Question, question: p.Message | None, *, at: str = "") -> None:
    """Emits the prompt of a menu, an ask or a browse, in a ladder's words if it had any.

    `at` is the place that waits, where that is a form and not the ask itself.
    """
    if turn.instead is not None:
        turn.emit(_prompt(turn, wait, turn.instead, at))
        return
    key = ("prompt", turn.language, turn.session.channel, at)
    known: fx.Prompt | None = wait.cache.get(key, _UNSEEN)
    if known is _UNSEEN:
        prompt = _prompt(turn, wait, question, at)
        wait.cache[key] = _unsaid(prompt) if _is_fixed(turn, wait, question) else None
        turn.emit(prompt)
    else:
        turn.emit(_again(turn, known, question) if known else _prompt(turn, wait, question, at))


_UNSEEN = fx.Prompt(turn=0, wait="", kind="", text="", language="")


def _unsaid(prompt: fx.Prompt) -> fx.Prompt:
    """Without its words, which may name the person they were made for."""
    return replace(prompt, text="")


def _again(turn: Turn, prompt: fx.Prompt, question: p.Message | None) -> fx.Prompt:
    """The same prompt in another conversation; a copy costs a tenth of making it anew."""
    made = copy(prompt)
    force_setattr(made, "turn", turn.so_far.turn)
    if question is not None:
        force_setattr(made, "text", text_of(turn, question))
    return made


def _is_fixed(turn: Turn, wait: p.Question, question: p.Message | None) -> bool:
    """Whether all but the question's own words is the same for this language and channel."""
    hint = wait.hint if isinstance(wait, p.Ask) else None
    varied = (hint and not _is_plain(hint)) or (question and question.attachments)
    bounded = isinstance(wait, p.Ask) and (wait.type.low or wait.type.high)
    return is_static(wait) and not screens.is_small(turn) and not varied and not bounded


def _is_plain(message: p.Message) -> bool:
    return all(
        len(alternatives) == 1 and isinstance(alternatives[0], str)
        for alternatives in message.variants.values()
    )


def _prompt(turn: Turn, wait: p.Question, message: p.Message | None, at: str) -> fx.Prompt:
    offered = shown(turn, wait)
    type_ = wait.type if isinstance(wait, p.Ask) else None
    hint = text_of(turn, wait.hint) if isinstance(wait, p.Ask) and wait.hint else ""
    goes_on = lists.goes_on(turn, offered)
    if goes_on and turn.instead is None:
        message, hint = None, ""  # who asks for more has just heard the question
    text = _text(turn, message)
    if lists.is_long(turn, offered):
        page = lists.part_now(turn, offered)
    else:
        text, hint, page = screens.fitted(turn, text, hint, offered)
    least, most = fields.bounds(turn, type_) if type_ else ("", "")
    return fx.Prompt(
        turn=turn.so_far.turn,
        wait=at or wait.name,
        kind=_KINDS[type(wait)],
        text=text,
        language=turn.language,
        accepts=type_.name if type_ else "",
        choices=_choices(turn, wait, page),
        hint=hint,
        recording=recording_of(turn, message) if message else "",
        says_keys=wait.says_keys or goes_on,
        secret=isinstance(wait, p.Ask) and wait.secret,
        limit=type_.limit if type_ else 0,
        least=least,
        most=most,
        optional=isinstance(wait, p.Ask) and wait.optional,
        interrupt=wait.manner.interrupt,
        patience=wait.manner.patience,
        pause=wait.manner.pause,
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
            interrupt=wait.manner.interrupt,
            patience=wait.manner.patience,
        )
    )


def yes_no(turn: Turn) -> tuple[Shown, Shown]:
    return (
        Shown("yes", "1", phrase(turn.language, "yes"), True, None),
        Shown("no", "2", phrase(turn.language, "no"), False, None),
    )


def _choices(turn: Turn, wait: p.Question, page: tuple[Shown, ...]) -> tuple[fx.Choice, ...]:
    """Made once where every conversation is shown the same ones."""
    if wait.cache.get(kept_under("shown", turn)) is not page:
        return tuple(one.as_choice() for one in page)
    key = kept_under("choices", turn)
    made: tuple[fx.Choice, ...] | None = wait.cache.get(key)
    if made is None:
        made = wait.cache[key] = tuple(one.as_choice() for one in page)
    return made


def _text(turn: Turn, message: p.Message | None) -> str:
    """The question's words; what is attached to it goes before it."""
    if message is None:
        return ""
    if message.attachments:
        say(turn, p.Message(message.place, {(None, None): ("",)}, {}, message.attachments))
    return text_of(turn, message)
