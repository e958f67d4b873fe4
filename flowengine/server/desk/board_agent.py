"""One agent: how they stand and since when, what they have, what they were offered today and why.

A supervisor may say how they stand; the agent sees it at once, and the log says by whom. Nobody is
ranked here by how fast they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from starlette.exceptions import HTTPException

from flowengine.desk import episodes, log, reports, routing
from flowengine.host.desk.today import midnight
from flowengine.server.desk.board import seen
from flowengine.server.desk.board_rows import address, status_word, tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.responses import Response

    from flowengine.desk.log import Entry
    from flowengine.host.desk.board import Colleague
    from flowengine.host.desk.oversight import Seen
    from flowengine.server.desk.visit import Visit
    from flowengine.server.desk.words import Words

MOST = 100  # rows of today
_OFFERS = frozenset((log.OFFERED, log.ACCEPTED, log.REFUSED, log.EXPIRED))


class Offer(NamedTuple):
    """A line of the log about an offer; `why` is the decision in words, "" for none."""

    at: float
    kind: str
    item: str
    queue: str
    why: str


async def show(visit: Visit) -> Response:
    found, told = await seen(visit), visit.words
    who = _known(found, visit.request.path_params["agent"])
    rows = tables(found, visit.house.desk.terms, told)
    since = _midnight(visit, found.board.at)
    today = [one for one in found.entries if one.agent == who.id]
    times = reports.times(today, since, found.board.at, {who.id: who.status}).get(who.id)
    said = next((one for one in reversed(today) if one.kind == log.STATUS), None)
    parts = [one for one in episodes.read(found.entries).parts if one.agent == who.id]
    return visit.page(
        "agent.html",
        section="board",
        who=who,
        row=rows["agents"][who.id],
        statuses=[(name, status_word(name, told)) for name in visit.house.desk.attendance.statuses],
        said_by=await _shown(visit, said),
        spent=[(status_word(name, told), visit.span(time)) for name, time in times.statuses.items()]
        if times
        else [],
        talks=[rows["talks"][one.id] for one in found.board.items if one.agent == who.id],
        parts=[one for one in reversed(parts) if (one.closed or found.board.at) >= since][:MOST],
        offers=offers(today, since, told),
        may_set=visit.may("status.others", of=(await visit.house.desk.users()).get(who.id)),
        address=address,
        titled=visit.titled,
        span=visit.span,
        outcome=visit.outcome,
    )


def offers(entries: Sequence[Entry], since: float, told: Words) -> tuple[Offer, ...]:
    """What they were offered since, and what they made of it, the last first."""
    found = [
        Offer(
            one.at,
            told[f"happened_{one.kind}"],
            one.item,
            one.queue,
            "; ".join(told.sentence(why) for why in routing.reasons(one.body["why"]))
            if one.body.get("why")
            else "",
        )
        for one in entries
        if one.kind in _OFFERS and one.at >= since
    ]
    return tuple(reversed(found))[:MOST]


async def set_status(visit: Visit) -> Response:
    """Raises Refusal as `Oversight.set_status` does."""
    who = _known(await seen(visit), visit.request.path_params["agent"])
    await visit.house.desk.oversight.set_status(visit.user, who.id, visit.form.one("status"))
    return visit.go(address("agents", who.id), "board_status_set")


def _known(found: Seen, agent: str) -> Colleague:
    """Raises HTTPException 404 for who answers no queue of this supervisor's."""
    who = next((one for one in found.board.agents if one.id == agent), None)
    if who is None:
        raise HTTPException(404)
    return who


def _midnight(visit: Visit, at: float) -> float:
    """Of the first zone there is: an agent's day has one beginning."""
    zones = sorted({one.zone for one in visit.house.desk.terms.values()}) or ["UTC"]
    return midnight(zones[0], at)


async def _shown(visit: Visit, said: Entry | None) -> str:
    """Who else set the status, "" where they did themselves."""
    by = said.body.get("by", "") if said is not None else ""
    return await visit.house.desk.shown(by) if by else ""
