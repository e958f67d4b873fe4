"""The integration API under `/api/v1`: for programs, with tokens, described by itself.

`routes` lists what can be asked, `serving` obeys what is declared there, `openapi` describes it.
Pages of ours use `/api/chat` and `/api/conversations`, which are no part of this.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from flowengine.server.api.docs import docs
from flowengine.server.api.openapi import described
from flowengine.server.api.routes import ENDPOINTS, TOP
from flowengine.server.api.serving import Address, Rates, nowhere

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["ROUTES", "Rates"]


async def description(_request: Request) -> Response:
    """For programs, and for whoever makes them."""
    return Response(described(ENDPOINTS, TOP), media_type="application/json")


def _path(endpoint: object) -> str:
    return str(getattr(endpoint, "path", ""))


ROUTES = [
    Route(f"{TOP}/openapi.json", description),
    Route(f"{TOP}/docs", docs),
    *(
        Route(f"{TOP}{path}", Address(tuple(group)))
        for path, group in groupby(sorted(ENDPOINTS, key=_path), _path)
    ),
    Route(TOP, nowhere),
    Route(f"{TOP}/{{rest:path}}", nowhere),
]
