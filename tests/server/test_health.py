from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from flowengine.host import measures
from flowengine.host.desk.board import Board, QueueState
from flowengine.server import health
from flowengine.server.health import ROUTES, Health, Recent
from flowengine.server.rates import Rate
from flowengine.store.verbs import StoreError

NOW = 1_000.0


class Store:
    """What a store says when it is asked how it is."""

    def __init__(self) -> None:
        self.trouble: Exception | None = None
        self.free = 10 * health.LEAST_ROOM
        self.checked = 0

    async def check(self) -> None:
        self.checked += 1
        if self.trouble:
            raise self.trouble

    async def room(self) -> int:
        return self.free

    async def counts(self) -> dict[str, int]:
        await self.check()
        return {"open": 3, "ended": 4, "timers": 2, "errands": 1, "contacts": 5, "queued": 6,
                "sending": 0, "sent": 7, "failed": 8, "ambiguous": 9}  # fmt: skip

    async def oldest(self) -> dict[str, float]:
        return {"timer": NOW - 30, "outgoing": 0.0}

    async def nodes(self) -> tuple[tuple[str, float], ...]:
        return (("n1", 5.0), ("n2", 3.0))


class Desk:
    """What the desk says."""

    def __init__(self, store: Store) -> None:
        self.alarm = ""
        self._store = store

    def trouble(self) -> str:
        return self.alarm

    async def board(self) -> Board:
        await self._store.check()
        queue = QueueState(name="people", waiting=2, longest=NOW - 40, callbacks=1, present=3)
        return Board(at=NOW, queues=(queue,), unmatched=2.5)


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def app(store: Store) -> Starlette:
    house: Any = SimpleNamespace(
        store=store,
        desk=Desk(store),
        library=SimpleNamespace(programs={"shop": object()}, broken={}),
        conversations=SimpleNamespace(clock=lambda: NOW),
        draining=asyncio.Event(),
    )
    app = Starlette(routes=ROUTES)
    app.state.house = house
    app.state.requests = Rate(burst=100, per_second=100)
    app.state.health = Health(house, "t0ken")
    app.state.health.trouble = Recent(app.state.health._look, 0)
    app.state.health.figures = Recent(app.state.health.figures._ask, 0)
    return app


def client_of(
    app: Starlette, host: str = "127.0.0.1", base: str = "http://localhost"
) -> TestClient:
    return TestClient(app, base_url=base, client=(host, 5))


@pytest.fixture
def client(app: Starlette) -> TestClient:
    return client_of(app)


def test_it_is_ready_when_all_is_well(client: TestClient) -> None:
    assert (client.get("/readyz").status_code, client.get("/readyz").text) == (200, "ok\n")


def test_what_the_desk_needs_somebody_for_is_said_and_sends_nobody_away(
    app: Starlette, client: TestClient
) -> None:
    app.state.house.desk.alarm = "people wait"
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (200, "ok; but people wait\n")


def full(app: Starlette) -> None:
    app.state.house.store.free = health.LEAST_ROOM - 1


def silent(app: Starlette) -> None:
    app.state.house.store.trouble = StoreError("/var/lib/calls.db cannot be written")


def empty(app: Starlette) -> None:
    app.state.house.library.programs.clear()


def ending(app: Starlette) -> None:
    app.state.house.draining.set()


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (full, "the disk is nearly full\n"),
        (silent, "the store does not answer\n"),
        (empty, "no hotline is served\n"),
        (ending, "this node is about to end\n"),
    ],
)
def test_it_says_why_nobody_should_be_sent_here(
    app: Starlette, client: TestClient, make: Callable[[Starlette], None], why: str
) -> None:
    make(app)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (503, why)
    assert client.get("/healthz").text == "ok\n"  # nobody should kill it for that


