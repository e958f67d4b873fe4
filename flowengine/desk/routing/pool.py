"""The agents as a choice sees them: who is on duty, who could take what, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.desk import capacity, items
from flowengine.desk.people import READY, WRAPPING
from flowengine.desk.sentences import Sentence

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from flowengine.desk.items import Item
    from flowengine.desk.people import Agent
    from flowengine.desk.routing.terms import Terms

EVERY = "*"  # all queues
DUTY = frozenset((READY, WRAPPING))  # statuses of those who will take something, now or soon
LOOK_BACK = 7 * 24 * 3600.0  # who has been away longer than that is no more idle for it


class Pool:
    """What was looked up for one choice is kept for it: many who wait ask for the same."""

    __slots__ = ("agents", "asked", "duty", "free", "known", "now", "ready", "size", "skilled")

    def __init__(
        self, agents: Iterable[Agent], waiting: Iterable[Item], queues: Collection[str], now: float
    ) -> None:
        self.agents = tuple(agents)
        self.duty = tuple(agent for agent in self.agents if on_duty(agent))
        self.known = len(queues)
        self.now = now
        self.asked = {
            (item.agent, capacity.lane(item.media))
            for item in waiting
            if item.state == items.OFFERED
        }
        self.skilled: dict[Terms, tuple[Agent, ...]] = {}
        self.ready: dict[str, tuple[Agent, ...]] = {}
        self.free: dict[tuple[Terms, str], list[Agent]] = {}
        self.size: dict[tuple[str, ...], int] = {}

    def able(self, terms: Terms) -> tuple[Agent, ...]:
        """Those on duty who answer the queue and can do what is asked, busy or not."""
        found = self.skilled.get(terms)
        if found is None:
            found = tuple(agent for agent in self.duty if not lacks(agent, terms))
            self.skilled[terms] = found
        return found

    def available(self, terms: Terms, media: str) -> list[Agent]:
        """Those of them who can be offered something now, the best first. The list is the caller's
        to shorten."""
        found = self.free.get((terms, media))
        if found is None:
            able = {agent.id for agent in self.able(terms)}
            found = [agent for agent in self.best(media) if agent.id in able]
            self.free[terms, media] = found
        return found

    def best(self, media: str) -> tuple[Agent, ...]:
        """Everybody with room, the one to be asked first before the others."""
        found = self.ready.get(media)
        if found is None:
            free = [agent for agent in self.duty if self.room(agent, media)]
            found = tuple(sorted(free, key=lambda agent: self.preference(agent, media)))
            self.ready[media] = found
        return found

    def room(self, agent: Agent, media: str) -> bool:
        """Whether they can be offered something at this moment."""
        return (
            agent.status == READY
            and (agent.id, capacity.lane(media)) not in self.asked
            and capacity.fits(agent.caps, agent.load, media)
        )

    def busy(self, agent: Agent, media: str) -> Sentence | None:
        """Why they cannot, None where they can."""
        if self.room(agent, media):
            return None
        if agent.status != READY:
            return not_ready(agent)
        if (agent.id, capacity.lane(media)) in self.asked:
            return Sentence("asked", "is being asked about somebody else")
        used = tuple(
            Sentence("load", "{media} {count}", media=name, count=count)
            for name, count in agent.load.items()
            if count
        )
        if not used:
            return Sentence("no-place", "has no room for {media} (in hand: nothing)", media=media)
        text = "has no room for {media} (in hand: {used})"
        return Sentence("no-room", text, media=media, used=used)

    def preference(self, agent: Agent, media: str) -> tuple[int, int, float, str]:
        """Fewest in hand, least flexible, longest idle: the smallest first."""
        idle = max(agent.idle, self.now - LOOK_BACK)
        return agent.load.get(media, 0), self.flexibility(agent), idle, agent.id

    def flexibility(self, agent: Agent) -> int:
        """How much else they could do."""
        queues = self.known if EVERY in agent.queues else len(agent.queues)
        return len(agent.languages) + len(agent.skills) + queues

    def staff(self, queues: tuple[str, ...]) -> int:
        """How many are on duty for any of the queues."""
        found = self.size.get(queues)
        if found is None:
            found = sum(answers(agent, queues) for agent in self.duty)
            self.size[queues] = found
        return found


def on_duty(agent: Agent) -> bool:
    """There, and at work. A status that nobody knows is not."""
    return agent.present and agent.status in DUTY


def answers(agent: Agent, queues: Iterable[str]) -> bool:
    """Whether any of the queues is theirs."""
    return EVERY in agent.queues or not agent.queues.isdisjoint(queues)


def not_ready(agent: Agent) -> Sentence:
    return Sentence("not-ready", 'is not ready ("{status}")', status=agent.status)


def lacks(agent: Agent, terms: Terms) -> Sentence | None:
    """What they would need to take it, None where nothing."""
    if not answers(agent, terms.queues):
        return Sentence("no-queue", "does not answer this queue")
    if terms.speaks and agent.languages.get(terms.speaks[0], 0) < terms.speaks[1]:
        return _level("language", terms.speaks, agent.languages)
    for need in terms.needs:
        if agent.skills.get(need[0], 0) < need[1]:
            return _level("skill", need, agent.skills)
    return None


def _level(what: str, need: tuple[str, int], has: Mapping[str, int]) -> Sentence:
    """`what` is language or skill."""
    name, least = need
    asked = f'{what} "{{name}}" is asked for at level {{level}}, and '
    if name not in has:
        return Sentence(f"{what}-none", asked + "does not have it", name=name, level=least)
    own = asked + "has level {own}"
    return Sentence(f"{what}-below", own, name=name, level=least, own=has[name])
