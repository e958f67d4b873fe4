"""How things are now: what is open, what waits, what failed, who serves."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.responses import Response

    from flowengine.server.operators.visit import Visit

RECENT = 8  # conversations


async def show(visit: Visit) -> Response:
    store = visit.store
    today = datetime.fromtimestamp(visit.at, UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    oldest = await store.oldest()
    return visit.page(
        "overview.html",
        section="overview",
        counts=await store.counts(),
        ended_today=await store.ended_since(today.timestamp()),
        oldest=waited(oldest["outgoing"], visit.at),
        late=waited(oldest["timer"], visit.at),
        nodes=await store.nodes(),
        programs=sorted(visit.house.library.programs.values(), key=lambda one: one.name),
        broken=visit.house.library.broken,
        recent=await store.search(limit=RECENT),
    )


def waited(since: float, now: float) -> int:
    """Whole seconds from then to now; 0 where nothing waits, or not yet."""
    return max(0, int(now - since)) if since else 0
