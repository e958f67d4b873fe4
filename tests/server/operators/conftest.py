"""The operators' room on a real store; what others do for it (send, publish) is written down."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar

import pytest
from httpx2 import Response
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from flowengine.host import lines
from flowengine.host.access import OPERATOR, Access
from flowengine.host.admission import Admission
from flowengine.host.calls.recordings import NOTHING_RECORDED
from flowengine.host.library import Library
from flowengine.host.tries import Tries
from flowengine.server.operators import ROUTES
from flowengine.server.operators.guard import COOKIE, SIGN_IN, TOP
from flowengine.server.protect import SecurityHeaders
from flowengine.server.rates import Rate
from flowengine.store.database import Database
from flowengine.store.opening import opened
from flowengine.store.records import (
    Audit,
    Conversation,
    Fact,
    Message,
    Outgoing,
    Token,
    Trace,
    Turn,
)

ORIGIN = {"origin": "http://testserver"}
NOW = 1_790_000_000.0
FLOW = """flow shop "The <shop> & more"
channels chat

start:
  say "Welcome."
  end
"""
T = TypeVar("T")


class Desk:
    """A browser in the room, and the store behind it. `calls` is what the room asked of others."""

    def __init__(self, client: TestClient, store: Database, house: Any) -> None:
        self.client = client
        self.store = store
        self.house = house
        self.calls: list[tuple[str, ...]] = house.calls

    def do(self, what: Callable[..., Awaitable[T]], *values: object) -> T:
        """Call a verb in the application's own loop."""
        portal = self.client.portal
        assert portal is not None
        return portal.call(what, *values)

    def token(self, name: str = "Olena", role: str = OPERATOR) -> tuple[Token, str]:
        made: tuple[Token, str] = self.do(self.house.access.issue, name, role)
        return made

    def sign_in(self, secret: str, **headers: str) -> Response:
        return self.client.post(SIGN_IN, data={"token": secret}, headers={**ORIGIN, **headers})

    def get(self, address: str, status: int = 200) -> str:
        answer = self.client.get(TOP + address)
        assert answer.status_code == status, answer.text
        return answer.text

    def form(self) -> str:
        """What every form of this session carries."""
        found = self.get("").partition('name="form" value="')[2].partition('"')[0]
        assert len(found) == 64
        return found

    def post(self, address: str, **fields: object) -> Response:
        """Send a form as a page of ours does."""
        return self.client.post(TOP + address, data={"form": self.form(), **fields}, headers=ORIGIN)

    def audits(self) -> list[tuple[str, str, str]]:
        """Who, what and of what, the first first; but for the tokens that were made."""

        async def all_of_them() -> tuple[Audit, ...]:
            return await self.store.audits(limit=500)

        found = [(one.who, one.what, one.subject) for one in reversed(self.do(all_of_them))]
        return [one for one in found if one[0] != "command line"]

    def talk(
        self,
        key: str = "talk1",
        *,
        said: tuple[tuple[str, lines.Line], ...] = (),
        facts: tuple[Fact, ...] = (),
        outgoing: tuple[Outgoing, ...] = (),
        trace: Trace | None = None,
        **about: Any,
    ) -> Conversation:
        """A conversation after one turn."""
        conversation = Conversation(
            **{
                "id": key,
                "flow": "shop",
                "digest": "d" * 64,
                "channel": "chat",
                "token": b"hash of the secret",
                "session": b"state of the interpreter",
                "prompt": "",
                "ended": False,
                "changed": NOW,
                "began": NOW,
                **about,
            }
        )
        messages = tuple(
            Message(number, NOW, side, lines.encode(line))
            for number, (side, line) in enumerate(said, start=1)
        )
        turn = Turn(conversation, messages=messages, facts=facts, outgoing=outgoing, trace=trace)
        return self.do(self.store.commit, turn)


def house(folder: Path, store: Database) -> Any:
    """What the room knows of a house."""
    calls: list[tuple[str, ...]] = []

    def noted(what: str) -> Callable[..., Awaitable[None]]:
        async def call(*values: str, **named: str) -> None:
            calls.append((what, *values, *named.values()))

        return call

    library = Library(folder)
    library.refresh()
    return SimpleNamespace(
        store=store,
        library=library,
        access=Access(store),
        admission=Admission(store),
        tries=Tries(store, clock=lambda: NOW),  # on a slow machine some would come back meanwhile
        conversations=SimpleNamespace(end=noted("end"), leave=noted("leave")),
        outbox=SimpleNamespace(wake=lambda: calls.append(("wake",))),
        publishing=SimpleNamespace(roll_back=noted("roll back")),
        recordings=NOTHING_RECORDED,
        models=None,
        calls=calls,
    )


@contextmanager
def opened_room(tmp_path: Path, address: str | Path) -> Iterator[Desk]:
    """The room on the store of that address."""
    folder = tmp_path / "flows"
    (folder / "files").mkdir(parents=True)
    (folder / "shop.flow").write_text(FLOW, encoding="utf-8")
    (folder / "files" / "map.png").write_bytes(b"\x89PNG")
    store = opened(address)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        await store.start()
        yield
        await store.close()

    app = Starlette(routes=ROUTES, middleware=[Middleware(SecurityHeaders)], lifespan=lifespan)
    app.state.house = house(folder, store)
    app.state.requests = Rate(burst=1_000, per_second=1_000)
    with TestClient(app, follow_redirects=False) as client:
        yield Desk(client, store, app.state.house)


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator[Desk]:
    """Somebody who has not signed in."""
    with opened_room(tmp_path, tmp_path / "store.db") as room:
        yield room


@pytest.fixture
def desk(stranger: Desk) -> Desk:
    """Somebody who has."""
    _, secret = stranger.token()
    assert stranger.sign_in(secret).status_code == 303
    assert stranger.client.cookies.get(COOKIE)
    return stranger
