"""The processes that serve from this store, and how the store itself is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.responses import Response

    from flowengine.server.operators.visit import Visit


async def show(visit: Visit) -> Response:
    store = visit.store
    return visit.page(
        "nodes.html",
        section="nodes",
        nodes=await store.nodes(),
        room=await store.room(),
        alone=store.alone,
        counts=await store.counts(),
    )
