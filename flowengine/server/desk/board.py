"""The board: the whole desk as a supervisor sees it, and the wall, the same for a screen that all
can read. Without a script both are pages to load again, with one they live (`board_socket`)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException

from flowengine.server.desk.board_rows import BOARD, WALL, tables

if TYPE_CHECKING:
    from starlette.responses import Response

    from flowengine.host.desk.oversight import Seen
    from flowengine.server.desk.visit import Visit

SOCKET = f"{BOARD}/socket"
AGAIN = 30  # seconds after which a wall without a script loads itself again


async def show(visit: Visit) -> Response:
    """Everything, with where to look closer."""
    found = tables(await seen(visit), visit.house.desk.terms, visit.words)
    return visit.page("board.html", **_values(found), socket=SOCKET, span=visit.span)


async def wall(visit: Visit) -> Response:
    """Large figures of queues, and nobody's name."""
    found = tables(await seen(visit), visit.house.desk.terms, visit.words)
    kept = {name: found[name] for name in WALL}
    socket = f"{SOCKET}?wall=1"
    return visit.page("wall.html", **_values(kept), socket=socket, again=AGAIN, span=visit.span)


async def seen(visit: Visit) -> Seen:
    """The desk as this supervisor sees it. Raises Refusal."""
    return await visit.house.desk.oversight.seen(visit.user)


def _values(found: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """For the templates: rows in their order, and an empty one of which a script makes new ones."""
    rows = {name: sorted(table.items(), key=_order) for name, table in found.items()}
    return {"section": "board", "rows": rows, "blank": defaultdict(str)}


def _order(row: tuple[str, dict[str, Any]]) -> str:
    order: str = row[1]["order"]
    return order


def known_queue(visit: Visit, queue: str) -> str:
    """A queue of the address that they may see. Raises HTTPException 404; Refusal `forbidden`."""
    if queue not in visit.house.desk.queues:
        raise HTTPException(404)
    visit.demand("queue.read", queue=queue)
    return queue
