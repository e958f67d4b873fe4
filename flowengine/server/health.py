"""How the server is: alive, ready for people, and in figures for Prometheus.

`/healthz` says only that the process answers: whoever restarts what does not answer asks there.
`/readyz` says in one sentence why nobody should be sent here now. `/metrics` is for the machine
itself, or for who shows the token of the settings; no figure and no label comes from a caller.
"""

from __future__ import annotations

import asyncio
import hmac
import ipaddress
import logging
import os
import time
from typing import TYPE_CHECKING, Generic, TypeVar

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from flowengine.host import measures
from flowengine.server.figures import Figures
from flowengine.server.rates import knock
from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

    from flowengine.host.house import House

LEAST_ROOM = 20 * 1024 * 1024  # bytes of the disk; below, somebody has to look
WITHIN = 5.0  # seconds that a store may take to say that it takes and gives
ASKED_EVERY = 1.0  # seconds; whoever asks more often hears the same again, for asking writes
COUNTED_EVERY = 5.0  # seconds; counting reads much
FELT_EVERY = 0.5  # seconds between two looks at how late the event loop is
FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip")

_log = logging.getLogger(__name__)
T = TypeVar("T")


class Recent(Generic[T]):
    """What `ask` said, asked again when it is `seconds` old; many who ask at once ask once."""

    def __init__(
        self,
        ask: Callable[[], Awaitable[T]],
        seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ask = ask
        self.seconds = seconds
        self._clock = clock
        self._asking = asyncio.Lock()
        self._known: tuple[float, T] | None = None

    async def __call__(self) -> T:
        async with self._asking:
            if self._known is None or self._clock() - self._known[0] >= self.seconds:
                found = await self._ask()
                self._known = (self._clock(), found)
            return self._known[1]


class Health:
    """Of one house; whoever shows `token` may read its figures from another machine."""

    def __init__(self, house: House, token: str = "") -> None:
        self.token = token
        self.trouble = Recent(self._look, ASKED_EVERY)
        self.figures = Recent(lambda: Figures.of(house), COUNTED_EVERY)
        self._house = house
        self._told = ""

    def alarm(self) -> str:
        """What somebody has to see to although people may be sent here, "" for nothing."""
        return self._house.desk.trouble()

    async def _look(self) -> str:
        """Why nobody should be sent here now, in one sentence; "" when all is well.

        What a store says is for the log, and once: it may name files, and anybody may ask here.
        """
        why, more = await trouble(self._house)
        if why and why != self._told:
            _log.error("not ready: %s (%s)", why, more)
        self._told = why
        return why


async def trouble(house: House) -> tuple[str, str]:
    """Why this house is not ready, for anybody and for the log; both "" when it is."""
    if house.draining.is_set():
        return "this node is about to end", "it drains"
    silent = "the store does not answer"
    try:
        async with asyncio.timeout(WITHIN):
            await house.store.check()
            room = await house.store.room()
    except TimeoutError:
        return silent, f"it took more than {WITHIN:.0f} seconds"
    except (StoreError, OSError) as error:
        measures.store_failures_total.inc()
        return silent, str(error)
    if room < LEAST_ROOM:
        return "the disk is nearly full", f"{room} bytes are left"
    if not house.library.programs:
        return "no hotline is served", "write a .flow file without mistakes"
    return "", ""


async def alive(_request: Request) -> Response:
    return PlainTextResponse("ok\n")


async def ready(request: Request) -> Response:
    knock(request)
    health: Health = request.app.state.health
    why = await health.trouble()
    if why:
        return PlainTextResponse(f"{why}\n", 503)
    # Another node would do no better: whoever looks after it has to hear of it all the same.
    return PlainTextResponse(f"ok; but {alarm}\n" if (alarm := health.alarm()) else "ok\n")


async def metrics(request: Request) -> Response:
    """Text format 0.0.4 of Prometheus: of all workers together, and of the store they share."""
    knock(request)
    health: Health = request.app.state.health
    if not (_local(request) or _shown(request, health.token)):
        return PlainTextResponse(
            "The metrics are for this machine. From elsewhere, show the token of"
            " FLOWENGINE_METRICS_TOKEN.\n",
            403,
        )
    shared = CollectorRegistry()
    shared.register(await health.figures())
    body = generate_latest(_of_workers()) + generate_latest(shared)
    return Response(body, media_type=CONTENT_TYPE_PLAIN_0_0_4)


def _of_workers() -> CollectorRegistry:
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return registry
    ProcessCollector(registry=registry)
    registry.register(measures.REGISTRY)
    return registry


def _local(request: Request) -> bool:
    """True for a program of this machine that asks this machine.

    A proxy is one too, but it asks for others: it says so, or for a name that is not ours.
    """
    if any(name in request.headers for name in FORWARDED):
        return False
    return _loopback(request.client.host if request.client else "") and (
        request.url.hostname == "localhost" or _loopback(request.url.hostname or "")
    )


def _loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _shown(request: Request, token: str) -> bool:
    scheme, _, shown = request.headers.get("authorization", "").partition(" ")
    return (
        token != "" and scheme.lower() == "bearer" and hmac.compare_digest(_raw(shown), _raw(token))
    )


def _raw(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


async def feel() -> None:
    """Measure how late the event loop wakes us, until cancelled."""
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + FELT_EVERY
        await asyncio.sleep(FELT_EVERY)
        measures.loop_lag_seconds.observe(max(0.0, loop.time() - due))


ROUTES = [
    Route("/healthz", alive),
    Route("/readyz", ready),
    Route("/metrics", metrics),
]
