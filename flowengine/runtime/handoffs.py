"""`handoff`: the person waits in a queue, talks with an agent, and then the flow goes on.

The queue itself is not here: what is asked of it leaves as effects, what it says comes as events.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from flowengine.language import program as p
from flowengine.runtime import effects as fx
from flowengine.runtime.ladders import detour
from flowengine.runtime.limits import FAULTS_PER_TURN, REBUFFS
from flowengine.runtime.moves import handle, jump
from flowengine.runtime.session import VISIT, Asked, Frame
from flowengine.runtime.trouble import Trouble
from flowengine.runtime.values import queue_is_open
from flowengine.runtime.words import literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowengine.runtime.events import Accepted, Due, HandoffEnded, Queued
    from flowengine.runtime.turn import Turn

TALKING = "talking"
LEFT_FOR_SMS = ("voice", "chat", "ussd")  # whoever writes already stays where they write
GONE_ON = "road.gone_on"  # among the values of who went on by another road while they waited
DONE = "done"  # how a hand-off ended that was a talk
OFFER, OFFER_SMS, WAITING, AFTER = "offer", "offer sms", "waiting", "after"


def enter(turn: Turn, wait: p.Handoff) -> str | None:
    """Joins the queue, unless it is closed. Coming back from a detour keeps the place in it."""
    if turn.asked is not None:
        return None
    turn.values["queue"] = {"name": wait.queue}
    turn.values.pop("talk", None)
    if not queue_is_open(turn.values, wait.queue):
        return _outcome(turn, wait, "closed")
    turn.rest(wait)
    turn.emit(_request(turn, wait))
    for name, seconds in _timers(wait):
        turn.emit(fx.Timer(turn=turn.number, timer=name, seconds=seconds))
    return None


def _request(turn: Turn, wait: p.Handoff) -> fx.Handoff:
    values = turn.values
    needed = [need[1:] for need in wait.needs if need[0] is None or need[0](values)]
    priority = "normal"
    for condition, level in wait.priorities:
        if condition is None or condition(values):
            priority = level
    return fx.Handoff(
        turn=turn.number,
        queue=wait.queue,
        language=turn.language if any(skill is None for skill, _ in needed) else "",
        skills=tuple((skill, level) for skill, level in needed if skill is not None),
        priority=priority,
        brief=literal(turn, wait.brief),
        music=wait.music,
        most=turn.program.queues[wait.queue].most,
    )


def _timers(wait: p.Handoff) -> list[tuple[str, int]]:
    timers = [(f"{AFTER} {i}", seconds) for i, (seconds, _) in enumerate(wait.afters)]
    if wait.waiting:
        timers.append((WAITING, wait.waiting[0]))
    if wait.callback_after:
        timers.append((OFFER, wait.callback_after[0]))
    if wait.sms_after:
        timers.append((OFFER_SMS, wait.sms_after[0]))
    return timers


def queued(turn: Turn, event: Queued) -> None:
    """The place in the queue, for `{{ queue.position }}`; announced by `while waiting`.

    A wait that nobody can tell honestly is unset, so that `queue.wait is known` is no. Whoever
    talked with an agent who was lost waits again, and hears again what is said meanwhile.
    """
    wait = _at(turn.program, turn.place)
    if wait is not None and turn.so_far.mode == TALKING:
        turn.asked = replace(turn.so_far, mode="")
        for name, seconds in _timers(wait):
            if not name.startswith(AFTER):  # how long is too long was counted all the while
                turn.emit(fx.Timer(turn=turn.so_far.turn, timer=name, seconds=seconds))
    known = {"name": last_queue(turn.values), "position": event.position}
    if any(event.wait):
        known["wait"] = list(event.wait)
    turn.values["queue"] = known


def last_queue(values: Mapping[str, Any]) -> str:
    """The queue that is waited in, or was waited in last; "" before any."""
    return str((values.get("queue") or {}).get("name", ""))


def accepted(turn: Turn, event: Accepted) -> None:
    turn.asked = replace(turn.so_far, mode=TALKING)
    turn.values["talk"] = {"agent": event.agent}


def ended(turn: Turn, wait: p.Handoff, event: HandoffEnded) -> str:
    """Where the agent sends them, else where the flow goes on."""
    if event.outcome == DONE:
        turn.rebuffs = 0
        talk = turn.values.get("talk") or {}
        turn.values["talk"] = {**talk, "outcome": event.disposition, "survey": event.survey}
    else:
        _rebuffed(turn, wait)
    place = _sent_to(turn, wait, event.place) if event.place else ""
    after = _outcome(turn, wait, event.outcome)
    return jump(turn, p.Jump(wait.place, place)) if place else after


def _rebuffed(turn: Turn, wait: p.Handoff) -> None:
    """Queues that send a person from one to the other would go on at the speed of the machine, and
    fill the log. `on fault` has a chance; where it leads into the same circle, that is the end."""
    turn.rebuffs += 1
    if turn.rebuffs < REBUFFS:
        return
    if turn.rebuffs > REBUFFS:
        turn.faults = FAULTS_PER_TURN
    raise Trouble(
        "One queue after the other refuses, and nobody is asked between them.", wait.place
    )


def _sent_to(turn: Turn, wait: p.Handoff, place: str) -> str:
    """A step by its name, of the flow that handed over or of another; "" where there is none."""
    part = turn.program.blocks[wait.name].part
    known = (place, f"{part.name}.{place}", f"{turn.session.flow}.{place}")
    return next((one for one in known if one in turn.program.blocks), "")


def due(turn: Turn, queue: tuple[p.Handoff, Asked], event: Due) -> str | None:
    """A timer of the wait, also while a question stands before it (keep waiting, or a call back?).

    None of them matters any more once an agent is there.
    """
    wait, asked = queue
    if asked.mode == TALKING:
        return None
    if event.timer == WAITING and GONE_ON in turn.values:
        return None  # nobody is called out to who has put the telephone away
    if event.timer == OFFER_SMS and turn.session.channel not in LEFT_FOR_SMS:
        return None
    if event.timer == WAITING and wait.waiting:
        turn.emit(fx.Timer(turn=asked.turn, timer=WAITING, seconds=wait.waiting[0]))
        return handle(turn, wait.waiting[1], quietly=True)
    offers = {OFFER: wait.callback_after, OFFER_SMS: wait.sms_after}
    offer = offers.get(event.timer)
    if offer and turn.place == wait.name:
        return detour(turn, wait.name, offer[1], VISIT)
    afters = {f"{AFTER} {index}": body for index, (_, body) in enumerate(wait.afters)}
    body = afters.get(event.timer)
    return handle(turn, body, quietly=True) if body else None


def heard(turn: Turn, wait: p.Handoff, text: str) -> str | None:
    """What is said to an agent goes to the agent; the flow may do something about it too."""
    turn.emit(fx.ToAgent(text=text))
    handler = turn.program.blocks[wait.name].part.handlers.get("message", "")
    return handle(turn, handler, quietly=True) if handler else None


def around(turn: Turn, number: int) -> tuple[p.Handoff, Asked] | None:
    """The hand-off entered in that turn, here or behind the detours we are on."""
    for place, asked in ((turn.place, turn.asked), *((f.then, f.asked) for f in turn.stack)):
        wait = _at(turn.program, place)
        if wait is not None and asked is not None and asked.turn == number:
            return wait, asked
    return None


def turns(
    program: p.Program, place: str, asked: Asked | None, stack: tuple[Frame, ...]
) -> set[int]:
    """The turns in which the queues were joined that are still waited in."""
    here = {asked.turn} if asked is not None and _at(program, place) is not None else set()
    if not stack:
        return here
    return here | {
        frame.asked.turn
        for frame in stack
        if frame.asked is not None and _at(program, frame.then) is not None
    }


def _at(program: p.Program, place: str) -> p.Handoff | None:
    block = program.blocks.get(place)
    return block.exit if block is not None and isinstance(block.exit, p.Handoff) else None


def standing(turn: Turn) -> p.Handoff | None:
    """The hand-off we wait in: here, or behind the detours we are on; unwinds to it."""
    here = _at(turn.program, turn.place)
    if here is not None:
        return here
    for depth in range(len(turn.stack) - 1, -1, -1):
        frame = turn.stack[depth]
        wait = _at(turn.program, frame.then)
        if wait is not None and frame.asked is not None:
            turn.stack, turn.place, turn.asked = turn.stack[:depth], frame.then, frame.asked
            return wait
    return None


def _outcome(turn: Turn, wait: p.Handoff, outcome: str) -> str:
    turn.asked = None
    turn.values["queue"] = {"name": wait.queue}
    return wait.outcomes.get(outcome) or wait.after
