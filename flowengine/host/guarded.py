"""An HTTP client that connects only to where it may, and keeps its connections for the next one.

The check is made where a connection is opened, on the address that is then connected to: a name
that says something else the second time (DNS rebinding) changes nothing, and neither does a
redirect. Requests keep the host's own name, so that certificates are verified for it and an open
connection is never used for another host that happens to lie at the same address.
"""

from __future__ import annotations

import asyncio
import ssl
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpcore2
import httpx2

from flowengine.host.address import Resolve, reachable, resolved

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator

CONNECT = 10.0  # seconds to open a connection, and to make it safe
CONNECTIONS = 100
KEPT = 20  # of them while nobody asks
KEPT_FOR = 5.0  # seconds; longer ones are often closed by the other side just when they are used
_PORTS = {"http": 80, "https": 443}

# What went wrong before a byte of the request had left.
UNSENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)


def client(
    private: frozenset[str] = frozenset(),
    *,
    resolve: Resolve = resolved,
    trust: ssl.SSLContext | None = None,
    transport: httpx2.AsyncBaseTransport | None = None,
) -> httpx2.AsyncClient:
    """`private` are host names that may lie in our network; `trust` stands for the system's own
    authorities. It follows no redirect and asks no proxy. It raises Forbidden, besides what httpx2
    raises. `transport` is for tests that need no network."""
    guarded = transport or Guarded(private, resolve, trust or httpcore2.default_ssl_context())
    timeout = httpx2.Timeout(None, connect=CONNECT)
    return httpx2.AsyncClient(
        transport=guarded, follow_redirects=False, trust_env=False, timeout=timeout
    )


def address(text: str) -> httpx2.URL | None:
    """An address that can be asked; None for one that is none, or that hides a name before an `@`
    (RFC 9110, 4.2.4)."""
    try:
        url = httpx2.URL(text)
    except (httpx2.InvalidURL, UnicodeError):
        return None
    fit = url.scheme in _PORTS and url.host and not url.userinfo
    fit = fit and (url.port is None or 0 < url.port < 65_536)
    return url.copy_with(fragment=None) if fit else None


def origin(url: httpx2.URL) -> tuple[str, str, int]:
    """Scheme, host and port (RFC 6454)."""
    return url.scheme, url.host, url.port or _PORTS[url.scheme]


async def body(answer: httpx2.Response, largest: int) -> bytes | None:
    """The body of a streamed answer; None when it has more than so many bytes, packed or not."""
    data = bytearray()
    async for piece in answer.aiter_bytes():
        data += piece
        if max(len(data), answer.num_bytes_downloaded) > largest:
            return None
    return bytes(data)


class Guarded(httpx2.AsyncBaseTransport):
    """httpx2's own transport cannot be told how to connect; the pool beneath it can."""

    def __init__(self, private: frozenset[str], resolve: Resolve, trust: ssl.SSLContext) -> None:
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=trust,
            max_connections=CONNECTIONS,
            max_keepalive_connections=KEPT,
            keepalive_expiry=KEPT_FOR,
            network_backend=_Network(private, resolve),
        )

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        url = request.url
        asked = httpcore2.Request(
            method=request.method,
            url=httpcore2.URL(
                scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
            ),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        with _told():
            answer = await self._pool.handle_async_request(asked)
        return httpx2.Response(
            answer.status,
            headers=answer.headers,
            stream=_Body(answer),
            extensions=answer.extensions,
        )

    async def aclose(self) -> None:
        await self._pool.aclose()


class _Network(httpcore2.AsyncNetworkBackend):
    def __init__(self, private: frozenset[str], resolve: Resolve) -> None:
        self._private = private
        self._resolve = resolve
        self._system = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        try:
            async with asyncio.timeout(timeout):
                address = await reachable(host, port, self._private, self._resolve)
        except TimeoutError as error:
            raise httpcore2.ConnectTimeout("the name was not found in time") from error
        except (OSError, UnicodeError) as error:
            raise httpcore2.ConnectError("the name has no address") from error
        return await self._system.connect_tcp(address, port, timeout, local_address, socket_options)


class _Body(httpx2.AsyncByteStream):
    def __init__(self, answer: httpcore2.Response) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _told():
            async for part in self._answer.aiter_stream():
                yield part

    async def aclose(self) -> None:
        await self._answer.aclose()


_SAME = {
    httpcore2.ConnectTimeout: httpx2.ConnectTimeout,
    httpcore2.PoolTimeout: httpx2.PoolTimeout,
    httpcore2.ReadTimeout: httpx2.ReadTimeout,
    httpcore2.WriteTimeout: httpx2.WriteTimeout,
    httpcore2.ConnectError: httpx2.ConnectError,
    httpcore2.ReadError: httpx2.ReadError,
    httpcore2.WriteError: httpx2.WriteError,
    httpcore2.RemoteProtocolError: httpx2.RemoteProtocolError,
    httpcore2.LocalProtocolError: httpx2.LocalProtocolError,
    httpcore2.UnsupportedProtocol: httpx2.UnsupportedProtocol,
}


@contextmanager
def _told() -> Iterator[None]:
    """The pool's errors by the names that httpx2 gives them."""
    try:
        yield
    except tuple(_SAME) as error:
        raise _SAME[type(error)](str(error)) from error
