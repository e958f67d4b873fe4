"""What a person does: words, keys, buttons, silence and media are heard by whatever waits.

Emergency words come before everything else; what nobody waits for is dropped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from flowengine.grammar.typed import plain
from flowengine.language import program as p
from flowengine.runtime import effects as fx
from flowengine.runtime import events as ev
from flowengine.runtime import (
    fields,
    forms,
    handoffs,
    hearing,
    moves,
    paging,
    questions,
    rivals,
    signals,
    sureness,
)
from flowengine.runtime.keeping import keepable
from flowengine.runtime.limits import EVENT_TEXT, SILENCES
from flowengine.runtime.phrases import phrase
from flowengine.runtime.taking.place import DROPPED, handler_of

if TYPE_CHECKING:
    from flowengine.runtime.turn import Turn

_SIGNS = ("*", "#")


def done(turn: Turn, event: ev.Event) -> str | None:
    """The next block, or DROPPED."""
    turn.heard = turn.number
    if turn.ended:
        turn.forget_answers()
    block = turn.program.blocks.get(turn.place)
    wait = block.exit if block is not None else None
    if _is_left(turn, wait, event):
        return hung_up(turn, event)
    if event.__class__ is ev.Said:
        event = _cut(event)
        emergency = _in_danger(turn, block, event)
        if emergency:
            return emergency
    elif isinstance(event, ev.Filled):
        return _fields(turn, block, event)
    if isinstance(event, ev.Picked) and turn.so_far.turn != event.turn:
        return DROPPED
    if turn.so_far.unread:
        turned = paging.heard(turn, wait, event)
        if turned is not paging.ELSEWHERE:
            return turned
    return _waited_for(turn, wait, event)


def _is_left(turn: Turn, wait: p.Exit | None, event: ev.Event) -> bool:
    """Whether nobody seems to hold the telephone any more; then that is said.

    Else a line that is closed, or gives nobody a person, would ask an empty room for ever.
    """
    asked = isinstance(wait, p.Question | p.Form) and turn.session.channel == "voice"
    turn.silences = turn.silences + 1 if asked and isinstance(event, ev.Silence) else 0
    if turn.silences < SILENCES:
        return False
    turn.emit(fx.Say(text=phrase(turn.language, "nobody"), language=turn.language))
    return True


def _waited_for(turn: Turn, wait: p.Exit | None, event: ev.Event) -> str | None:
    if isinstance(wait, p.Question):
        return questions.hear(turn, wait, event)
    if isinstance(wait, p.Form):
        return forms.hear(turn, wait, event)
    if wait is None:
        return _unexpected(turn, event)
    return _while_busy(turn, wait, event)


def _cut(event: ev.Said) -> ev.Said:
    """No longer than a session keeps. A key typed in the digits of another script is that key."""
    if len(event.text) <= EVENT_TEXT and event.text.isascii():
        return event
    text = keepable(event.text[:EVENT_TEXT])
    key = plain(text).strip()
    return structs.replace(event, text=key if key.isdecimal() or key in _SIGNS else text)


def _in_danger(turn: Turn, block: p.Block | None, event: ev.Said) -> str:
    """Emergency words in any of the hearings that are about as sure as the best."""
    part = block.part if block else turn.program.parts[turn.session.flow]
    if not part.dangers or turn.so_far.mode == handoffs.TALKING:
        return ""
    heard = (event.text, *rivals.near(event))
    return next(filter(None, (_emergency(turn, part, text) for text in heard)), "")


def _emergency(turn: Turn, part: p.Part, text: str) -> str:
    danger = hearing.danger(turn, part, text)
    if danger is None:
        return ""
    turn.about = {"word": danger.name, "text": text, "place": turn.here}
    turn.values[signals.ANSWERED] = True
    return moves.handle(turn, danger.block)


def _fields(turn: Turn, block: p.Block | None, event: ev.Filled) -> str | None:
    """Emergency words count in any field; else the form that was shown last takes them all."""
    part = block.part if block else turn.program.parts[turn.session.flow]
    said = fields.typed("\n".join(event.values.values()))
    emergency = _emergency(turn, part, said) if part.dangers else ""
    if emergency:
        return emergency
    if block is None or not isinstance(block.exit, p.Form) or turn.so_far.turn != event.turn:
        return DROPPED
    return forms.hear(turn, block.exit, event)


def _unexpected(turn: Turn, event: ev.Event) -> str | None:
    """A message when nothing runs: `on message`, else the flow begins afresh."""
    if not isinstance(event, ev.Said | ev.Received) or sureness.is_nothing(event):
        return DROPPED
    turn.about = {"text": event.text if isinstance(event, ev.Said) else event.label}
    handler = handler_of(turn, "message")
    if handler:
        return handler
    turn.afresh()
    return turn.program.parts[turn.session.flow].start


def _while_busy(turn: Turn, wait: p.Exit, event: ev.Event) -> str | None:
    """While something else is waited for commands still work; to an agent they are only words."""
    command = None if turn.so_far.mode == handoffs.TALKING else _command(turn, event)
    if command is not None:
        return moves.command(turn, command)
    if sureness.is_nothing(event):
        return DROPPED
    if isinstance(wait, p.Handoff) and isinstance(event, ev.Said):
        return handoffs.heard(turn, wait, event.text)
    if isinstance(wait, p.Handoff) and isinstance(event, ev.Received):
        return handoffs.heard(turn, wait, f"{event.label} {event.reference}".strip())
    return DROPPED


def _command(turn: Turn, event: ev.Event) -> p.Option | None:
    part = turn.program.blocks[turn.place].part
    match event:
        case ev.Said(text=text):
            return hearing.command_exactly(turn, part, text)
        case ev.Pressed(keys=keys):
            return hearing.command_by_key(turn, part, keys)
    return None


def hung_up(turn: Turn, _: ev.Event) -> str | None:
    """`on hang up` may note and send; it can ask nothing, because nobody is there. Who has gone on
    by another road only puts the telephone away."""
    if handoffs.GONE_ON in turn.values or turn.ended or not turn.session.turn:
        return DROPPED
    if paging.is_over(turn):
        return None
    turn.about = {"place": turn.here, "text": ""}
    handler = handler_of(turn, "hang up")
    turn.stack, turn.asked = (), None
    return handler or None
