"""One queue: today's figures and their definitions, who answers it, who is in it, its switches.

A switch ends by itself; who set it and until when stands beside it, with the way to undo it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.desk import episodes, log
from flowengine.desk.figures import Figures
from flowengine.host.desk.declaring import today
from flowengine.host.desk.switching import LONGEST_WORDS
from flowengine.host.desk.terms import DIVERT, SURGE, SWITCHES
from flowengine.host.desk.today import midnight
from flowengine.server.desk.board import known_queue, seen
from flowengine.server.desk.board_rows import address, figured, levels, tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.responses import Response

    from flowengine.desk.episodes import Stay
    from flowengine.host.desk.oversight import Seen
    from flowengine.server.desk.visit import Visit

HOURS = (1, 2, 4, 8, 12, 24, 48)  # for which a switch holds
MOST = 100  # waits of today that are listed


async def show(visit: Visit) -> Response:
    name = known_queue(visit, visit.request.path_params["queue"])
    found, told = await seen(visit), visit.words
    rows = tables(found, visit.house.desk.terms, told)
    here = next(one for one in found.board.queues if one.name == name)
    figures = found.figures.get(name, Figures())
    return visit.page(
        "queue.html",
        section="board",
        name=name,
        row=rows["queues"][name],
        terms=visit.house.desk.queues[name],
        figures={**figured(levels(figures), told), "aht": visit.span(figures.aht)},
        switches=here.switches,
        kinds=SWITCHES,
        needs=(DIVERT, SURGE),
        others=sorted(set(visit.house.desk.queues) - {name}),
        hours=HOURS,
        longest_words=LONGEST_WORDS,
        may_switch=visit.may("queue.switch", queue=name),
        people=[rows["agents"][one.id] for one in found.board.agents if _answers(one.queues, name)],
        talks=[rows["talks"][one.id] for one in found.board.items if one.queue == name],
        stays=stays(visit, found, name),
        names={one.id: one.shown for one in (await visit.house.desk.users()).values()},
        address=address,
        titled=visit.titled,
        span=visit.span,
    )


def stays(visit: Visit, found: Seen, queue: str) -> Sequence[Stay]:
    """Today's waits in this queue that are over, the last first."""
    terms = visit.house.desk.terms[queue]
    since = midnight(terms.zone, found.board.at)
    entries = (one for one in found.entries if one.kind != log.STATUS)
    read = episodes.read(entries, today({queue: terms}))
    here = [one for one in read.stays if one.queue == queue and one.ended and one.began >= since]
    return tuple(reversed(here))[:MOST]


async def switch(visit: Visit) -> Response:
    """Set or undo. Raises Refusal as `Desk.switch` does."""
    name = known_queue(visit, visit.request.path_params["queue"])
    kind, on = visit.form.one("kind"), visit.form.one("on") != "no"
    value = visit.form.one("queue" if kind == DIVERT else "words", LONGEST_WORDS + 1)
    hours = visit.form.one("hours")
    until = visit.at + 3600 * int(hours) if hours.isdecimal() and int(hours) in HOURS else 0.0
    await visit.did(f"{'set' if on else 'undid'} the switch {kind[:20]}", f"queue/{name}")
    await visit.house.desk.switch(visit.user, name, kind, value.strip(), on=on, until=until)
    return visit.go(address("queues", name), "board_switched")


def _answers(queues: tuple[str, ...], name: str) -> bool:
    return "*" in queues or name in queues
