"""Who did what: everything operators, programs and commands did or read, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from flowengine.server import given
from flowengine.server.operators import deeds
from flowengine.server.operators.guard import TOP
from flowengine.server.operators.paging import rows

if TYPE_CHECKING:
    from starlette.responses import Response

    from flowengine.server.operators.visit import Visit

ROWS = 100
_PAGES = {"conversation": f"{TOP}/conversations/", "contact": f"{TOP}/contacts/",
          "message": f"{TOP}/message?key="}  # fmt: skip


async def show(visit: Visit) -> Response:
    found = await visit.store.audits(
        before=given.moment(visit.request, "before"),
        behind=given.number(visit.request, "behind") or 0,
        limit=ROWS + 1,
    )
    return visit.page(
        "audit.html",
        section="audit",
        rows=rows(visit.request, found, lambda one: (one.at, one.number), ROWS),
        leads=leads,
        told=deeds.told,
        who=deeds.who,
    )


def leads(subject: str) -> str:
    """The page of what somebody did something to, "" where there is none."""
    kind, _, name = subject.partition("/")
    if kind == "conversation":
        name = name.partition("/")[0]  # a file of it stands behind
    return _PAGES[kind] + quote(name, safe="") if kind in _PAGES and name else ""
