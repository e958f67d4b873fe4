"""The stores that the tests of this room run on: add a backend here and every test holds for it.

A test is a coroutine and runs in an event loop of its own. `store` is then an empty, started store,
`reopen` closes it and opens it again: a restart.
"""

from __future__ import annotations

import asyncio
import inspect
from typing import TYPE_CHECKING, Any

import pytest

from flowengine.store.opening import opened
from tests.store.races import Race

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flowengine.store.database import Database


class Stores:
    """Everything a test opens at one address; all of it is closed at the end."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._open: list[Database] = []

    async def again(self) -> Database:
        await self.close()
        return await self.another()

    async def another(self) -> Database:
        """One more, where the store allows several."""
        store = opened(self.address)
        self._open.append(store)
        await store.start()
        return store

    async def close(self) -> None:
        while self._open:
            await self._open.pop().close()


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Of an empty store."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgresql"))
    return str(tmp_path / "store.db")


@pytest.fixture
def stores(address: str) -> Stores:
    return Stores(address)


@pytest.fixture
def reopen(stores: Stores) -> Any:
    return stores.again


@pytest.fixture
def store(stores: Stores) -> Any:
    """Opened in the test's own loop, by the hook below."""
    return stores


@pytest.fixture
def race() -> Iterator[Race]:
    """Whoever still runs at the end is killed."""
    started = Race()
    yield started
    for racer in started.racers:
        racer.process.kill()
        racer.process.communicate()


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    names = pyfuncitem._fixtureinfo.argnames
    given: dict[str, Any] = {name: pyfuncitem.funcargs[name] for name in names}
    stores: Any = pyfuncitem.funcargs.get("stores")

    async def whole() -> None:
        try:
            if "store" in given:
                given["store"] = await given["store"].again()
            await pyfuncitem.obj(**given)
        finally:
            if stores is not None:
                await stores.close()

    asyncio.run(whole())
    return True
