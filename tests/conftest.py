"""What tests of every room may ask for: steady chance, a browser, the folder `shared`.

No fixture here starts anything of ours: a room's own fixtures stand in the room's own folder.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

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
