from __future__ import annotations

from pathlib import Path

import pytest

from flowengine.host.access import Access
from flowengine.server.operators import sessions
from flowengine.store.database import Database
from flowengine.store.opening import opened

NOW = 1_790_000_000.0
DAY = 86_400


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


async def operators(path: Path, days: int = 0) -> tuple[Database, Access]:
    store = opened(path)
    await store.start()
    return store, Access(store, lambda: NOW)


def run(what: object) -> None:
    import asyncio

    asyncio.run(what)  # type: ignore[arg-type]


def test_a_session_holds_over_a_restart(path: Path) -> None:
    async def story() -> None:
        store, access = await operators(path)
        token, _ = await access.issue("Olena", "operator")
        secret, seconds = await sessions.begin(store, token, NOW)
        await store.close()
        store, _ = await operators(path)
        found = await sessions.find(store, secret, NOW + seconds - 1)
        assert found is not None
        assert (found.name, found.form) == ("Olena", sessions.form_token(secret))
        assert secret not in repr(found)
        assert found.form not in repr(found)
        await store.close()

    run(story())


def test_a_session_never_outlives_its_token(path: Path) -> None:
    async def story() -> None:
        store, access = await operators(path)
        token, _ = await access.issue("Olena", "operator", days=1)
        late = NOW + DAY - 60
        secret, seconds = await sessions.begin(store, token, late)
        assert seconds == 60
        assert await sessions.find(store, secret, late + 59) is not None
        assert await sessions.find(store, secret, late + 60) is None
        await store.close()

    run(story())


def test_only_a_session_of_an_operator_is_one(path: Path) -> None:
    async def story() -> None:
        store, access = await operators(path)
        _, operator = await access.issue("Olena", "operator")
        program, _ = await access.issue("A program", "api")
        secret, _ = await sessions.begin(store, program, NOW)
        for shown in ("", "x", operator, secret):
            assert await sessions.find(store, shown, NOW) is None
        await store.close()

    run(story())


def test_sessions_that_are_over_are_swept_out_by_the_next_one(path: Path) -> None:
    async def story() -> None:
        store, access = await operators(path)
        token, _ = await access.issue("Olena", "operator")
        gone, _ = await access.issue("Ivan", "operator")
        await sessions.begin(store, gone, NOW)
        await access.revoke(gone.id)
        for _ in range(3):
            await sessions.begin(store, token, NOW)
        await sessions.begin(store, token, NOW + sessions.HOURS * 3600)
        assert sorted(one.role for one in await store.tokens()) == ["operator", "session"]
        await store.close()

    run(story())


def test_no_list_of_tokens_for_people_has_sessions_in_it(path: Path) -> None:
    async def story() -> None:
        store, access = await operators(path)
        token, _ = await access.issue("Olena", "operator")
        await sessions.begin(store, token, NOW)
        assert [one.role for one in await access.listed()] == ["operator"]
        await store.close()

    run(story())
