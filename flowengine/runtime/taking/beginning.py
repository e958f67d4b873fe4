"""A conversation begins, is taken up again, or goes on by another channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from flowengine.language import program as p
from flowengine.runtime import effects as fx
from flowengine.runtime import events as ev
from flowengine.runtime import fields, handoffs, paging, readers, returning
from flowengine.runtime.phrases import phrase
from flowengine.runtime.taking.place import DROPPED, wait_at
from flowengine.runtime.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowengine.runtime.turn import Turn


def started(turn: Turn, event: ev.Started) -> str | None:
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


def switched(turn: Turn, event: ev.Switched) -> str | None:
    """The question we stand at is asked again as the other channel asks it; no try is used up.

    What was not read yet is left unread: it was put on pages for a screen that is not there now.
    """
    gone = handoffs.GONE_ON in turn.values  # whoever ends the call that they left changes nothing
    if gone or not turn.session.turn or paging.is_over(turn):
        return DROPPED
    turn.heard, turn.silences = turn.number, 0
    turn.session = structs.replace(turn.session, channel=event.channel)
    _announce(turn)
    wait = wait_at(turn)
    if not isinstance(wait, p.Question | p.Form):
        return None
    turn.asked = structs.replace(turn.so_far.all_read(), page=0, fits=0)
    return turn.place


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
