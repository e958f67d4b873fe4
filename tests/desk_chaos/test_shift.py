"""A minute of the shift on each store; `python -m tests.desk_chaos` is ten."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

import pytest

from tests.desk_chaos.shift import Shift, told

SECONDS = float(os.environ.get("FLOWENGINE_TEST_SHIFT", "30"))  # and quiet, until all have ended
SEED = int(os.environ.get("FLOWENGINE_TEST_SEED", "4"))


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize(("kind", "nodes"), [("sqlite", 1), ("postgresql", 2)])
def test_whatever_breaks_nobody_is_lost_and_nobody_is_given_to_two(
    kind: str, nodes: int, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    address = str(tmp_path / "store.db")
    if kind == "postgresql":
        address = request.getfixturevalue("postgresql")
    shift = Shift(address, tmp_path, SEED, SECONDS, nodes=nodes, places=14, every=1.5)
    began = time.time()
    found = asyncio.run(shift.run())
    print("\n" + told(shift, found, began))
    assert not found.wrong, "\n".join(found.wrong[:40])
    assert shift.breaks["node"], "no node was killed"
    assert shift.watch.looks > SECONDS / 4, "nobody looked"
    assert found.counts["words of agents"] > SECONDS, "hardly anybody was served"
