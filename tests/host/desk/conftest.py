"""Scenes at the desk of a small line, on either store."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from tests.host.desk import shift
from tests.host.desk.talks import Office, played

Scene = Callable[[Office], Awaitable[Any]]
Talks = Callable[[Scene], None]
Work = Callable[[shift.Scene], None]

# A scene takes a second or two there; the store's own tests run both engines each time.
STORES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)]


@pytest.fixture
def talks(tmp_path: Path) -> Talks:
    """Runs a scene of a talk, on SQLite."""
    return lambda scene: played(tmp_path / "store.db", tmp_path / "line", scene)


@pytest.fixture(params=STORES)
def talks_on(request: pytest.FixtureRequest, tmp_path: Path) -> Talks:
    """The same on either store."""
    address: str | Path = tmp_path / "store.db"
    if request.param == "postgresql":
        address = str(request.getfixturevalue("postgresql"))
    return lambda scene: played(address, tmp_path / "line", scene)


@pytest.fixture(params=STORES)
def work(request: pytest.FixtureRequest, tmp_path: Path) -> Work:
    """Runs a scene of a shift, on either store."""
    address: str | Path = tmp_path / "store.db"
    if request.param == "postgresql":
        address = str(request.getfixturevalue("postgresql"))
    return lambda scene: shift.worked(address, tmp_path / "flows", scene)


@pytest.fixture
def work_here(tmp_path: Path) -> Work:
    """The same on SQLite only, where the store makes no difference."""
    return lambda scene: shift.worked(tmp_path / "store.db", tmp_path / "flows", scene)
