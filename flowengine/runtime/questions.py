"""A person answers a menu, an ask or a browse: what it means, and where that leads.

Order of hearing: what is being confirmed; the key; an option to the word; a value of the type; a
command to the word; then the guesses, the better one first, the inner one among equals. Emergency
words were heard before (`taking`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from flowengine.language import program as p
from flowengine.runtime import (
    answers,
    browsing,
    choices,
    choosing,
    hearing,
    moves,
    prompts,
    readers,
    rivals,
    sureness,
)
from flowengine.runtime.changing import FREE
from flowengine.runtime.choices import Shown
from flowengine.runtime.events import Event, Picked, Pressed, Received, Said, Silence
from flowengine.runtime.ladders import fail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowengine.runtime.turn import Turn


def enter(turn: Turn, wait: p.Question) -> str | None:
    """Asks, afresh or again; a question that cannot be asked (nothing to browse) is passed by."""
    turn.asked = turn.so_far
    turn.place = wait.name
    if turn.asked.mode:
        sureness.ask(turn, wait)
    elif isinstance(wait, p.Browse):
        return browsing.present(turn, wait)
    else:
        prompts.ask(turn, wait, wait.question)
    return None


def hear(turn: Turn, wait: p.Question, event: Event) -> str | None:
    """The next block. The counters are those of `turn.asked`."""
    if turn.so_far.mode and not isinstance(event, Silence):
        if sureness.is_nothing(event):
            return fail(turn, wait, wait.ladders, "no match")
        if sureness.is_faint(turn, event):
            return wait.name
        settled = _settled(turn, wait, event)
        if settled is not _ON:
            return settled
    match event:
        case Said():
            return _said(turn, wait, event)
        case Pressed():
            return _pressed(turn, wait, event.keys)
        case Picked():
            return _picked(turn, wait, event.choice)
        case Received():
            return _received(turn, wait, event)
    return fail(turn, wait, wait.ladders, "silence")


_ON = "\0on"


def _settled(turn: Turn, wait: p.Question, event: Event) -> str | None:
    """Where an answer to what was asked back leads; _ON where it is an answer to the question."""
    chosen = sureness.settle(turn, event)
    if chosen is not None and chosen[0] == sureness.WORDS:
        turn.asked = replace(turn.so_far, mode="", held=())
        return hear(turn, wait, Said(at=event.at, text=chosen[3]))
    if chosen is not None and sureness.doubts(turn, event):
        return sureness.hold(turn, wait, [chosen])
    one = None if chosen is None else sureness.as_shown(turn, wait, chosen)
    if chosen is not None and one is not None:
        return choosing.take(turn, wait, one, said=chosen[3], confirmed=True)
    command = _aside(turn, wait, event)
    if command is not None:
        return moves.command(turn, command)
    if sureness.denied(turn, event):
        return _denied(turn, wait)
    turn.asked = replace(turn.so_far, mode="", held=())
    return _ON


def _denied(turn: Turn, wait: p.Question) -> str:
    """After a plain no: the next best is asked about, or the question again."""
    guessed = turn.so_far.mode != sureness.CONFIRM
    if sureness.deny(turn):
        return wait.name
    offered = {one.id for one in choosing.on_offer(turn, wait)}
    if offered and offered <= set(turn.so_far.refused):
        turn.asked = replace(turn.so_far, refused=())  # one of them must have been meant
    return fail(turn, wait, wait.ladders, "no match") if guessed else wait.name


def _aside(turn: Turn, wait: p.Question, event: Event) -> p.Option | None:
    """A command said while something is asked back: afterwards that is asked again. A faint one is
    asked back in its turn: a cough must end nobody's messages."""
    if not isinstance(event, Said) or event.confidence < hearing.SURE:
        return None
    if hearing.option_exactly(turn, wait, choosing.on_offer(turn, wait), event.text):
        return None
    return hearing.command_exactly(turn, turn.program.blocks[wait.name].part, event.text)


def _said(turn: Turn, wait: p.Question, event: Said) -> str | None:
    """Of several hearings the first that was not denied; two that are about as sure are asked."""
    if event.alternatives:
        found = rivals.compared(turn, wait, choosing.on_offer(turn, wait), event)
        if len(found) > 1 and rivals.are_close(found):
            return sureness.hold(turn, wait, [one.candidate for one in found[:2]])
        if found:
            text, confidence = found[0].candidate[3], found[0].confidence
            rest = tuple((one.candidate[3], one.confidence) for one in found[1:])
            event = replace(event, text=text, confidence=confidence, alternatives=rest)
    return _heard(turn, wait, event)


def _heard(turn: Turn, wait: p.Question, event: Said) -> str | None:
    text = event.text
    offered = choosing.on_offer(turn, wait)
    chosen = hearing.by_key(offered, text.strip())
    if chosen is None and offered:
        chosen = hearing.option_exactly(turn, wait, offered, text)
    if chosen is not None:
        return _sure(turn, wait, (chosen,), event, 1.0)
    if isinstance(wait, p.Ask):
        found = _value(turn, wait, text, event)
        if found is not _NOTHING:
            return found
    if isinstance(wait, p.Browse) and browsing.word(turn, text):
        return _words(turn, wait, event, text) or browsing.heard(turn, wait, text)
    exact = _command(turn, wait, text)
    if exact is not None:
        return _obey(turn, wait, event, exact)
    return _guess(turn, wait, offered, event)


