"""A conversation goes over to another version of its flow: `move(program, session, at)`.

A position is a name, so most people stay where they are and notice nothing. Whose place has another
name now goes where the flow's `moved old -> new` says; whose place is gone hears the flow's
`on lost` and goes on from there, at the main menu where that runs out. Nobody is left at a place
that does not exist, now or on the way back from a call, a detour or `back`.

As pure as `step`: the time comes with the call. It decides nothing about who is moved and
when; that is for whoever publishes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from flowengine.language import program as p
from flowengine.runtime import effects as fx
from flowengine.runtime import events as ev
from flowengine.runtime import handoffs, moves, paging
from flowengine.runtime.differing import dropped, presented
from flowengine.runtime.goals import DIVERTED, KEPT, LOST, MOVED, Goal, goal, renamed
from flowengine.runtime.run import guarded
from flowengine.runtime.session import CALL, CHECK, DETOUR, VISIT, Asked, Frame, Session, Step
from flowengine.runtime.taking import QUIET
from flowengine.runtime.turn import Turn, beside

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Effects = tuple[fx.Effect, ...]


def move(
    program: p.Program,
    session: Session,
    at: float,
    places: Mapping[str, str] | None = None,
    *,
    before: p.Program | None = None,
) -> tuple[Session, Effects]:
    """The session as one of `program`, and what the person is to be told of it at `at`.

    No effects where they would notice nothing: then it is the same turn still. Where the question
    has other words or choices it is asked anew, and its old buttons are not obeyed any more.
    `before` is the version they are in; without it nobody can tell what changed, and whoever is
    being asked something is asked again. Raises ValueError for a session of another flow.
    """
    if session.flow not in program.parts:
        raise ValueError(f"{program.name} is another flow than {session.flow}.")
    return _Move(program, before, session, at, places or {}).made()


# ------------------------------------------------------------ the move


class _Move:
    """One conversation's. `fitting` is the session with all but place, question and stack moved."""

    def __init__(
        self,
        program: p.Program,
        before: p.Program | None,
        session: Session,
        at: float,
        places: Mapping[str, str],
    ) -> None:
        self.program = program
        self.before = before
        self.session = session
        self.at = at
        self.places = places
        slots = dropped(before, program) if before else ()
        self.gone = {name for slot in slots for name in beside(slot)}
        offered = session.language in program.languages
        self.fitting = replace(
            session,
            digest=program.digest,
            language=session.language if offered else program.written_in,
            values=self._values(),
            late=dict(self._late()),
        )

    def made(self) -> tuple[Session, Effects]:
        old = self.session
        if not old.place:
            return self.fitting, ()
        self.fitting = replace(self.fitting, trail=self._trail())
        stack = self._stack(old.stack)
        aim = goal(self.program, old.place, self.places)
        if aim.how in (KEPT, MOVED) and self._same(aim, old.place, old.asked, old.stack, stack):
            return self._unnoticed(replace(self.fitting, place=aim.place, stack=stack))
        return self._told(aim, stack)

    def _unnoticed(self, session: Session) -> tuple[Session, Effects]:
        return session, (*self._left(session), *self._clocks(session))

    def _told(self, aim: Goal, stack: tuple[Frame, ...]) -> tuple[Session, Effects]:
        """The turn in which they hear of it."""
        turn = Turn(self.program, self.fitting, ev.Event(at=self.at), None)
        turn.stack, turn.place, turn.heard = stack, "", turn.number
        try:
            guarded(turn, self._lost(turn) if aim.how == LOST else self._arriving(turn, aim))
            session, effects = paging.paged(turn, turn.close())
        finally:
            turn.release()
        last = max(0, len(effects) - 1)
        return session, (
            *self._left(session), *effects[:last], *self._clocks(session), *effects[last:]
        )  # fmt: skip

    def _arriving(self, turn: Turn, aim: Goal) -> str:
        """A wait is entered where it stands; any other place is jumped to, from its beginning."""
        wait = self.program.blocks[aim.place].exit
        if aim.how == DIVERTED or not isinstance(wait, p.Wait):
            return moves.jump(turn, p.Jump(p.Place("", 0, 0), aim.place))
        turn.asked = self._again(self.session.place, self.session.asked, wait)
        return aim.place

    def _lost(self, turn: Turn) -> str:
        """To `on lost`: the standard flow has one, but a project may replace that."""
        turn.stack, turn.about = (), {"place": self.session.place.partition(".")[2]}
        turn.leave_loops()
        turn.stack = (self._onwards(),)
        return self._handler(self.session.place)

    def _handler(self, place: str) -> str:
        """`on lost` of the flow that the place was in, else that of the whole conversation."""
        parts = self.program.parts
        part = parts.get(place.partition(".")[0]) or parts[self.session.flow]
        return part.handlers.get("lost") or parts[self.session.flow].main

    def _onwards(self) -> Frame:
        """Where `on lost` goes on when it runs out."""
        return Frame(self.program.parts[self.session.flow].main, DETOUR)

    # ------------------------------------------------------------ what they see

    def _same(
        self,
        aim: Goal,
        place: str,
        asked: Asked | None,
        *stacks: tuple[Frame, ...],
    ) -> bool:
        """Whether what is waited for is the same, to the eye of who waits. `stacks`: old, new."""
        new = self.program.blocks[aim.place].exit
        old = self.before.blocks.get(place) if self.before else None
        if old is None or self.before is None:
            return _wait_of(aim.place) == _wait_of(place) and not _asks(new)
        if type(old.exit) is not type(new) or asked is None or self._unfilled(old.exit, new, asked):
            return False
        return all(
            presented(self.before, self.session, place, one, stacks[0], self.at)
            == presented(self.program, self.fitting, aim.place, one, stacks[1], self.at)
            for one in _layers(asked)
        )

    def _again(self, place: str, asked: Asked | None, wait: p.Wait) -> Asked | None:
        """What has been reached already of a question that is asked anew, else None."""
        number = self.session.turn + 1
        old = self.before.blocks.get(place) if self.before else None
        if asked is None or old is None or type(old.exit) is not type(wait):
            return None
        if isinstance(wait, p.Form) and isinstance(old.exit, p.Form):
            return Asked(number, filled=tuple(self._filled(old.exit, wait, asked)))
        return Asked(number, index=asked.index)

    def _unfilled(self, old: p.Exit, new: p.Exit, asked: Asked) -> bool:
        """Whether a form has lost an answer, or knows it under another number."""
        if not isinstance(old, p.Form) or not isinstance(new, p.Form):
            return False
        return tuple(self._filled(old, new, asked)) != asked.filled

    def _filled(self, old: p.Form, new: p.Form, asked: Asked) -> Iterator[int]:
        """The questions of the new form that were answered in the old one, in that order."""
        known = {ask.slot: index for index, ask in enumerate(new.asks)}
        for index in asked.filled:
            slot = old.asks[index].slot
            if slot not in known or slot in self.gone:
                continue
            if new.asks[known[slot]].optional or slot in self.session.values:
                yield known[slot]

    # ------------------------------------------------------------ the way back

    def _stack(self, stack: tuple[Frame, ...]) -> tuple[Frame, ...]:
        """Every way back, in the new version. Beneath one that is gone there is only `on lost`."""
        found: tuple[Frame, ...] = ()
        for depth, frame in enumerate(stack):
            aim = goal(self.program, frame.then, self.places)
            if frame.kind == CHECK and not _checks(self.program, aim.place):
                continue  # nothing is fetched in that question any more
            if aim.how == LOST:
                found = (self._onwards(), self._lost_way(frame))
            else:
                found = (*found, self._way(frame, aim, stack[:depth], found))
        return found

    def _way(
        self, frame: Frame, aim: Goal, old: tuple[Frame, ...], new: tuple[Frame, ...]
    ) -> Frame:
        shadowed = self._known(frame.shadowed)
        if frame.kind in (CALL, CHECK) or self._same(aim, frame.then, frame.asked, old, new):
            return replace(frame, then=aim.place, shadowed=shadowed)
        wait = self.program.blocks[aim.place].exit
        asked = self._again(frame.then, frame.asked, wait) if isinstance(wait, p.Wait) else None
        # What changed is asked again, also after a detour that would have kept silent about it.
        kind = frame.kind if frame.kind == VISIT else DETOUR
        return Frame(aim.place, kind, asked, shadowed)

    def _lost_way(self, frame: Frame) -> Frame:
        kind = frame.kind if frame.kind in (CALL, VISIT) else DETOUR
        return Frame(self._handler(frame.then), kind, None, self._known(frame.shadowed))

    def _trail(self) -> tuple[Step, ...]:
        """The answers that `back` can undo. What was set after one that is gone is undone with the
        answer before it."""
        found: list[Step] = []
        for step in self.session.trail:
            aim = goal(self.program, step.place)
            before = self._known(step.before)
            if aim.how != LOST and _asks(self.program.blocks[aim.place].exit):
                found.append(Step(aim.place, self._stack(step.stack), before))
            elif found:
                found[-1] = replace(found[-1], before={**before, **found[-1].before})
        return tuple(found)

    # ------------------------------------------------------------ what is known

    def _values(self) -> dict[str, Any]:
        """Loops keep what they still have to go through under the name of their step."""
        return {
            self._name(name): value
            for name, value in self.session.values.items()
            if name not in self.gone
        }

    def _known(self, before: dict[str, list[Any]]) -> dict[str, list[Any]]:
        """What a return or an undo brings back; nothing of what the new version would misread."""
        return {
            self._name(name): [] if name in self.gone else value for name, value in before.items()
        }

    def _name(self, name: str) -> str:
        return renamed(name, self.program.moved) if "/" in name else name

    def _late(self) -> Iterator[tuple[int, str]]:
        """Fetches that may still answer, where the new version has something to say to it."""
        for number, name in self.session.late.items():
            aim = goal(self.program, name)
            wait = self.program.blocks[aim.place].exit if aim.place else None
            if isinstance(wait, p.Fetch) and wait.on_late:
                yield number, aim.place

    # ------------------------------------------------------------ queues and clocks

    def _left(self, session: Session) -> Effects:
        """Queues that nobody waits in any more."""
        old, known = self.session, self.before or self.program
        left = handoffs.turns(known, old.place, old.asked, old.stack)
        left -= handoffs.turns(self.program, session.place, session.asked, session.stack)
        return tuple(fx.LeaveQueue(turn=number) for number in sorted(left))

    def _clocks(self, session: Session) -> Effects:
        """The clocks of `on quiet` that do not run yet: whoever was told something has all of them
        begin anew, else only what the old version did not have is missing."""
        block = self.program.blocks.get(session.place)
        if block is None or not _asks(block.exit):
            return ()
        told = session.heard != self.session.heard
        old = self.before.blocks.get(self.session.place) if self.before else block
        had = () if told or old is None else [seconds for seconds, _ in old.part.quiet]
        gone_by = 0.0 if told else self.at - self.session.at
        return tuple(
            fx.Timer(
                turn=session.heard, timer=f"{QUIET} {seconds}", seconds=max(0.0, seconds - gone_by)
            )
            for seconds, _ in block.part.quiet
            if seconds not in had
        )


# ------------------------------------------------------------ two versions


def _asks(exit_: p.Exit) -> bool:
    """Whether a person is asked something there."""
    return isinstance(exit_, p.Question | p.Form)


def _wait_of(place: str) -> str:
    """What is waited for there, as its name says: a fetch, a queue."""
    return place.partition("/")[2]


def _layers(asked: Asked) -> tuple[Asked, ...]:
    """What is asked back, and the question beneath it, whose options are meant."""
    return (asked, replace(asked, mode="", held=())) if asked.mode else (asked,)


def _checks(program: p.Program, place: str) -> bool:
    """Whether an answer is looked at there only after fetches of its own."""
    exit_ = program.blocks[place].exit if place else None
    return isinstance(exit_, p.Ask) and bool(exit_.check)
