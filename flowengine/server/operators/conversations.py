"""All conversations, live and past, to be searched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.server import given
from flowengine.server.operators.paging import ROWS, rows

if TYPE_CHECKING:
    from starlette.responses import Response

    from flowengine.server.operators.visit import Visit

STATES = {"open": False, "ended": True}


async def show(visit: Visit) -> Response:
    """Whoever looks for words reads in what people said, so that is written down; not the words."""
    request = visit.request
    text, flow = given.text(request, "text"), given.text(request, "flow")
    state, contact = given.text(request, "state"), given.text(request, "contact")
    if text:
        await visit.read("searched what was said", "")
    found = await visit.store.search(
        text,
        flow=flow,
        ended=STATES.get(state),
        contact=contact,
        before=given.moment(request, "before"),
        behind=given.text(request, "behind"),
        limit=ROWS + 1,
    )
    return visit.page(
        "conversations.html",
        section="conversations",
        rows=rows(request, found, lambda one: (one.changed, one.id)),
        flows=sorted({*visit.house.library.programs, *await visit.store.published()}),
        text=text,
        flow=flow,
        state=state if state in STATES else "",
        contact=contact,
    )