def _obey(turn: Turn, wait: p.Question, event: Said, command: p.Option) -> str | None:
    """A command, where it was heard well enough."""
    label = choices.label_of(turn, command)
    return _words(turn, wait, event, label) or moves.command(turn, command)


def _words(turn: Turn, wait: p.Question, event: Said, label: str) -> str:
    """Faint words are asked back about as they are, or fail where they were denied; else ""."""
    if event.confidence >= hearing.SURE:
        return ""
    candidate = (sureness.WORDS, label, None, event.text)
    if sureness.is_refused(turn, candidate):
        return fail(turn, wait, wait.ladders, "no match")
    return sureness.hold(turn, wait, [candidate])


def _command(turn: Turn, wait: p.Question, text: str) -> p.Option | None:
    """The whole message is a command, or its key, typed where there is no keypad."""
    part = turn.program.blocks[wait.name].part
    exact = hearing.command_exactly(turn, part, text)
    return exact or hearing.command_by_key(turn, part, text.strip(), _type(wait))


def _type(wait: p.Question) -> str:
    return wait.type.name if isinstance(wait, p.Ask) else ""


_NOTHING = "\0"


def _value(turn: Turn, ask: p.Ask, text: str, event: Said) -> str | None:
    """What the words are as a value of the type, or _NOTHING. Commands go before free text."""
    if ask.type.name in FREE:  # a command counts only when it is the whole message
        command = _command(turn, ask, text)
        if command is not None:
            return _obey(turn, ask, event, command)
    readings = readers.read(turn, ask.type, text)
    return answers.judge(turn, ask, readings, event) if readings else _NOTHING


def _guess(turn: Turn, wait: p.Question, offered: tuple[Shown, ...], event: Said) -> str | None:
    part = turn.program.blocks[wait.name].part
    meaning = hearing.option_meant(turn, wait, offered, event.text)
    command, score = hearing.command_meant(turn, part, event.text)
    if command is not None and score > meaning.score:
        return _obey(turn, wait, event, command)
    if not meaning.options:
        numbered = hearing.by_number(turn, offered, event.text)
        if numbered is not None:
            return _sure(turn, wait, (numbered,), event, 1.0)
        return fail(turn, wait, wait.ladders, "no match")
    return _sure(turn, wait, meaning.options, event, meaning.score)


def _sure(
    turn: Turn, wait: p.Question, options: Sequence[Shown], event: Said, score: float
) -> str | None:
    """One option heard well enough is taken; equals, or a faint one, are asked back about."""
    score *= event.confidence
    believed = [one for one in options if score == 1.0 or not _is_refused(turn, one)]
    if not believed:
        return fail(turn, wait, wait.ladders, "no match")
    if len(believed) == 1 and score >= hearing.SURE:
        return choosing.take(turn, wait, believed[0], said=event.text, score=score)
    held = [(one.id, one.label, one.value, event.text) for one in believed]
    offered = choosing.on_offer(turn, wait)
    rest = rivals.next_best(turn, wait, offered, event) if len(held) == 1 else []
    return sureness.hold(turn, wait, held + rest, sureness.IN_TURN if rest else sureness.CHOOSE)


def _is_refused(turn: Turn, one: Shown) -> bool:
    return sureness.is_refused(turn, (one.id, one.label, one.value, ""))


def _pressed(turn: Turn, wait: p.Question, keys: str) -> str | None:
    chosen = hearing.by_key(choosing.on_offer(turn, wait), keys.rstrip("#") or keys)
    if chosen is not None:
        return choosing.take(turn, wait, chosen, said=keys)
    if isinstance(wait, p.Ask):
        readings = readers.read_keys(turn, wait.type, keys)
        if readings:
            return answers.judge(turn, wait, readings, Said(at=turn.event.at, text=keys))
    part = turn.program.blocks[wait.name].part
    command = hearing.command_by_key(turn, part, keys, _type(wait))
    if command is not None:
        return moves.command(turn, command)
    return fail(turn, wait, wait.ladders, "no match")


def _picked(turn: Turn, wait: p.Question, choice: str) -> str | None:
    for one in choosing.on_offer(turn, wait):
        if one.id == choice:
            return choosing.take(turn, wait, one, said=one.label)
    return fail(turn, wait, wait.ladders, "no match")


def _received(turn: Turn, wait: p.Question, event: Received) -> str | None:
    if isinstance(wait, p.Ask) and wait.type.name == event.kind:
        return answers.accept(turn, wait, event.reference, event.label, "", 1.0)
    handler = turn.program.blocks[wait.name].part.handlers.get("wrong media", "")
    if handler:
        return moves.handle(turn, handler)
    return fail(turn, wait, wait.ladders, "no match")
