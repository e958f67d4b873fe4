"""HTTP requests of flows: JSON in and out, bounded in time and size, only to where they may go.

It follows no redirect (the author names the address) and trusts no proxy of the environment. Every
failure is a short word in the answer; nothing here raises. Requests carry an `Idempotency-Key`, so
that a repeated one can be recognised (draft-ietf-httpapi-idempotency-key-header).
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx2
import msgspec

from flowengine.host.address import Forbidden, Resolve, reachable, resolved

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping

    from flowengine.runtime.effects import Fetch

LATE = 60.0  # seconds after its time-out that an answer still counts as a late one
LARGEST = 1_000_000  # bytes of one answer
_PORTS = {"http": 80, "https": 443}
_PAUSE = 0.2  # seconds before the second try, doubled before each further one
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """`error` is "" or one of: timeout, unreachable, forbidden, too large, not JSON, no secret,
    wrong address. `body` is what the JSON said, None for an empty body."""

    status: int = 0
    body: Any = None
    error: str = ""


class _Failed(Exception):
    pass


class Fetcher:
    """`secrets` are values by lower-case name; `private` host names that may be internal.

    `transport`, `resolve` and `pause` are for tests.
    """

    def __init__(
        self,
        *,
        secrets: Mapping[str, str],
        private: frozenset[str] = frozenset(),
        transport: httpx2.AsyncBaseTransport | None = None,
        resolve: Resolve = resolved,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._secrets = secrets
        self._private = private
        self._resolve = resolve
        self._pause = pause
        self._client = httpx2.AsyncClient(
            transport=transport, follow_redirects=False, trust_env=False, timeout=None
        )

    async def fetch(self, request: Fetch) -> Answer:
        """The answer, or why there is none in time; a late one is not waited for."""
        answers = self.answers(request)
        try:
            return await anext(answers)
        finally:
            await answers.aclose()

    async def answers(self, request: Fetch) -> AsyncGenerator[Answer, None]:
        """The answer within the request's time; or `timeout`, and then what came late, if any."""
        asking = asyncio.create_task(self._with_retries(request))
        try:
            for seconds in (request.timeout, LATE):
                await asyncio.wait({asking}, timeout=seconds)
                if asking.done():
                    yield asking.result()
                    return
                yield Answer(error="timeout")
        finally:
            asking.cancel()

    async def close(self) -> None:
        await self._client.aclose()

    async def _with_retries(self, request: Fetch) -> Answer:
        answer = await self._once(request)
        for again in range(request.retry):
            if answer.status < 500 and answer.error != "unreachable":
                break
            await self._pause(_PAUSE * 2**again)
            answer = await self._once(request)
        return answer

    async def _once(self, request: Fetch) -> Answer:
        try:
            built = await self._built(request)
            status, data = await self._sent(built)
            return Answer(status, _parsed(data, status))
        except _Failed as error:
            return Answer(error=str(error))
        except Forbidden as error:
            _log.warning("request refused: %s", error)
            return Answer(error="forbidden")
        except (OSError, UnicodeError, httpx2.HTTPError):
            return Answer(error="unreachable")

    async def _built(self, request: Fetch) -> httpx2.Request:
        try:
            url = httpx2.URL(request.url)
            host, port = url.host, url.port or _PORTS[url.scheme]
        except (httpx2.InvalidURL, KeyError) as error:
            raise _Failed("wrong address") from error
        if not host:
            raise _Failed("wrong address")
        address = await reachable(host, port, self._private, self._resolve)
        headers = dict(request.headers)
        headers |= {header: self._secret(name) for header, name in request.secrets.items()}
        headers |= {"Host": url.netloc.decode("ascii"), "Accept": "application/json"}
        headers |= {"Idempotency-Key": request.key}
        return self._client.build_request(
            request.method,
            url.copy_with(host=address),
            headers=[(name.encode(), value.encode()) for name, value in headers.items()],
            json=request.body,
            extensions={"sni_hostname": host},
        )

    def _secret(self, name: str) -> str:
        if name not in self._secrets:
            _log.warning("no secret %s: set FLOWENGINE_SECRET_%s", name, name.upper())
            raise _Failed("no secret")
        return self._secrets[name]

    async def _sent(self, request: httpx2.Request) -> tuple[int, bytes]:
        answer = await self._client.send(request, stream=True)
        try:
            data = bytearray()
            async for piece in answer.aiter_bytes():
                data += piece
                if len(data) > LARGEST:
                    raise _Failed("too large")
            return answer.status_code, bytes(data)
        finally:
            await answer.aclose()


def _parsed(data: bytes, status: int) -> Any:
    if not data.strip():
        return None
    try:
        return msgspec.json.decode(data)
    except (ValueError, RecursionError) as error:
        if status >= 400:
            return None  # an error page; the status says enough
        raise _Failed("not JSON") from error
