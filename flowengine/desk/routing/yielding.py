"""Offers that give way: an urgent person does not wait for somebody to answer an offer of less.

Only an open offer is ever taken back, never a talk, and only where nobody else is free. Who was
offered waits on at their own place and on their own clock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.desk import capacity, items
from flowengine.desk.people import READY
from flowengine.desk.routing.choosing import match, passing
from flowengine.desk.routing.pool import Pool
from flowengine.desk.routing.ranking import places

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from flowengine.desk.items import Item
    from flowengine.desk.people import Agent
    from flowengine.desk.routing.ranking import Place
    from flowengine.language.program import Queue


def yielding(
    everything: Sequence[Item], agents: Iterable[Agent], queues: Mapping[str, Queue], now: float
) -> tuple[Item, ...]:
    """The items whose offers are to be taken back at this moment, one for each urgent person whom
    nobody is free for. `everything` is all that is open."""
    waiting = (one.priority for one in everything if one.state == items.WAITING)
    if max(waiting, default=items.LOW) < items.URGENT:
        return ()
    pool = Pool(agents, everything, queues, now)
    ranked = [one for one in places(everything, queues, pool, now) if _urgent(one.item)]
    served = {made.item.id for made in match(ranked, pool, now)}
    offers = [one for one in everything if one.state == items.OFFERED and not _urgent(one)]
    found: list[Item] = []
    for place in ranked:
        left = [one for one in offers if one not in found]
        fitting = [] if place.item.id in served else list(_fitting(place, left, pool, now))
        if fitting:
            found.append(min(fitting, key=lambda pair: _order(pair[0], pair[1], place, pool))[1])
    return tuple(found)


def _urgent(item: Item) -> bool:
    return item.priority >= items.URGENT


def _fitting(
    place: Place, offers: Sequence[Item], pool: Pool, now: float
) -> Iterator[tuple[Agent, Item]]:
    """Agents who would be asked about this person, were it not for that offer."""
    media, past = place.item.media, passing(place, pool, now)
    for agent in pool.able(place.terms):
        if agent.status != READY or agent.id in past:
            continue
        for offer in offers:
            same = capacity.lane(offer.media) == capacity.lane(media)
            if offer.agent == agent.id and same and _fits(agent, offer, media):
                yield agent, offer


def _fits(agent: Agent, offer: Item, media: str) -> bool:
    load = {**agent.load, offer.media: agent.load.get(offer.media, 0) - 1}
    return capacity.fits(agent.caps, load, media)


def _order(
    agent: Agent, offer: Item, place: Place, pool: Pool
) -> tuple[int, tuple[int, int, float, str]]:
    """The least urgent offer gives way first; of several the agent decides, as always."""
    return offer.priority, pool.preference(agent, place.item.media)
