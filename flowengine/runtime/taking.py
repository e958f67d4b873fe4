"""What each event does at the place where the conversation stands: the next block, or DROPPED.

A person's words go to whatever waits for them; answers, timers and the queue's news are obeyed only
where their turn is still waited for. Nothing is run here: `step` runs what is found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import structs

from flowengine.grammar.typed import plain
from flowengine.language import program as p
from flowengine.runtime import effects as fx
from flowengine.runtime import events as ev
from flowengine.runtime import (
    fetching,
    fields,
    forms,
    handoffs,
    hearing,
    moves,
    paging,
    pausing,
    questions,
    readers,
    returning,
    rivals,
    signals,
    sureness,
)
from flowengine.runtime.keeping import keepable
from flowengine.runtime.limits import EVENT_TEXT, SILENCES
from flowengine.runtime.phrases import phrase
from flowengine.runtime.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flowengine.runtime.turn import Turn

QUIET = "quiet"
_SIGNS = ("*", "#")
DROPPED = "\0dropped"


def _wait(turn: Turn) -> p.Exit | None:
    block = turn.program.blocks.get(turn.place)
    return block.exit if block is not None else None


def _handler(turn: Turn, event: str) -> str:
    block = turn.program.blocks.get(turn.place)
    part = block.part if block else turn.program.parts[turn.session.flow]
    return part.handlers.get(event, "")


def _started(turn: Turn, event: ev.Started) -> str | None:
    turn.heard, turn.silences = turn.number, 0
    paging.put_away(turn)
    if turn.place and event.place is None:
        _announce(turn)
        return returning.come_back(turn)
    part = turn.program.parts[turn.session.flow]
    place = event.place or part.start
    if "." not in place:
        place = f"{part.name}.{place}"
    if place not in turn.program.blocks:
        raise ValueError(f"There is no place {event.place} in {part.name}.")
    if turn.ended:
        turn.afresh()
    turn.stack, turn.asked = (), None
    turn.values.update(event.values)
    _from_page(turn, event.page)
    _announce(turn)
    return place


def _announce(turn: Turn) -> None:
    """Who calls is told that the call is recorded before anything else is said."""
    program = turn.program
    if not program.records or turn.session.channel != "voice":
        return
    if program.announcement is None:
        text = phrase(turn.language, "recorded")
        turn.emit(fx.Say(text=text, language=turn.language, interrupt="no"))
    else:
        say(turn, program.announcement, "no")
    turn.emit(fx.Recording(on=True))


def _from_page(turn: Turn, given: Mapping[str, str]) -> None:
    """Only what the flow asks of a page, and only what fits: anybody may write anything there."""
    for slot, type_ in turn.program.from_page.items() if given else ():
        text = fields.typed(given.get(slot, ""))
        readings = readers.read(turn, type_, text) if text else []
        fitting = [one.value for one in readings if readers.allowed(turn, type_, one.value)]
        if fitting:
            turn.set(slot, fitting[0])


def _person(turn: Turn, event: ev.Event) -> str | None:
    """Words, keys, buttons, silence and media: heard by whatever waits."""
    turn.heard = turn.number
    if turn.ended:
        turn.forget_answers()
    block = turn.program.blocks.get(turn.place)
    wait = block.exit if block is not None else None
    if _is_left(turn, wait, event):
        return _hung_up(turn, event)
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


def _switched(turn: Turn, event: ev.Switched) -> str | None:
    """The question we stand at is asked again as the other channel asks it; no try is used up.

    What was not read yet is left unread: it was put on pages for a screen that is not there now.
    """
    gone = handoffs.GONE_ON in turn.values  # whoever ends the call that they left changes nothing
    if gone or not turn.session.turn or paging.is_over(turn):
        return DROPPED
    turn.heard, turn.silences = turn.number, 0
    turn.session = structs.replace(turn.session, channel=event.channel)
    _announce(turn)
    wait = _wait(turn)
    if not isinstance(wait, p.Question | p.Form):
        return None
    turn.asked = structs.replace(turn.so_far.all_read(), page=0, fits=0)
    return turn.place


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
    handler = _handler(turn, "message")
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


def _fetched(turn: Turn, event: ev.Fetched) -> str | None:
    wait = _wait(turn)
    if isinstance(wait, p.Fetch) and turn.asked is not None and turn.asked.turn == event.turn:
        return fetching.fetched(turn, wait, event)
    beside = _beneath(turn, event.turn)
    if beside is not None:
        return fetching.fetched(turn, beside, event)
    name = turn.late.get(event.turn, "")
    late = turn.program.blocks[name].exit if name in turn.program.blocks else None
    if isinstance(late, p.Fetch):
        return fetching.late(turn, late, event)
    return DROPPED


def _beneath(turn: Turn, number: int) -> p.Fetch | None:
    """The fetch of that turn behind the detours we are on (a question asked while it was slow)."""
    for depth in range(len(turn.stack) - 1, -1, -1):
        frame = turn.stack[depth]
        block = turn.program.blocks.get(frame.then)
        if block and isinstance(block.exit, p.Fetch) and frame.asked and frame.asked.turn == number:
            turn.stack, turn.place, turn.asked = turn.stack[:depth], frame.then, frame.asked
            return block.exit
    return None


def _due(turn: Turn, event: ev.Due) -> str | None:
    if event.timer.startswith(QUIET):
        return _quiet(turn, event)
    queue = handoffs.around(turn, event.turn)
    if queue is not None:
        return handoffs.due(turn, queue, event) or DROPPED
    wait = _wait(turn)
    if turn.so_far.turn != event.turn:
        return DROPPED
    if isinstance(wait, p.Pause) and event.timer == pausing.PAUSE:
        turn.asked = None
        return wait.after
    if isinstance(wait, p.Fetch) and wait.slow and event.timer == fetching.SLOW:
        return fetching.slow(turn, wait, wait.slow[1])
    return DROPPED


def _quiet(turn: Turn, event: ev.Due) -> str | None:
    """`on quiet`: nothing came from the person since the turn that set the timer."""
    if event.turn != turn.heard or not isinstance(_wait(turn), p.Question | p.Form):
        return DROPPED
    quiet = turn.program.blocks[turn.place].part.quiet
    block = {f"{QUIET} {seconds}": block for seconds, block in quiet}.get(event.timer)
    return moves.handle(turn, block, quietly=True) if block else DROPPED


def _queued(turn: Turn, event: ev.Queued) -> str | None:
    old = turn.session
    if not handoffs.turns(turn.program, old.place, old.asked, old.stack):
        return DROPPED
    handoffs.queued(turn, event)
    return None


def _accepted(turn: Turn, event: ev.Accepted) -> str | None:
    if handoffs.standing(turn) is None:
        return DROPPED
    handoffs.accepted(turn, event)
    return None


def _handoff_ended(turn: Turn, event: ev.HandoffEnded) -> str | None:
    wait = handoffs.standing(turn)
    if wait is None or turn.asked is None or turn.asked.turn != event.turn:
        return DROPPED
    return handoffs.ended(turn, wait, event)


def _signalled(turn: Turn, event: ev.Signalled) -> str | None:
    if not turn.place or turn.ended or paging.is_over(turn):
        return DROPPED
    return signals.taken(turn, event) or DROPPED


def _hung_up(turn: Turn, _: ev.Event) -> str | None:
    """`on hang up` may note and send; it can ask nothing, because nobody is there. Who has gone on
    by another road only puts the telephone away."""
    if handoffs.GONE_ON in turn.values or turn.ended or not turn.session.turn:
        return DROPPED
    if paging.is_over(turn):
        return None
    turn.about = {"place": turn.here, "text": ""}
    handler = _handler(turn, "hang up")
    turn.stack, turn.asked = (), None
    return handler or None


def _told(event_name: str) -> Callable[[Turn, ev.Event], str | None]:
    """An event that only a handler of its name answers."""

    def told(turn: Turn, event: ev.Event) -> str | None:
        handler = _handler(turn, event_name)
        if not handler:
            return DROPPED
        turn.about = {"reason": getattr(event, "reason", ""), "place": turn.here}
        return moves.handle(turn, handler, quietly=True)

    return told


TAKE: dict[type[ev.Event], Callable[[Turn, Any], str | None]] = {
    ev.Started: _started,
    ev.Said: _person,
    ev.Pressed: _person,
    ev.Picked: _person,
    ev.Filled: _person,
    ev.Silence: _person,
    ev.Switched: _switched,
    ev.Received: _person,
    ev.Fetched: _fetched,
    ev.Due: _due,
    ev.Queued: _queued,
    ev.Accepted: _accepted,
    ev.HandoffEnded: _handoff_ended,
    ev.Signalled: _signalled,
    ev.HungUp: _hung_up,
    ev.MissedCall: _told("missed call"),
    ev.DeliveryFailed: _told("failed"),
}
