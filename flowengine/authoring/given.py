"""The world of a test: what its `given` lines have said so far, as a `World` for a talk."""

from __future__ import annotations

from collections import defaultdict, deque
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flowengine.authoring.literal import Misread
from flowengine.authoring.talk import Person, Place, Talk
from flowengine.authoring.transcript import (
    Answer,
    Clock,
    GivenFetch,
    GivenPerson,
    GivenQueue,
    GivenValues,
    Line,
)

if TYPE_CHECKING:
    from flowengine.language.program import Program
    from flowengine.runtime.effects import Fetch, Handoff

MONDAY = datetime.fromisoformat("2027-03-01T10:00")  # where nothing else is given


class Given:
    """What holds from here on. Before the talk begins it is kept; later it changes the talk."""

    def __init__(self, program: Program, channel: str) -> None:
        self.program = program
        self.channel = channel
        self.clock = moment(MONDAY, program.zone)
        self.person: dict[str, str] = {}
        self.values: dict[str, Any] = {}
        self.contact: dict[str, Any] = {}
        self.queues: dict[str, GivenQueue] = {}
        self.once: defaultdict[str, deque[Answer]] = defaultdict(deque)
        self.always: dict[str, Answer] = {}

    def take(self, line: Line, talk: Talk | None) -> None:
        """Raises Misread for what cannot be given any more."""
        match line:
            case Clock():
                self._clock(line, talk)
            case GivenFetch(name=name, always=True):
                self.always[name] = line.answer
                self.once.pop(name, None)
            case GivenFetch(name=name):
                self.once[name].append(line.answer)
            case GivenQueue(name=name):
                self.queues[name] = line
            case GivenValues():
                self._values(line, talk)
            case GivenPerson(what=what, value=value):
                if talk is not None:
                    raise Misread(f"The {what} is known by now.", "Write it above the first line.")
                self.person[what] = value

    def begin(self, language: str | None, trace: list[tuple[str, int]] | None) -> Talk:
        """The talk, not started."""
        person = Person(
            channel=self.channel,
            language=language or self.person.get("language"),
            caller=self.person.get("caller", ""),
            contact=self.contact,
            seed=int(self.person.get("seed", 1)),
        )
        return Talk(self.program, person, self.clock, self, trace)

    def fetch(self, name: str, _effect: Fetch) -> Answer:
        """The next answer given. Raises Misread where there is none."""
        if self.once[name]:
            return self.once[name].popleft()
        if name in self.always:
            return self.always[name]
        raise Misread(
            f"The flow fetches “{name}” here, and nothing is given for it.",
            f"Write above this line: given fetch {name} = {{ }} or: given fetch {name} fails",
        )

    def queue(self, effect: Handoff) -> Place:
        state = self.queues.get(effect.queue)
        if state is None:
            return Place("")
        return Place("" if state.state == "open" else state.state, state.position, state.wait)

    def _clock(self, line: Clock, talk: Talk | None) -> None:
        self.clock = moment(line.moment, line.zone or self.program.zone)
        if talk is None:
            return
        if self.clock < talk.clock:
            raise Misread("Time does not run backwards.", "Begin another test for an earlier time.")
        talk.advance(self.clock - talk.clock)

    def _values(self, line: GivenValues, talk: Talk | None) -> None:
        for name, value in line.values:
            first, _, rest = name.partition(".")
            if first != "contact":
                self.values[name] = value
            elif talk is not None:
                raise Misread("The person is known by now.", "Write it above the first line.")
            else:
                self.contact[rest] = value
        if talk is not None:
            talk.preset(dict(line.values))


def moment(local: datetime, zone: str) -> float:
    """POSIX seconds of a local time. Raises Misread for an unknown zone."""
    try:
        return local.replace(tzinfo=ZoneInfo(zone or "UTC")).timestamp()
    except (ZoneInfoNotFoundError, ValueError) as problem:
        raise Misread(f"There is no time zone “{zone}”.", "Write it like Europe/Kyiv.") from problem
