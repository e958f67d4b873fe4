"""From a request to an endpoint and back: who asks, may they, is it fit, and what went wrong.

This is the one place that looks at tokens and roles. Every answer that refuses is a problem (RFC
9457), and none quotes what was sent. The address is no secret, the body may be one: neither is
logged.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from flowengine.host.access import may
from flowengine.host.refusal import Refusal
from flowengine.server.api.endpoint import JSON, NAME, Asked, Endpoint, Reply
from flowengine.server.api.problem import problem
from flowengine.server.rates import Rate, knock, sender
from flowengine.store.records import Token
from flowengine.store.verbs import Busy, Stale, StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.types import Receive, Scope, Send

    from flowengine.host.house import House

LARGEST = 32_768  # bytes of a body
NOBODY = Token("", "", "", b"")  # who asks where no token is needed
_KEY = re.compile(r"[\x21-\x7e]{1,64}")  # of Idempotency-Key
_PLACE = re.compile(NAME)
_log = logging.getLogger(__name__)


class Rates:
    """How fast programs may go: each token, and each sender whose tokens are wrong."""

    def __init__(self) -> None:
        self.tokens = Rate(burst=200, per_second=100)
        self.failures = Rate(burst=20, per_second=0.2)


class Address:
    """All that can be asked at one address, as an ASGI application."""

    def __init__(self, endpoints: Sequence[Endpoint]) -> None:
        self._by_method = {one.method: one for one in endpoints}
        if "GET" in self._by_method:
            self._by_method["HEAD"] = self._by_method["GET"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        response = await self._answered(request)
        await response(scope, receive, send)

    async def _answered(self, request: Request) -> Response:
        allowed = {"Allow": ", ".join(sorted(self._by_method))}
        try:
            knock(request)
            endpoint = self._by_method.get(request.method)
            if endpoint is None:
                return problem(Refusal("no-method", "Take one of the methods in Allow."), allowed)
            token = await _admitted(request, endpoint)
            raw = await _body(request) if endpoint.body is not None else b""
            asked = _asked(request, endpoint, token, raw)
            return _response(endpoint, await endpoint.call(asked))
        except Refusal as refusal:
            return problem(refusal)
        except (Stale, Busy):
            return problem(Refusal("busy", "Somebody else is just at it. Please ask again."))
        except StoreError as error:
            _log.error("request failed: %s", error)  # a store quotes nobody
            return problem(Refusal("failed", "The store does not answer. Please ask again later."))


async def nowhere(_request: Request) -> Response:
    """For every address that there is not."""
    return problem(Refusal("unknown", "There is nothing at this address."))


# ---------------------------------------------------------------- who asks


async def _admitted(request: Request, endpoint: Endpoint) -> Token:
    if not endpoint.role:
        return NOBODY
    rates: Rates = request.app.state.integration
    house: House = request.app.state.house
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    token = await house.access.who(secret.strip()) if scheme.lower() == "bearer" else None
    if token is None:
        rates.failures.take(sender(request))
        raise Refusal("no-token", "Show a token that is valid: Authorization: Bearer …")
    rates.tokens.take(token.id)
    if not may(token, endpoint.role):
        raise Refusal("not-allowed", f"This needs a token with the role {endpoint.role}.")
    return token


# ---------------------------------------------------------------- what they send


async def _body(request: Request) -> bytes:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != JSON:
        raise Refusal("not-json", "Send JSON, with Content-Type: application/json.")
    raw = bytearray()
    async for piece in request.stream():
        raw += piece
        if len(raw) > LARGEST:
            raise Refusal("too-large", f"A body can have {LARGEST} bytes. Send less at once.")
    return bytes(raw)


def _asked(request: Request, endpoint: Endpoint, token: Token, raw: bytes) -> Asked:
    path: dict[str, str] = {name: request.path_params[name] for name in endpoint.places}
    if not all(_PLACE.search(value) for value in path.values()):
        raise Refusal("unknown", "There is nothing at this address.")
    return Asked(
        house=request.app.state.house,
        token=token,
        path=path,
        query=_query(request, endpoint),
        body=None if endpoint.body is None else _decoded(raw, endpoint.body),
        raw=raw,
        key=_key(request) if endpoint.once else "",
        does=endpoint.name,
    )


def _query(request: Request, endpoint: Endpoint) -> Any:
    """Each name at most once: of two values nobody could say which one was meant."""
    given = request.query_params.multi_items()
    named = dict(given)
    if len(named) != len(given):
        raise Refusal("not-understood", "A name stands twice behind the question mark.")
    try:
        return msgspec.convert(named, endpoint.query or _Nothing, strict=False)
    except (msgspec.ValidationError, RecursionError) as error:
        raise Refusal("not-understood", f"Behind the question mark: {_why(error)}") from error


class _Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


def _decoded(raw: bytes, shape: Any) -> Any:
    try:
        return msgspec.json.decode(raw, type=shape)
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        raise Refusal("not-understood", f"In the body: {_why(error)}") from error


def _why(error: Exception) -> str:
    """Where it is wrong, in msgspec's words up to where they would quote what was sent."""
    found = str(error) if isinstance(error, msgspec.ValidationError) else "this is no JSON"
    if "unknown field" in found:
        return "there is a field that the description does not have."
    if "Invalid value" in found or "Invalid enum" in found:
        return "a word stands there that the description does not have."
    return f"{found}."


def _key(request: Request) -> str:
    given = request.headers.get("idempotency-key", "")
    if given and not _KEY.fullmatch(given):
        raise Refusal("not-understood", "Idempotency-Key is 1 to 64 signs of ASCII, no blanks.")
    return given


# ---------------------------------------------------------------- what they get


def _response(endpoint: Endpoint, reply: Reply) -> Response:
    status = reply.status or endpoint.status
    headers: Mapping[str, str] = {"Cache-Control": "no-store", **reply.headers}
    if reply.body is None:
        return Response(status_code=status, headers=headers)
    body = reply.body if isinstance(reply.body, bytes) else msgspec.json.encode(reply.body)
    return Response(body, status, headers, media_type=endpoint.type)
