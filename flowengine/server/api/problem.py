"""Refusals as programs read them: `application/problem+json` (RFC 9457).

A problem has a code that stays and one sentence in words; it never repeats what was sent.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import msgspec
from starlette.responses import Response

from flowengine.host import measures
from flowengine.server.chat import STATUS as TALKS
from flowengine.server.protect import PROBLEMS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowengine.host.refusal import Refusal

TYPE = "application/problem+json"

# What the host says of a talk, and what only this door says.
_STATUS = TALKS | {
    "no-token": 401, "not-allowed": 403, "forbidden": 404, "unknown": 404, "no-method": 405,
    "in-use": 409, "key-used": 409, "address-busy": 409, "too-late": 409, "stale": 409,
    "not-json": 415,
}  # fmt: skip
_HEADERS = {
    401: {"WWW-Authenticate": 'Bearer realm="flowengine"'},  # RFC 6750, section 3
    403: {"WWW-Authenticate": 'Bearer realm="flowengine", error="insufficient_scope"'},
    429: {"Retry-After": "2"},
    503: {"Retry-After": "2"},
}


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """`type` leads to a page about `code`; `detail` says what to mend."""

    type: str
    title: str
    status: int
    detail: str
    code: str


def status(code: str) -> int:
    """The HTTP status of a refusal; 400 for all that only the sender can mend."""
    return _STATUS.get(code, 400)


def problem(refusal: Refusal, headers: Mapping[str, str] | None = None) -> Response:
    """The answer that refuses."""
    number = status(refusal.code)
    measures.refused_total.labels(code=refusal.code).inc()
    body = Problem(
        type=PROBLEMS,
        title=HTTPStatus(number).phrase,
        status=number,
        detail=str(refusal),
        code=refusal.code,
    )
    found = {"Cache-Control": "no-store"} | _HEADERS.get(number, {}) | dict(headers or {})
    return Response(msgspec.json.encode(body), number, found, media_type=TYPE)
