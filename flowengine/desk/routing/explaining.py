"""A decision in words: why somebody waits, who could help, and why each of the others does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flowengine.desk import items
from flowengine.desk.routing.choosing import match, passing
from flowengine.desk.routing.pool import Pool, lacks, not_ready, on_duty
from flowengine.desk.routing.ranking import HEAD_START, places
from flowengine.desk.routing.terms import relaxes_at
from flowengine.desk.sentences import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from flowengine.desk.items import Item
    from flowengine.desk.people import Agent
    from flowengine.desk.routing.choosing import Match
    from flowengine.desk.routing.ranking import Place
    from flowengine.language.program import Queue


@dataclass(frozen=True, slots=True)
class Candidate:
    """An agent, whether they could take it (`able`: skills, queue, on duty), whether they could at
    this moment (`free`), whether it goes to them, and in words why, or why not."""

    agent: str
    able: bool
    free: bool
    chosen: bool
    words: Sentence


@dataclass(frozen=True, slots=True)
class Decision:
    """What `choose` thinks of one item. `position` counts from 1 in its queue, 0 where it does not
    wait. `relaxes` is when something changes by waiting alone (POSIX seconds, 0.0 for never).
    `words` are sentences for whoever asks, `candidates` all agents, the best first."""

    item: str
    at: float
    state: str
    position: int = 0
    ring: int = 0
    relaxes: float = 0.0
    waited: float = 0.0
    score: float = 0.0
    scarce: bool = False
    chosen: str = ""
    candidates: tuple[Candidate, ...] = ()
    words: tuple[Sentence, ...] = ()


def explain(
    item: Item,
    agents: Iterable[Agent],
    queues: Mapping[str, Queue],
    now: float,
    others: Sequence[Item] = (),
) -> Decision:
    """Why this item goes where it goes, or does not. `others` is all that is open besides."""
    everything = [*(other for other in others if other.id != item.id), item]
    waited = max(now - item.joined, 0.0)
    if item.state != items.WAITING:
        return Decision(item.id, now, item.state, waited=waited, words=(_resting(item),))
    pool = Pool(agents, everything, queues, now)
    ranked = places(everything, queues, pool, now)
    matches = match(ranked, pool, now)
    here = next(place for place in ranked if place.item.id == item.id)
    own = next((made for made in matches if made.item.id == item.id), None)
    ahead = [place for place in ranked[: ranked.index(here)] if place.item.queue == item.queue]
    relaxes = relaxes_at(item, queues.get(item.queue), now)
    return Decision(
        item=item.id,
        at=now,
        state=item.state,
        position=len(ahead) + 1,
        ring=here.terms.ring,
        relaxes=relaxes,
        waited=waited,
        score=here.score,
        scarce=here.scarce,
        chosen=own.agent if own else "",
        candidates=_candidates(here, pool, matches, now),
        words=tuple(_words(here, ahead, relaxes, now)),
    )


def sentence(why: Mapping[str, Any]) -> str:
    """`Match.why`, as the log has it, in words."""
    return "; ".join(reasons(why))


def reasons(why: Mapping[str, Any]) -> tuple[Sentence, ...]:
    """The same, one after the other."""
    waited = round(why.get("waited", 0.0))
    parts = [Sentence("waited", "waited {count} s", count=waited)]
    if why.get("ring"):
        parts.append(Sentence("ring", "ring {count}", count=why["ring"]))
    able = why.get("able", 0)
    parts.append(Sentence("able", "{count} on duty could take it", count=able))
    if why.get("scarce"):
        parts.append(Sentence("scarce", "few can help, so it came earlier"))
    idle = why.get("idle")
    parts.append(Sentence("new", "new here") if idle is None else _idle(idle))
    return tuple(parts)


def _idle(seconds: float) -> Sentence:
    return Sentence("idle", "idle for {count} s", count=round(seconds))


def _resting(item: Item) -> Sentence:
    if item.state == items.LATER:
        return Sentence("later", "It is a promise to phone whose moment has not come.")
    if item.state in items.HELD:
        text = 'It is "{state}" with the agent {agent}.'
        return Sentence("held", text, state=item.state, agent=item.agent)
    return Sentence("over", 'It has ended ("{state}").', state=item.state)


def _candidates(
    here: Place, pool: Pool, matches: tuple[Match, ...], now: float
) -> tuple[Candidate, ...]:
    gone = {made.agent: made.item.id for made in matches}
    past = passing(here, pool, now)
    media = here.item.media
    found = [_candidate(here, agent, pool, gone, agent.id in past) for agent in pool.agents]
    better = {agent.id: pool.preference(agent, media) for agent in pool.agents}
    found.sort(key=lambda one: (not one.chosen, not one.free, not one.able, better[one.agent]))
    return tuple(found)


def _candidate(
    here: Place, agent: Agent, pool: Pool, gone: Mapping[str, str], past: bool
) -> Candidate:
    missing = _missing(agent) or lacks(agent, here.terms)
    if missing:
        return Candidate(agent.id, False, False, False, missing)
    busy = pool.busy(agent, here.item.media)
    if busy:
        return Candidate(agent.id, True, False, False, busy)
    if gone.get(agent.id) == here.item.id:
        return Candidate(agent.id, True, True, True, _chosen(agent, pool, here))
    if agent.id in gone:
        first = Sentence("given", "is given to {item} first", item=gone[agent.id])
        return Candidate(agent.id, True, True, False, first)
    if past:
        let = Sentence("passed", "let it pass less than a minute ago")
        return Candidate(agent.id, True, True, False, let)
    after = Sentence("after", "could, but another comes before them")
    return Candidate(agent.id, True, True, False, after)


def _missing(agent: Agent) -> Sentence | None:
    if not agent.present:
        return Sentence("absent", "is not there")
    return None if on_duty(agent) else not_ready(agent)


def _chosen(agent: Agent, pool: Pool, here: Place) -> Sentence:
    nobody = Sentence("nobody-yet", "has had nobody yet")
    return Sentence(
        "chosen",
        "has {hand} in hand, can do {things} things, {idle}",
        hand=agent.load.get(here.item.media, 0),
        things=pool.flexibility(agent),
        idle=_idle(pool.now - agent.idle) if agent.idle else nobody,
    )


def _words(here: Place, ahead: list[Place], relaxes: float, now: float) -> Iterable[Sentence]:
    item = here.item
    if ahead:
        yield Sentence("ahead", "{count} before it in {queue}.", count=len(ahead), queue=item.queue)
    else:
        yield Sentence("next", "It is next in {queue}.", queue=item.queue)
    yield _asked(here)
    if here.scarce:
        text = "Few on duty can help, so it counts as having waited {count} s longer."
        yield Sentence("scarcely", text, count=round(HEAD_START))
    if item.first:
        text = "Its agent was lost, so it stands at the head of its priority."
        yield Sentence("first", text)
    yield _bound(item.priority)
    if relaxes:
        text = "By waiting alone something changes in {count} s."
        yield Sentence("relaxes", text, count=round(relaxes - now))


def _asked(here: Place) -> Sentence:
    asks = ((here.terms.speaks,) if here.terms.speaks else ()) + here.terms.needs
    wanted = tuple(
        Sentence("at-level", "{name} at level {level}", name=name, level=level)
        for name, level in asks
    )
    text = "Ring {ring}: asked for is {asked}."
    asked = wanted or Sentence("nothing", "nothing in particular")
    return Sentence("asked-for", text, ring=here.terms.ring, asked=asked)


def _bound(priority: int) -> Sentence:
    """How long somebody can be overtaken: nobody waits without end."""
    if priority >= items.URGENT:
        text = "It is urgent: only urgent people who came earlier go before it."
        return Sentence("urgent", text)
    return Sentence(
        "overtaken",
        "Urgent people always go before it; others overtake it only where they came less than"
        " {count} s after it for each level of priority they have more"
        " ({count} s more where few can help them).",
        count=round(HEAD_START),
    )
