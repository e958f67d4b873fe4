"""The stores that the conformance suite runs on: add a backend here and every test holds for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from flowengine.store.interface import Store
from flowengine.store.old_sqlite import SqliteStore

if TYPE_CHECKING:
    from pathlib import Path

Open = Callable[[], Store]


@pytest.fixture(params=["sqlite"])
def reopen(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """Opens the same store again and again, closing it before: a restart."""
    opened: list[Store] = []

    def again() -> Store:
        while opened:
            opened.pop().close()
        opened.append(SqliteStore(tmp_path / "store.db"))
        return opened[-1]

    yield again
    while opened:
        opened.pop().close()


@pytest.fixture
def store(reopen: Open) -> Store:
    return reopen()
