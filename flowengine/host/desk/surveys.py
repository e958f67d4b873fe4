"""Opinions after a talk: who may be asked, that they were, and what they said, for reports.

The survey itself is a flow. Here stands when it is not to be asked, and how an answer finds the
talk it is about: an opinion is of the last talk that ended before it, in the same conversation. Who
the agent was is left out unless it is asked for by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from flowengine.desk.log import FINISHED
from flowengine.host.desk.signals import FACT as SIGNAL
from flowengine.store.records import Fact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from flowengine.desk.items import Item
    from flowengine.desk.log import Entry
    from flowengine.host.desk.talk import Talk
    from flowengine.runtime import Session
    from flowengine.store.verbs import Store

ASKED = "survey"  # kind of the fact: an opinion was asked for
FLOW = "survey"  # the part of a program that asks, whoever wrote it
RATING, REMARK = "Rating", "Remark"  # the names it saves under
PAUSE = 7 * 24 * 3600.0  # seconds until the same contact is asked again
LOOKED_AT = 30  # conversations of a contact
CRISIS = "crisis"


@dataclass(frozen=True, slots=True)
class Opinion:
    """One talk after which an opinion was asked for. `rating` is None and `remark` "" where none
    was given; `agent` is "" unless it was asked for."""

    item: str
    conversation: str
    at: float
    queue: str
    channel: str
    language: str
    rating: float | None
    remark: str
    agent: str = ""


async def welcome(talk: Talk, item: Item, disposition: str) -> bool:
    """Whether an opinion may be asked for after this talk: not after a brief one, not of somebody
    in danger, and of the same contact once in PAUSE seconds."""
    queue = talk.desk.queues.get(item.queue)
    outcomes = () if queue is None else queue.outcomes
    if any(one.name == disposition and one.brief for one in outcomes):
        return False
    facts = await talk.store.facts(item.conversation)
    if any(_is_crisis(one) for one in facts):
        return False
    since = talk.clock() - PAUSE
    if _asked(facts, since):
        return False
    if not item.contact:
        return True
    for one in await talk.store.search(contact=item.contact, limit=LOOKED_AT):
        if one.changed >= since and _asked(await talk.store.facts(one.id), since):
            return False
    return True


def _is_crisis(fact: Fact) -> bool:
    return fact.kind == SIGNAL and msgspec.json.decode(fact.body).get("sign") == CRISIS


def _asked(facts: Iterable[Fact], since: float) -> bool:
    return any(one.kind == ASKED and one.at >= since for one in facts)


def begun(sessions: tuple[Session, Session], at: float) -> tuple[Fact, ...]:
    """The fact of a turn in which the survey begins."""
    before, after = sessions
    if _in_survey(before.place) or not _in_survey(after.place):
        return ()
    return (Fact(at, ASKED, "{}"),)


def _in_survey(place: str) -> bool:
    return place.partition(".")[0] == FLOW


async def results(
    talk: Talk, since: float, until: float, *, agents: bool = False
) -> tuple[Opinion, ...]:
    """Every talk that ended in that time and after which an opinion was asked for, in order. How
    many there are is what response rates are counted from."""
    return await told(talk.store, await talk.store.entries(since=since, until=until), agents=agents)


async def told(
    store: Store, entries: Iterable[Entry], *, agents: bool = False
) -> tuple[Opinion, ...]:
    """The same of the talks that ended in these entries."""
    ended: dict[str, list[Entry]] = {}
    for one in entries:
        if one.kind == FINISHED:
            ended.setdefault(one.conversation, []).append(one)
    opinions: list[Opinion] = []
    for key, own in ended.items():
        opinions += _opinions(own, await store.facts(key), agents=agents)
    return tuple(sorted(opinions, key=lambda one: one.at))


def _opinions(ended: Sequence[Entry], facts: Sequence[Fact], *, agents: bool) -> Iterator[Opinion]:
    for index, one in enumerate(ended):
        end = ended[index + 1].at if index + 1 < len(ended) else float("inf")
        own = [fact for fact in facts if one.at <= fact.at < end]
        if not any(fact.kind == ASKED for fact in own):
            continue
        said = _saved(own)
        yield Opinion(
            item=one.item,
            conversation=one.conversation,
            at=one.at,
            queue=one.queue,
            channel=one.channel,
            language=one.language,
            rating=_number(said.get(RATING)),
            remark=str(said.get(REMARK) or ""),
            agent=one.agent if agents else "",
        )


def _saved(facts: Iterable[Fact]) -> dict[str, object]:
    bodies = (msgspec.json.decode(one.body) for one in facts if one.kind == "saved")
    return {str(one.get("name")): one.get("value") for one in bodies}


def _number(value: object) -> float | None:
    if isinstance(value, int | float):
        return float(value)
    try:
        return float(str(value)) if value else None
    except ValueError:
        return None


def rate(opinions: Sequence[Opinion]) -> float:
    """Of those who were asked, how many gave a mark: 0.0 to 1.0; 0.0 where nobody was asked."""
    answered = sum(one.rating is not None for one in opinions)
    return answered / len(opinions) if opinions else 0.0


def mean(opinions: Iterable[Opinion]) -> float | None:
    """The mean of the marks that were given, None where none was."""
    marks = [one.rating for one in opinions if one.rating is not None]
    return sum(marks) / len(marks) if marks else None