def test_a_store_that_hangs_is_told(
    store: Store, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never() -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(store, "check", never)
    monkeypatch.setattr(health, "WITHIN", 0.0)
    assert client.get("/readyz").text == "the store does not answer\n"


def test_the_same_trouble_is_logged_once(
    store: Store, client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    """A probe asks every few seconds; a night without a database filled the disk with one line."""
    store.trouble = StoreError("/var/lib/calls.db cannot be written")
    for _ in range(3):
        client.get("/readyz")
    store.trouble = None
    client.get("/readyz")
    store.trouble = StoreError("again")
    client.get("/readyz")
    assert [one.message for one in caplog.records if one.name == health.__name__] == [
        "not ready: the store does not answer (/var/lib/calls.db cannot be written)",
        "not ready: the store does not answer (again)",
    ]


def test_who_asks_more_often_hears_the_same_again() -> None:
    async def main() -> None:
        now = [0.0]
        asked: list[float] = []

        async def ask() -> int:
            asked.append(now[0])
            await asyncio.sleep(0)
            return len(asked)

        recent = Recent(ask, 5, lambda: now[0])
        assert tuple(await asyncio.gather(recent(), recent())) == (1, 1)
        now[0] = 4.9
        assert await recent() == 1
        now[0] = 5.0
        assert await recent() == 2

    asyncio.run(main())


def test_the_figures_tell_of_the_store_and_of_this_process(client: TestClient) -> None:
    measures.busy_total.inc()
    answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    shown = answer.text.splitlines()
    for line in (
        "flowengine_store_up 1.0",
        'flowengine_conversations_kept{state="open"} 3.0',
        'flowengine_outgoing_kept{state="ambiguous"} 9.0',
        "flowengine_timers_waiting 2.0",
        "flowengine_timer_overdue_seconds 30.0",
        "flowengine_oldest_queued_seconds 0.0",
        "flowengine_nodes 2.0",
        "flowengine_hotlines 1.0",
        "flowengine_desk_oldest_unmatched_seconds 2.5",
        'flowengine_desk_items{queue="people",state="waiting"} 2.0',
        'flowengine_desk_items{queue="people",state="callback"} 1.0',
        'flowengine_desk_longest_wait_seconds{queue="people"} 40.0',
        'flowengine_desk_agents{queue="people",state="present"} 3.0',
    ):
        assert line in shown
    assert any(line.startswith("flowengine_busy_total ") for line in shown)
    assert any(line.startswith("process_open_fds ") for line in shown)
    names = [line.split()[2] for line in shown if line.startswith("# TYPE")]
    assert len(names) == len(set(names))


def test_figures_without_a_store_still_say_so(store: Store, client: TestClient) -> None:
    store.trouble = StoreError("gone")
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert "flowengine_store_up 0.0" in answer.text
    assert "flowengine_conversations_kept" not in answer.text


@pytest.mark.parametrize(
    ("host", "base", "headers", "status"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000", {}, 200),
        ("::1", "http://[::1]:8000", {}, 200),
        ("203.0.113.7", "http://localhost", {}, 403),
        # A proxy on this machine asks for somebody elsewhere.
        ("127.0.0.1", "http://localhost", {"x-forwarded-for": "203.0.113.7"}, 403),
        ("127.0.0.1", "http://localhost", {"forwarded": "for=203.0.113.7"}, 403),
        ("127.0.0.1", "http://localhost", {"via": "1.1 proxy"}, 403),
        ("127.0.0.1", "https://chat.example.org", {}, 403),
        ("203.0.113.7", "https://chat.example.org", {"authorization": "Bearer t0ken"}, 200),
        ("203.0.113.7", "https://chat.example.org", {"authorization": "Bearer t0kem"}, 403),
        ("203.0.113.7", "https://chat.example.org", {"authorization": "Bearer t\u00f6ken"}, 403),
        ("203.0.113.7", "https://chat.example.org", {"authorization": "Basic t0ken"}, 403),
    ],
)
def test_metrics_are_for_this_machine_or_the_token(
    app: Starlette, host: str, base: str, headers: dict[str, str], status: int
) -> None:
    raw = {name: value.encode("latin-1") for name, value in headers.items()}
    client = client_of(app, host, base)
    assert client.get("/metrics", headers=raw).status_code == status  # type: ignore[arg-type]


def test_without_a_token_in_the_settings_none_opens(app: Starlette) -> None:
    app.state.health.token = ""
    client = client_of(app, "203.0.113.7")
    assert client.get("/metrics", headers={"authorization": "Bearer "}).status_code == 403


def test_a_late_event_loop_is_felt(monkeypatch: pytest.MonkeyPatch) -> None:
    felt: list[float] = []
    monkeypatch.setattr(health, "FELT_EVERY", 0.0)
    monkeypatch.setattr(measures.loop_lag_seconds, "observe", felt.append)

    async def main(feel: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(feel)
        while len(felt) < 3:
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])

    asyncio.run(main(health.feel()))
    assert all(late >= 0 for late in felt)
