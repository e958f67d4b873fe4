"""What tests of every room may ask for: steady chance, a browser, the folder `shared`.

No fixture here starts anything of ours: a room's own fixtures stand in the room's own folder.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.database import fresh, served

if TYPE_CHECKING:
    from collections.abc import Iterator

# A failing talk shows what was expected and what came, whoever imports its kit first.
pytest.register_assert_rewrite("tests.runtime.talk", "tests.runtime.talks")

TOP = Path(__file__).resolve().parent.parent

# The same examples for everybody, and no deadline: a shared machine's pauses are no failures.
settings.register_profile(
    "flowengine",
    database=None,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("flowengine")


@pytest.fixture(scope="session")
def top() -> Path:
    """The top folder of the checkout."""
    return TOP


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder `shared` beside the checkout: recordings and trials that are committed nowhere.

    A test that needs it is skipped, and says so, where it is missing.
    """
    found = TOP.parent / "shared"
    if not found.is_dir():
        pytest.skip("there is no folder `shared` beside the checkout")
    return found


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the system's Chromium, for `playwright`'s `executable_path`.

    Where there is none the test is skipped, but fails when FLOWENGINE_CI is set: a gate that
    skips what it should look at is open.
    """
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None and os.environ.get("FLOWENGINE_CI"):
        pytest.fail("Chromium is missing, and FLOWENGINE_CI says that it must be there")
    if found is None:
        pytest.skip("Chromium is not installed")
    return found


@pytest.fixture(scope="session")
def database_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL on which databases may be made.

    That of FLOWENGINE_TEST_DSN where it is given, else one of our own, started for these tests.
    """
    given = os.environ.get("FLOWENGINE_TEST_DSN", "")
    if given:
        yield given
        return
    with served() as server:
        yield server.address


@pytest.fixture
def postgresql(database_server: str) -> Iterator[str]:
    """The address of an empty database, which is dropped after the test."""
    with fresh(database_server) as address:
        yield address
