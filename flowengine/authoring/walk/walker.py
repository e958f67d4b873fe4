"""Breadth first through every situation a flow can bring about, with the real interpreter.

The same flow, moment and bounds give the same walk. What it could not walk for lack of room it
says; it never guesses.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgspec import structs

from flowengine.authoring.walk.moves import Move, Possible
from flowengine.authoring.walk.situation import Seen, Situation, standing, telling
from flowengine.channels.lower import lower
from flowengine.language.checks.spoken import CHARACTERS_PER_SECOND
from flowengine.runtime import begin, step
from flowengine.runtime import effects as fx
from flowengine.runtime import events as ev

if TYPE_CHECKING:
    from flowengine.authoring.transcript import Answer
    from flowengine.authoring.walk.deciding import Deciding
    from flowengine.language.program import Program
    from flowengine.runtime import Session

SITUATIONS = 20_000
TIMERS = 6  # that are remembered at a time
PAUSE = 5.0  # seconds between two moves

Line = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Way:
    """From one situation to another (`target` None: away, by hanging up).

    `seconds` are those of listening; `person` where a person was asked for on the way.
    """

    source: int
    target: int | None
    counts: bool
    seconds: float
    person: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """Something the flow could not do, and the moves that led there."""

    message: str
    file: str
    line: int
    path: tuple[str, ...]


@dataclass(slots=True)
class Walk:
    """`starts` are the first situations. `left` were found and not walked on from."""

    channel: str
    language: str
    situations: list[Situation] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    faults: dict[tuple[str, int, str], Fault] = field(default_factory=dict)
    lines: set[Line] = field(default_factory=set)
    starts: list[int] = field(default_factory=list)
    left: tuple[int, ...] = ()

    def path(self, number: int) -> tuple[str, ...]:
        """The moves that first led to a situation."""
        words: list[str] = []
        came = self.situations[number].came
        while came is not None:
            words.append(came[1])
            came = self.situations[came[0]].came
        return tuple(reversed(words))


@dataclass(frozen=True, slots=True)
class Task:
    """What to walk. `moments` are POSIX seconds by their story ("open", "closed")."""

    program: Program
    channel: str
    language: str
    moments: Mapping[str, float]
    deciding: Deciding
    fetched: Mapping[str, Sequence[Answer]] = field(default_factory=dict)
    most: int = SITUATIONS


def walk(task: Task, told: Callable[[int], None] = lambda _: None) -> Walk:
    """`told` hears now and then how many situations there are."""
    walker = _Walker(task)
    walker.begin()
    while walker.waiting and len(walker.walk.situations) < task.most:
        walker.go_on(walker.waiting.popleft())
        told(len(walker.walk.situations))
    walker.walk.left = tuple(situation.number for situation in walker.waiting)
    return walker.walk


class _Walker:
    def __init__(self, task: Task) -> None:
        self.task = task
        self.walk = Walk(task.channel, task.language)
        self.waiting: deque[Situation] = deque()
        self._possible = Possible(task.program, task.channel, task.fetched)
        self._seen = Seen()
        self._stories: dict[int, str] = {}
        self._visited: set[tuple[str, str]] = set()

    def begin(self) -> None:
        """At the start and at every entry, once in each story."""
        program = self.task.program
        places = [None, *(entry.place for entry in program.entries.values())]
        for story, at in self.task.moments.items():
            for place in places:
                fresh = begin(
                    program, channel=self.task.channel, seed=1, at=at, language=self.task.language
                )
                event = ev.Started(at=at, place=place)
                target = self._turn(fresh, Move("", event), None, story)
                if target is not None:
                    self.walk.starts.append(target[0])

    def go_on(self, here: Situation) -> None:
        story = self._stories[here.number]
        mark = (story, here.place or here.session.ended)
        first = mark not in self._visited
        self._visited.add(mark)
        for move in self._possible.moves(here, first=first):
            event = structs.replace(move.event, at=here.session.at + PAUSE)
            found = self._turn(here.session, Move(move.words, event, move.counts), here, story)
            if found is not None and not isinstance(event, ev.Started):  # who had to go was lost
                number, seconds, person = found
                way = Way(here.number, number, move.counts, seconds, person)
                self.walk.ways.append(way)

    def _turn(
        self, session: Session, move: Move, here: Situation | None, story: str
    ) -> tuple[int, float, bool] | None:
        """The situation that a move leads to, how long it talks, and whether to a person.

        None where nothing came of it, and where the person is gone.
        """
        trace: list[Line] = []
        after, effects = step(self.task.program, session, move.event, trace=trace)
        self.walk.lines.update(trace)
        if any(isinstance(effect, fx.Dropped) for effect in effects):
            return None
        self._note_faults(effects, move, here)
        if isinstance(move.event, ev.HungUp):
            return None
        number = self._situation(after, effects, move, here, story)
        return number, _seconds(effects), any(map(_asks_for_a_person, effects))

    def _situation(
        self,
        session: Session,
        effects: Sequence[fx.Effect],
        move: Move,
        here: Situation | None,
        story: str,
    ) -> int:
        depth = here.depth + move.counts if here is not None else 0
        fresh = len(self.walk.situations)
        where, values = (
            standing(session, story),
            telling(session, self.task.program, self.task.deciding),
        )
        number = self._seen.known(where, values, fresh)
        if number != fresh:
            self._nearer(self.walk.situations[number], depth, move, here)
            return number
        found = Situation(
            number,
            session,
            _prompt(effects, here, session),
            _timers(effects, here, move.event),
            (here.number, move.words) if here is not None else None,
            depth,
        )
        self._stories[number] = story
        self.walk.situations.append(found)
        # What counts for nothing is no step further: it is walked on from before the others.
        (self.waiting.append if move.counts else self.waiting.appendleft)(found)
        return number

    def _nearer(self, known: Situation, depth: int, move: Move, here: Situation | None) -> None:
        """A way that costs nothing may come later and still be the shorter one."""
        if here is not None and depth < known.depth:
            known.depth, known.came = depth, (here.number, move.words)

    def _note_faults(
        self, effects: Iterable[fx.Effect], move: Move, here: Situation | None
    ) -> None:
        for effect in effects:
            if isinstance(effect, fx.Fault):
                place = (effect.file, effect.line, effect.message)
                before = self.walk.path(here.number) if here is not None else ()
                path = (*before, move.words) if move.words else before
                fault = Fault(effect.message, effect.file, effect.line, path)
                self.walk.faults.setdefault(place, fault)


def _prompt(
    effects: Sequence[fx.Effect], here: Situation | None, session: Session
) -> fx.Prompt | None:
    """The question that stands now: a turn that said nothing new leaves the one before."""
    for effect in reversed(effects):
        if isinstance(effect, fx.Prompt):
            return effect
    if here is not None and here.place == session.place:
        return here.prompt
    return None


def _timers(
    effects: Iterable[fx.Effect], here: Situation | None, event: ev.AnyEvent
) -> tuple[ev.Due, ...]:
    """A timer falls due once; the event of this turn may be one."""
    gone = (event.turn, event.timer) if isinstance(event, ev.Due) else None
    waiting = here.timers if here is not None else ()
    before = (one for one in waiting if (one.turn, one.timer) != gone)
    new = (ev.Due(at=0, turn=e.turn, timer=e.timer) for e in effects if isinstance(e, fx.Timer))
    return (*before, *new)[-TIMERS:]


def _seconds(effects: Iterable[fx.Effect]) -> float:
    return sum(len(text) for text in lower(effects, "voice")) / CHARACTERS_PER_SECOND


def _asks_for_a_person(effect: fx.Effect) -> bool:
    return isinstance(effect, fx.Handoff | fx.Transfer)
