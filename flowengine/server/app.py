"""The web application: which address leads where."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles

from flowengine.host.demo import furnish
from flowengine.host.refusal import Refusal
from flowengine.server import (
    api,
    calls,
    chat,
    desk,
    gateways,
    health,
    launcher,
    manual,
    operators,
    pages,
    socket,
    uploads,
)
from flowengine.server.protect import BodyLimit, Quiet, SecurityHeaders
from flowengine.server.rates import Rate
from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager

    from flowengine.host.house import House

_ROUTES: list[BaseRoute] = [
    Route("/", pages.hotlines),
    Route("/chat/{flow}", pages.chat),
    Route("/embed/{flow}", pages.embed),
    Route("/widget.js", launcher.widget),
    Route("/words/{language}", pages.own_words),
    Route("/files/{name:path}", pages.attachment),
    Route("/manual", manual.manual),
    Route("/manual/{topic:path}", manual.manual),
    Route("/api/chat/{flow}", pages.about, methods=["GET"]),
    Route("/api/chat/{flow}", chat.begin, methods=["POST"]),
    Route("/api/conversations/{conversation}/lines", chat.listen, methods=["GET"]),
    Route("/api/conversations/{conversation}/lines", chat.tell, methods=["POST"]),
    Route("/api/conversations/{conversation}/uploads", uploads.receive, methods=["POST"]),
    Route("/api/conversations/{conversation}/uploads/{upload}", uploads.give, methods=["GET"]),
    WebSocketRoute("/ws/{conversation}", socket.talk),
    WebSocketRoute("/call/{conversation}", calls.call),
    *operators.ROUTES,
    *desk.ROUTES,
    *api.ROUTES,
    *gateways.ROUTES,
    *health.ROUTES,
]


def application(
    house: House,
    *,
    watch: bool = True,
    sites: frozenset[str] = frozenset(),
    metrics_token: str = "",
    demo: bool = False,
) -> Starlette:
    """The application for an opened house; it starts and stops it with itself.

    `sites` are the origins whose pages may hold a chat in a frame; none named means any. Whoever
    shows `metrics_token` may read the metrics from another machine; "" means nobody. With
    `demo` the users of a demonstration are made, and let in on this machine.
    """
    static = Path(str(resources.files("flowengine.server") / "static"))
    app = Starlette(
        routes=[
            *_ROUTES,
            Mount("/static", StaticFiles(directory=static)),
        ],
        middleware=[Middleware(SecurityHeaders), Middleware(Quiet), Middleware(BodyLimit)],
        exception_handlers={
            404: pages.missing,
            Refusal: chat.refused,
            StoreError: chat.refused,
        },
        lifespan=_lifespan(house, watch=watch, demo=demo),
    )
    app.state.house = house
    app.state.demo = demo
    app.state.health = health.Health(house, metrics_token)
    app.state.sites = sorted(sites) or ["*"]
    _limit(app)
    # It would lead to whatever host a request claims to be for.
    app.router.redirect_slashes = False
    return app


def _lifespan(
    house: House, *, watch: bool, demo: bool
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """The house lives as long as its application."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        await house.start(watch=watch)
        feeling = asyncio.create_task(health.feel())
        try:
            if demo:
                await furnish(house.store)
            yield
        finally:
            feeling.cancel()
            await house.stop()

    return lifespan


def _limit(app: Starlette) -> None:
    """How much of what one address, and all together, may ask for."""
    app.state.beginnings = Rate(burst=30, per_second=1)
    # Of one neighbourhood: a shelter's hundred people stay below it, a flood does not.
    app.state.requests = Rate(burst=600, per_second=200)
    app.state.messages = Rate(burst=10, per_second=2)
    app.state.typing = Rate(burst=2, per_second=0.5)
    app.state.desk_rates = desk.rates()
    app.state.uploads = Rate(burst=100, per_second=1)
    app.state.doors = uploads.Doors()
    app.state.integration = api.Rates()
