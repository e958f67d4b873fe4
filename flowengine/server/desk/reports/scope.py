"""What one reader may see of reports, and the account of what they asked for.

A house may let its supervisors see the reports of their own queues only; what is left of a question
then is answered, what is not is refused.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flowengine.desk.reports import AGENT, QUEUE
from flowengine.host.desk.declaring import today
from flowengine.host.desk.reporting import Account, counted
from flowengine.server import given
from flowengine.server.desk.reports import asked as asking

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowengine.server.desk.reports.asked import Asked
    from flowengine.server.desk.visit import Visit
    from flowengine.server.desk.words import Words


@dataclass(frozen=True, slots=True)
class Scope:
    """`queues` is what the reader may see, nothing where that is all; `agents` whether figures of
    agents are among it, `told` the words, `shown` the names of agents by id, `theirs` the agents of
    these queues."""

    asked: Asked
    queues: tuple[str, ...]
    agents: bool
    told: Words
    shown: Mapping[str, str]
    theirs: frozenset[str] = frozenset()


async def scope(visit: Visit) -> Scope:
    """Raises Refusal `forbidden`."""
    queues = visible(visit)
    agents = all(visit.may("report.agent", queue=name) for name in queues or ("",))
    asked = asking.read(lambda name: given.text(visit.request, name), visit.at, _zone(visit))
    if not agents:
        asked = replace(asked, agent="", by=QUEUE if asked.by == AGENT else asked.by)
    if queues and asked.queue and asked.queue not in queues:
        visit.demand("report.read", queue=asked.queue)
    users = await visit.house.people.all()
    shown = {one.id: one.shown for one in users}
    theirs = frozenset(one.id for one in users if visit.may("report.agent", of=one))
    return Scope(asked, queues, agents, visit.words, shown, theirs)


def visible(visit: Visit) -> tuple[str, ...]:
    """The queues whose reports they may see, nothing where all. Raises Refusal."""
    every = tuple(sorted(visit.house.desk.queues))
    some = tuple(one for one in every if visit.may("report.read", queue=one))
    if visit.may("report.read") or not some:
        visit.demand("report.read")
        return ()
    return some


def exports(visit: Visit, seen: Scope) -> bool:
    """Whether they may take away what they see: of each queue that it is counted from."""
    named = (seen.asked.queue,) if seen.asked.queue else seen.queues or ("",)
    return all(visit.may("export", queue=one) for one in named)


def sees_all(visit: Visit, seen: Scope) -> bool:
    """Whether what they may see is of every queue that there is."""
    return not seen.queues or set(seen.queues) >= set(visit.house.desk.queues)


async def account(visit: Visit, seen: Scope) -> Account:
    now = today(visit.house.desk.terms)
    return await counted(visit.store, seen.asked.question(seen.queues), now)


def zones(visit: Visit) -> list[str]:
    """Those of the queues, the one of most of them first, and UTC."""
    found = Counter(one.zone for one in visit.house.desk.terms.values())
    return list(dict.fromkeys([*(name for name, _ in found.most_common()), "UTC"]))


def _zone(visit: Visit) -> str:
    known = zones(visit)
    wanted = given.text(visit.request, "zone")
    found = wanted if wanted in known else known[0]
    try:
        ZoneInfo(found)
    except (ZoneInfoNotFoundError, ValueError):
        return "UTC"
    return found
