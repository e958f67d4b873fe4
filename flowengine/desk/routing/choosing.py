"""The choice itself: for each who waits, in their order, the best agent who is still free."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flowengine.desk import capacity
from flowengine.desk.routing.pool import Pool
from flowengine.desk.routing.ranking import places
from flowengine.desk.routing.terms import PAUSE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from flowengine.desk.items import Item
    from flowengine.desk.people import Agent
    from flowengine.desk.routing.ranking import Place
    from flowengine.language.program import Queue


@dataclass(frozen=True, slots=True)
class Match:
    """Offer `item` to `agent` (an id). `why` is for the log: plain values and a sentence, in which
    nobody is named."""

    item: Item
    agent: str
    why: dict[str, Any]


def choose(
    everything: Sequence[Item], agents: Iterable[Agent], queues: Mapping[str, Queue], now: float
) -> tuple[Match, ...]:
    """Who is to be offered what at this moment.

    `everything` is all that is open: an agent who has an offer before them gets no second one of
    its lane. Each item comes once, each agent once a lane; nobody is given beyond their caps.
    """
    pool = Pool(agents, everything, queues, now)
    return match(places(everything, queues, pool, now), pool, now)


def match(ranked: Iterable[Place], pool: Pool, now: float) -> tuple[Match, ...]:
    """The same, for people already in their order."""
    taken: set[tuple[str, str]] = set()
    made = []
    for place in ranked:
        agent = _pick(place, pool, taken, now)
        if agent is not None:
            taken.add((agent.id, capacity.lane(place.item.media)))
            made.append(Match(place.item, agent.id, _why(place, agent, pool, now)))
    return tuple(made)


def _pick(place: Place, pool: Pool, taken: Collection[tuple[str, str]], now: float) -> Agent | None:
    free, lane = pool.available(place.terms, place.item.media), capacity.lane(place.item.media)
    while free and (free[0].id, lane) in taken:
        del free[0]
    if not place.item.passed:
        return free[0] if free else None
    past = passing(place, pool, now)
    for agent in free:
        if agent.id not in past and (agent.id, lane) not in taken:
            return agent
    return None


def passing(place: Place, pool: Pool, now: float) -> Collection[str]:
    """Who has let it pass and is not asked again yet: for a minute, while somebody else on duty
    could take it, now or when they are free."""
    item = place.item
    if not item.passed or now - item.since >= PAUSE:
        return ()
    if all(agent.id in item.passed for agent in pool.able(place.terms)):
        return ()
    return item.passed


def _why(place: Place, agent: Agent, pool: Pool, now: float) -> dict[str, Any]:
    able = len(pool.able(place.terms))
    return {
        "ring": place.terms.ring,
        "waited": round(now - place.item.joined, 1),
        "score": round(place.score, 1),
        "scarce": place.scarce,
        "able": able,
        "in_hand": agent.load.get(place.item.media, 0),
        "flexibility": pool.flexibility(agent),
        "idle": round(max(now - agent.idle, 0.0), 1) if agent.idle else None,
    }
