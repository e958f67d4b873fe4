"""What if: people come, wait, give up and are served, second by second, by the routing of the desk
itself. No formula knows rings, scarce skills and priorities together; this does.

Chance is handed in, so that a run can be repeated. An offer is accepted at once: how long people
let it ring is part of the handling time that is given.
"""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace

from flowengine.desk import capacity, items, routing
from flowengine.desk.items import Item
from flowengine.desk.people import OFFLINE, READY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flowengine.desk.people import Agent
    from flowengine.language.program import Queue

COMES, GIVES_UP, ENDS, RELAXES, SHIFT = "comes", "gives up", "ends", "relaxes", "shift"


class Chance(Protocol):
    """What of `random.Random` is used."""

    def expovariate(self, lambd: float, /) -> float:
        """A wait whose mean is 1 / `lambd`."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """People of one kind. `rates` are (second from which on, people a second), in order of time.
    Handling time and patience are exponential, with means in seconds; patience may be infinite."""

    name: str
    queue: str
    rates: tuple[tuple[float, float], ...]
    aht: float
    patience: float = math.inf
    media: str = items.VOICE
    language: str = ""
    skills: tuple[tuple[str, int], ...] = ()
    priority: int = items.NORMAL


@dataclass(frozen=True, slots=True)
class Shift:
    """An agent, and when they are there: (from, until) in seconds; nothing is always."""

    agent: Agent
    spans: tuple[tuple[float, float], ...] = ()


@dataclass(slots=True)
class Trial:
    """One person. `ahead` is how many stood before them when they came, -1 where they had not to
    wait. `virtual` is how long they would have waited had they never given up, known where all
    people ask for the same; inf where nobody knows yet."""

    crowd: str
    joined: float
    ahead: int = -1
    waited: float = math.inf
    answered: bool = False
    virtual: float = math.inf


@dataclass(frozen=True, slots=True)
class Result:
    """`trials` in the order in which people came, those without an end left out; `busy` is slots'
    seconds of handling in all, `there` the seconds that agents were there."""

    trials: tuple[Trial, ...]
    busy: float
    there: float


def run(
    crowds: Sequence[Crowd],
    shifts: Sequence[Shift],
    queues: Mapping[str, Queue],
    until: float,
    chance: Chance,
) -> Result:
    """From second 0 to `until`. It takes about 0.1 ms a person with ten agents."""
    return _Run(crowds, shifts, queues, until, chance).result()


@dataclass(slots=True)
class _Run:
    crowds: Sequence[Crowd]
    shifts: Sequence[Shift]
    queues: Mapping[str, Queue]
    until: float
    chance: Chance
    now: float = 0.0
    busy: float = 0.0
    agents: dict[str, Agent] = field(default_factory=dict)
    free: set[str] = field(default_factory=set)
    waiting: dict[str, Item] = field(default_factory=dict)
    trials: dict[str, Trial] = field(default_factory=dict)
    gone: dict[str, Trial] = field(default_factory=dict)
    of: dict[str, Crowd] = field(default_factory=dict)
    heap: list[tuple[float, int, str, str]] = field(default_factory=list)
    number: int = 0

    def result(self) -> Result:
        self._begin()
        steps = {
            COMES: self._comes,
            GIVES_UP: self._gives_up,
            ENDS: self._ends,
            RELAXES: self._relaxes,
            SHIFT: self._shift,
        }
        while self.heap and self.heap[0][0] <= self.until:
            self.now, _, what, key = heapq.heappop(self.heap)
            steps[what](key)
        ended = [one for one in self.trials.values() if one.waited < math.inf]
        there = sum(_there(shift, self.until) for shift in self.shifts)
        return Result(tuple(ended), self.busy, there)

    def _begin(self) -> None:
        for number, shift in enumerate(self.shifts):
            self._set(replace(shift.agent, status=OFFLINE if shift.spans else READY, load={}))
            for begin, end in shift.spans:
                self._at(begin, SHIFT, f"{number}+")
                self._at(end, SHIFT, f"{number}-")
        for index in range(len(self.crowds)):
            self._next(index)

    def _at(self, at: float, what: str, key: str) -> None:
        self.number += 1
        heapq.heappush(self.heap, (at, self.number, what, key))

    def _next(self, index: int) -> None:
        """When the next of a crowd comes: a Poisson process whose rate changes by steps."""
        rates, at = self.crowds[index].rates, self.now
        for (begin, rate), end in zip(rates, [*(r[0] for r in rates[1:]), math.inf], strict=True):
            if end <= at or rate <= 0.0:
                continue
            at = max(at, begin) + self.chance.expovariate(rate)
            if at < end:
                self._at(at, COMES, str(index))
                return
            at = end

    def _comes(self, index: str) -> None:
        crowd = self.crowds[int(index)]
        key = f"{self.number}"
        item = Item(
            id=key,
            conversation=key,
            queue=crowd.queue,
            channel="",
            media=crowd.media,
            language=crowd.language,
            skills=crowd.skills,
            priority=crowd.priority,
            joined=self.now,
            entered=self.now,
            since=self.now,
        )
        self.waiting[key], self.of[key] = item, crowd
        self.trials[key] = Trial(crowd.name, self.now)
        self._next(int(index))
        self._match()
        if key in self.waiting:
            self._stands(item, crowd)

    def _stands(self, item: Item, crowd: Crowd) -> None:
        order = routing.order(
            tuple(self.waiting.values()), self.agents.values(), self.queues, self.now
        )
        before = [one.id for one in order if one.queue == item.queue]
        self.trials[item.id].ahead = before.index(item.id)
        if crowd.patience < math.inf:
            patience = self.chance.expovariate(1.0 / crowd.patience)
            self._at(self.now + patience, GIVES_UP, item.id)
        self._relax(item)

    def _relax(self, item: Item) -> None:
        moment = routing.relaxes_at(item, self.queues.get(item.queue), self.now)
        if moment:
            self._at(moment, RELAXES, item.id)

    def _relaxes(self, key: str) -> None:
        if key in self.waiting:
            self._match()
        if key in self.waiting:
            self._relax(self.waiting[key])

    def _gives_up(self, key: str) -> None:
        if key in self.waiting:
            del self.waiting[key]
            trial = self.trials[key]
            trial.waited = self.now - trial.joined
            self.gone[key] = trial

    def _match(self) -> None:
        """Offer and accept until nothing more fits."""
        while self.waiting and self.free:
            made = routing.choose(
                tuple(self.waiting.values()), self.agents.values(), self.queues, self.now
            )
            for match in made:
                self._serve(match.item, self.agents[match.agent])
            if not made:
                break
        if self.free and not self.waiting:
            self._turns(math.inf)

    def _serve(self, item: Item, agent: Agent) -> None:
        del self.waiting[item.id]
        trial, crowd = self.trials[item.id], self.of.pop(item.id)
        trial.waited = trial.virtual = self.now - item.joined
        trial.answered = True
        self._turns(item.joined)
        took = self.chance.expovariate(1.0 / crowd.aht)
        self.busy += max(min(took, self.until - self.now), 0.0)
        self._load(agent, item.media, 1)
        self._at(self.now + took, ENDS, f"{item.media} {agent.id}")

    def _turns(self, joined: float) -> None:
        """It would be the turn of all who gave up and had come before: now it is known how long
        they would have waited."""
        for key in [key for key, trial in self.gone.items() if trial.joined < joined]:
            trial = self.gone.pop(key)
            trial.virtual = self.now - trial.joined

    def _ends(self, key: str) -> None:
        media, _, agent = key.partition(" ")
        self._load(replace(self.agents[agent], idle=self.now), media, -1)
        self._match()

    def _shift(self, key: str) -> None:
        agent = self.agents[self.shifts[int(key[:-1])].agent.id]
        self._set(replace(agent, status=READY if key[-1] == "+" else OFFLINE))
        self._match()

    def _load(self, agent: Agent, media: str, more: int) -> None:
        load = agent.load | {media: agent.load.get(media, 0) + more}
        self._set(replace(agent, load=load))

    def _set(self, agent: Agent) -> None:
        self.agents[agent.id] = agent
        media = {crowd.media for crowd in self.crowds}
        if agent.status == READY and any(
            capacity.fits(agent.caps, agent.load, one) for one in media
        ):
            self.free.add(agent.id)
        else:
            self.free.discard(agent.id)


def _there(shift: Shift, until: float) -> float:
    if not shift.spans:
        return until
    return sum(max(min(end, until) - begin, 0.0) for begin, end in shift.spans)
