"""HTTP requests of flows: JSON in and out, bounded in time and size, only to where they may go.

Redirects are followed for what only asks (GET, HEAD), a few times; another origin hears none of the
secrets and headers that the author wrote for the first one, and no `https` address leads to an
`http` one. No proxy of the environment is trusted. Every failure is a short word in the answer;
nothing here raises. Requests carry an `Idempotency-Key`, so that a repeated one can be recognised
(draft-ietf-httpapi-idempotency-key-header).
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx2
import msgspec

from flowengine.host import guarded, measures
from flowengine.host.address import Forbidden, Resolve, named, resolved

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping

    from flowengine.runtime.effects import Fetch

LATE = 60.0  # seconds after its time-out that an answer still counts as a late one
LARGEST = 1_000_000  # bytes of one answer, packed and unpacked
REDIRECTS = 3  # of one request
_SAFE = frozenset(("GET", "HEAD"))  # RFC 9110, 9.2.1: asking again changes nothing
_MOVED = frozenset((301, 302, 303, 307, 308))  # RFC 9110, 15.4
_PAUSE = 0.2  # seconds before the second try, doubled before each further one
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """`error` is "" or one of: timeout, unreachable, forbidden, too large, not JSON, no secret,
    wrong address, too many redirects. `body` is what the JSON said, None for an empty body."""

    status: int = 0
    body: Any = None
    error: str = ""


class _Failed(Exception):
    pass


class Fetcher:
    """`secrets` are values by lower-case name; `private` host names that may be internal.

    `transport`, `resolve`, `trust` and `pause` are for tests.
    """

    def __init__(
        self,
        *,
        secrets: Mapping[str, str],
        private: frozenset[str] = frozenset(),
        transport: httpx2.AsyncBaseTransport | None = None,
        resolve: Resolve = resolved,
        trust: ssl.SSLContext | None = None,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._secrets = secrets
        self._private = private
        self._pause = pause
        self._client = guarded.client(private, resolve=resolve, trust=trust, transport=transport)

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
                measures.fetches_total.labels(outcome="timeout").inc()
                yield Answer(error="timeout")
        finally:
            asking.cancel()

    async def close(self) -> None:
        await self._client.aclose()

    async def _with_retries(self, request: Fetch) -> Answer:
        """As often as the author said. They have said so for what changes something, too: the
        service knows a repeated request by its key."""
        answer = await self._once(request)
        for again in range(request.retry):
            if answer.status < 500 and answer.error != "unreachable":
                break
            await self._pause(_PAUSE * 2**again)
            answer = await self._once(request)
        return answer

    async def _once(self, request: Fetch) -> Answer:
        with measures.fetch_seconds.time():
            answer = await self._asked(request)
        measures.fetches_total.labels(outcome=answer.error or "ok").inc()
        return answer

    async def _asked(self, request: Fetch) -> Answer:
        try:
            return await self._followed(request)
        except _Failed as error:
            return Answer(error=str(error))
        except Forbidden as error:
            _log.warning("request refused: %s", error)
            return Answer(error="forbidden")
        except (OSError, UnicodeError, httpx2.HTTPError):
            return Answer(error="unreachable")

    async def _followed(self, request: Fetch) -> Answer:
        """Ask, and ask where the answer leads to."""
        first = guarded.address(request.url)
        if first is None:
            raise _Failed("wrong address")
        url = first
        for _ in range(1 + REDIRECTS):
            own = guarded.origin(url) == guarded.origin(first)
            status, location, data = await self._sent(self._built(request, url, own=own))
            if not location or status not in _MOVED or request.method not in _SAFE:
                return Answer(status, _parsed(data, status))
            url = self._led(url, location)
        raise _Failed("too many redirects")

    def _built(self, request: Fetch, url: httpx2.URL, *, own: bool) -> httpx2.Request:
        """`own` is true where it goes to whom the author wrote the headers for."""
        headers = dict(request.headers) if own else {}
        if own:
            headers |= {header: self._secret(name) for header, name in request.secrets.items()}
        headers |= {"Accept": "application/json", "Idempotency-Key": request.key}
        return self._client.build_request(
            request.method,
            url,
            headers=[(name.encode(), value.encode()) for name, value in headers.items()],
            json=request.body,
        )

    def _secret(self, name: str) -> str:
        if name not in self._secrets:
            _log.warning("no secret %s: set FLOWENGINE_SECRET_%s", name, name.upper())
            raise _Failed("no secret")
        return self._secrets[name]

    async def _sent(self, request: httpx2.Request) -> tuple[int, str, bytes]:
        """Status, where it leads, and the body."""
        answer = await self._client.send(request, stream=True)
        try:
            data = await guarded.body(answer, LARGEST)
        finally:
            await answer.aclose()
        if data is None:
            raise _Failed("too large")
        return answer.status_code, answer.headers.get("location", ""), data

    def _led(self, url: httpx2.URL, location: str) -> httpx2.URL:
        """Where a redirect leads: never from a safe connection to an open one, nor from outside to
        a host of ours, for that the owner allowed flows to ask and not strangers."""
        try:
            found = guarded.address(str(url.join(location)))
        except httpx2.InvalidURL:
            found = None
        if found is None:
            raise _Failed("wrong address")
        if (url.scheme, found.scheme) == ("https", "http"):
            raise Forbidden(f"{url.host} leads from https to http. Ask its owner to mend that.")
        if named(found.host) in self._private and named(url.host) not in self._private:
            raise Forbidden(f"{url.host} leads into our network. Ask {found.host} directly.")
        return found


def _parsed(data: bytes, status: int) -> Any:
    if not data.strip():
        return None
    try:
        return msgspec.json.decode(data)
    except (ValueError, RecursionError) as error:
        if status >= 300:
            return None  # an error page; the status says enough
        raise _Failed("not JSON") from error
