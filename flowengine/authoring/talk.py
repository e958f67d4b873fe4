"""A conversation on virtual time: the host of transcripts, of `flowengine chat` and of tools.

It does what a server does around `step`, without a clock, a network or a store: time passes only
when it is told so, and what the outside answers comes from a `World`. After every turn the session
is written to bytes and read again, as between two turns on a server.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from flowengine.channels.lower import lower
from flowengine.desk.signals import signs
from flowengine.language.program import Fetch as FetchWait
from flowengine.language.program import Program, Wait
from flowengine.runtime import begin, decode, encode, step
from flowengine.runtime.effects import Effect, Fetch, Handoff, LeaveQueue, Prompt, Timer
from flowengine.runtime.events import (
    Accepted,
    AnyEvent,
    Due,
    Fetched,
    HandoffEnded,
    Queued,
    Said,
    Signalled,
    Started,
)
from flowengine.runtime.handoffs import DONE

if TYPE_CHECKING:
    from flowengine.authoring.transcript import Agent, Answer

ACCEPTS, SENDS = "accepts", "sends"  # what an agent does besides ending a talk
LATE = 10.0  # seconds after its time-out that a late answer comes


@dataclass(frozen=True, slots=True)
class Place:
    """What a queue does with the person: `outcome` closed, nobody or full, or "" for waiting."""

    outcome: str
    position: int = 1
    wait: tuple[int, int] = (60, 180)


class World(Protocol):
    """What the outside answers. `fetch` may raise to stop the talk."""

    def fetch(self, name: str, effect: Fetch) -> Answer: ...

    def queue(self, effect: Handoff) -> Place: ...


@dataclass(frozen=True, slots=True)
class Person:
    """Who talks, and how. `language` None leaves it to the flow."""

    channel: str
    language: str | None = None
    caller: str = ""
    contact: dict[str, Any] = field(default_factory=dict)
    seed: int = 1


class Talk:
    """One conversation. `effects` are all so far, `said` the messages since `listen` was called."""

    def __init__(
        self,
        program: Program,
        person: Person,
        at: float,
        world: World,
        trace: list[tuple[str, int]] | None = None,
    ) -> None:
        self.program = program
        self.person = person
        self.clock = at
        self.world = world
        self.trace = trace
        self.effects: list[Effect] = []
        self.said: list[str] = []
        self.prompt: Prompt | None = None
        self.handoff: Handoff | None = None
        self.signalled: set[str] = set()
        self._later: list[tuple[float, int, AnyEvent]] = []
        self._count = 0
        self.session = begin(
            program,
            channel=person.channel,
            seed=person.seed,
            at=at,
            language=person.language,
            caller=person.caller,
            contact=person.contact,
        )

    @property
    def ended(self) -> bool:
        return bool(self.session.ended)

    def start(self, place: str | None = None, values: dict[str, Any] | None = None) -> None:
        """The person arrives, or comes back."""
        self.feed(Started(at=self.clock, place=place, values=values or {}))

    def feed(self, event: AnyEvent) -> None:
        """One event and all that follows at once. ValueError where it is not possible now."""
        self._turn(event)
        if isinstance(event, Said):
            self._look_at(event.text)
        self._catch_up()

    def agent_does(self, line: Agent) -> None:
        """What the other side of a queue does. ValueError where nobody waits for it."""
        if self.handoff is None:
            raise ValueError("Nobody waits for an agent here.")
        if line.act == ACCEPTS:
            self.feed(Accepted(at=self.clock, agent=line.name))
            return
        queue = self.program.queues.get(self.handoff.queue)
        brief = {one.name for one in queue.outcomes if one.brief} if queue else set()
        self.feed(
            HandoffEnded(
                at=self.clock,
                turn=self.handoff.turn,
                outcome=DONE if line.act == SENDS else line.act,
                place=line.place,
                disposition=line.name,
                survey=line.survey and line.name not in brief,
            )
        )

    def preset(self, values: dict[str, Any]) -> None:
        """Gives values from outside, as a test does."""
        kept = self.session.values | values
        self.session = msgspec.structs.replace(self.session, values=kept)

    def listen(self) -> list[str]:
        """The messages since it was last asked."""
        said, self.said = self.said, []
        return said

    def advance(self, seconds: float) -> None:
        """Let so much time pass; what falls due happens at its moment."""
        until = self.clock + seconds
        self._run_until(until)
        self.clock = until
        self._catch_up()

    def next_due(self) -> float | None:
        """Seconds until something may happen by itself, or None."""
        return max(0.0, self._later[0][0] - self.clock) if self._later else None

    def waits_in(self, *kinds: type[Wait]) -> bool:
        """Whether the conversation rests at such a wait."""
        block = self.program.blocks.get(self.session.place)
        return block is not None and isinstance(block.exit, kinds)

    def _look_at(self, text: str) -> None:
        """Anger, distress and crisis, once each, as a server brings them after the words."""
        for sign in signs(text, self.session.language):
            if sign.kind not in self.signalled:
                self.signalled.add(sign.kind)
                self._turn(Signalled(at=self.clock, sign=sign.kind, words=sign.words))

    def _turn(self, event: AnyEvent) -> None:
        session, effects = step(self.program, self.session, event, trace=self.trace)
        if isinstance(event, Signalled) and session is self.session:
            return  # nothing is done about it here
        if session.place != self.session.place:
            self.prompt = None
        self.session = decode(encode(session))
        self.effects.extend(effects)
        self.said.extend(lower(effects, self.person.channel))
        for effect in effects:
            self._perform(effect)

    def _perform(self, effect: Effect) -> None:
        match effect:
            case Prompt():
                self.prompt = effect
            case Timer():
                self._at(effect.seconds, Due(at=0, turn=effect.turn, timer=effect.timer))
            case Fetch():
                self._fetch(effect)
            case Handoff():
                self._queue(effect)
            case LeaveQueue():
                self.handoff = None

    def _fetch(self, effect: Fetch) -> None:
        answer = self.world.fetch(self._result_name(), effect)
        after = effect.timeout + LATE if answer.late else answer.after
        if after > effect.timeout:
            timed_out = Fetched(at=0, turn=effect.turn, error="timeout")
            self._at(effect.timeout, timed_out)
        came = Fetched(
            at=0, turn=effect.turn, status=answer.status, body=answer.body, error=answer.error
        )
        self._at(after, came)

    def _result_name(self) -> str:
        wait = self.program.blocks[self.session.place].exit
        return wait.result if isinstance(wait, FetchWait) else ""

    def _queue(self, effect: Handoff) -> None:
        place = self.world.queue(effect)
        if place.outcome:
            self._at(0, HandoffEnded(at=0, turn=effect.turn, outcome=place.outcome))
            return
        self.handoff = effect
        self._at(0, Queued(at=0, position=place.position, wait=place.wait))

    def _at(self, seconds: float, event: AnyEvent) -> None:
        self._count += 1
        heapq.heappush(self._later, (self.clock + seconds, self._count, event))

    def _catch_up(self) -> None:
        """What is due now; and a fetch keeps everybody waiting, so time goes on to its answer."""
        self._run_until(self.clock)
        while self._later and self.waits_in(FetchWait):
            self._run_until(max(self.clock, self._later[0][0]))

    def _run_until(self, moment: float) -> None:
        while self._later and self._later[0][0] <= moment:
            due, _, event = heapq.heappop(self._later)
            self.clock = max(self.clock, due)
            self._turn(msgspec.structs.replace(event, at=self.clock))
