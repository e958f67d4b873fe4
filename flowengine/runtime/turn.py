"""The working state of one turn: what `step` changes while it runs, and gives back at the end.

A turn begins as a copy of the session and ends as a new one; the old session is never touched.
Handlers and operations take a turn, add effects and set values through it, and return the name of
the next block (None: the conversation waits, or is over).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowengine.runtime import effects as fx
from flowengine.runtime import events as ev
from flowengine.runtime.keeping import keepable
from flowengine.runtime.limits import EFFECTS_PER_TURN, SPOKEN, STACK_DEPTH, TRAIL_LENGTH
from flowengine.runtime.session import CALL, VISIT, Asked, Frame, Session, Step
from flowengine.runtime.trouble import Trouble
from flowengine.runtime.values import Values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowengine.language import program as p
    from flowengine.runtime.events import Event

ABOUT_QUEUES = (ev.Queued, ev.HandoffEnded, ev.Signalled)  # nobody did anything, nor waited

Trace = list[tuple[str, int]]


def remembered(program: p.Program, contact: Mapping[str, Any]) -> dict[str, Any]:
    """The values that a conversation with this person begins with."""
    known = {name: keepable(contact.get(name)) for name in sorted(program.remembered)}
    return {name: value for name, value in known.items() if value is not None}


def beside(slot: str) -> tuple[str, str, str]:
    """The names that one answer is kept under."""
    return slot, f"{slot}.label", f"{slot}.said"


class Turn:
    """`instead` holds the words that replace the question."""

    __slots__ = (
        "about", "asked", "before", "contact", "effects", "ended", "event",
        "faults", "heard", "instead", "language", "late", "number", "place",
        "program", "rebuffs", "session", "silences", "stack", "trace", "trail", "values",
    )  # fmt: skip

    def __init__(
        self, program: p.Program, session: Session, event: Event, trace: Trace | None
    ) -> None:
        self.program = program
        self.session: Session = session
        self.event = event
        self.trace = trace
        self.number = session.turn + 1
        self.effects: list[fx.Effect] = []
        self.language: str = session.language
        self.place = session.place
        self.asked = session.asked
        self.stack = session.stack
        self.trail = session.trail
        self.heard = session.heard
        self.silences = session.silences
        self.rebuffs = session.rebuffs if isinstance(event, ABOUT_QUEUES) else 0
        self.late = session.late
        self.ended = session.ended
        self.contact: dict[str, Any] = session.contact
        self.about: dict[str, Any] = {}
        self.values = Values(session.values)
        self.values.turn = self
        self.before: dict[str, list[Any]] | None = None
        self.instead: p.Message | None = None
        self.faults = 0

    @property
    def so_far(self) -> Asked:
        """How far the wait we stand at has come; afresh where it was only just entered."""
        return self.asked or Asked(self.number)

    def mark(self, place: p.Place) -> None:
        """This line of the flow has run: for coverage."""
        if self.trace is not None:
            self.trace.append((place.file, place.line))

    @property
    def here(self) -> str:
        """The place we stand at, as its author knows it: without the name of the flow."""
        return self.place.partition(".")[2]

    # ------------------------------------------------------------ effects and values

    def emit(self, effect: fx.Effect) -> None:
        if len(self.effects) >= EFFECTS_PER_TURN:
            raise Trouble("This turn says and does too much without waiting for an answer.")
        self.effects.append(effect)

    def set(self, name: str, value: Any) -> None:
        """Sets a value (None unsets it) so that `back` can undo it."""
        values = self.values
        if value.__class__ is not str or not value.isascii():
            value = keepable(value)
        if self.trail:
            before = self._undo()
            if name not in before:
                before[name] = [values[name]] if name in values else []
        if value is None:
            values.pop(name, None)
        else:
            values[name] = value

    def keep(self, slot: str, value: Any, label: str = "", said: str = "") -> None:
        """An answer: its value, and under dotted names what was shown and what was said for it."""
        self.set(slot, value)
        if label or f"{slot}.label" in self.values:
            self.set(f"{slot}.label", label or None)
        if said or f"{slot}.said" in self.values:
            self.set(f"{slot}.said", said or None)
        if slot in self.program.remembered:
            self.set_contact(slot, self.values.get(slot))

    def unset(self, slot: str) -> None:
        """The answer with all that is kept beside it."""
        for name in beside(slot):
            self.set(name, None)

    def leave_loops(self) -> None:
        """What loops of steps that are left for good still had to go through is dropped."""
        around = {frame.then.partition("/")[0] for frame in self.stack}
        for name in [n for n in self.values if "/" in n and n.partition("/")[0] not in around]:
            self.set(name, None)

    def set_contact(self, field: str, value: Any) -> None:
        """What is known of the person, here and beyond this conversation."""
        value = keepable(value)
        self.contact = {**self.contact, field: value}
        self.emit(fx.ContactSet(field=field, value=value))

    def undo(self) -> Step:
        """Takes the last answer back, with everything that was set since. There must be one."""
        last = self.trail[-1]
        self.trail, self.before = self.trail[:-1], None
        for name, before in last.before.items():
            if before:
                self.values[name] = before[0]
            else:
                self.values.pop(name, None)
        return last

    def afresh(self) -> None:
        """A new conversation with the same person: only what is remembered of them is known."""
        self.ended, self.stack, self.trail, self.asked, self.before = "", (), (), None, None
        self.late = {}
        self.forget_answers()

    def forget_answers(self) -> None:
        self.values.clear()
        self.values.update(remembered(self.program, self.contact))

    def _undo(self) -> dict[str, list[Any]]:
        """What was changed since the last answer; a copy of the session's own record of it."""
        if self.before is None:
            last = self.trail[-1]
            self.before = dict(last.before)
            self.trail = (*self.trail[:-1], Step(last.place, last.stack, self.before))
        return self.before

    def answered(self) -> None:
        """The question at this place is answered: from here `back` leads to it.

        From now on `asked` is None: whatever is entered next begins afresh.
        """
        self.before = {}
        step = Step(self.place, self.stack, self.before)
        self.trail = (*self.trail[1 - TRAIL_LENGTH :], step)
        self.asked = None

    # ------------------------------------------------------------ places

    def push(self, frame: Frame) -> None:
        if len(self.stack) >= STACK_DEPTH:
            raise Trouble(
                "Too many calls stand inside one another here; one of them never returns."
            )
        self.stack = (*self.stack, frame)

    def pop_detours(self) -> None:
        """A jump leaves ladders and detours, but not the sub-flow it stands in."""
        stack = self.stack
        while stack and stack[-1].kind != CALL:
            stack = stack[:-1]
        self.stack = stack

    def pop_call(self) -> Frame | None:
        """The frame a `return` goes back to, with everything above it dropped."""
        stack = self.stack
        while stack and stack[-1].kind not in (CALL, VISIT):
            stack = stack[:-1]
        self.stack = stack[:-1]
        return stack[-1] if stack else None

    def rest(self, wait: p.Wait) -> None:
        """The conversation comes to wait here."""
        self.place = wait.name
        self.asked = Asked(self.number)

    def finish(self, reason: str) -> None:
        self.place, self.asked, self.stack, self.trail = "", None, (), ()
        self.ended = reason
        for slot in self.program.secrets:
            for name in beside(slot):
                self.values.pop(name, None)
        self.effects.append(fx.Ended(reason=reason))

    def leave_off(self) -> None:
        """A handler that ran while no conversation did is done; what was over stays over."""
        self.place, self.asked, self.stack, self.trail = "", None, (), ()

    def close(self) -> Session:
        old = self.session
        return Session(
            old.digest, old.flow, old.channel, self.language, old.seed, self.number, self.event.at,
            self.place, self.asked, self.stack, dict(self.values), self.trail, self.contact,
            old.caller, self.heard, self.late, "" if self.place else self.ended, self._spoken(),
            self.silences, self.rebuffs,
        )  # fmt: skip

    def release(self) -> None:
        """The turn is over; else its values and it would hold each other until collected."""
        del self.values.turn

    def _spoken(self) -> tuple[str, ...]:
        """What was said on arriving at this question; a further try at it adds nothing."""
        if not self.place:
            return ()
        if self.place == self.session.place and self.so_far.turn != self.number:
            return self.session.spoken
        if len(self.effects) == 1:  # nothing but the question
            return ()
        return tuple(e.text for e in self.effects if isinstance(e, fx.Say))[-SPOKEN:]
