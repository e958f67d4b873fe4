"""Less than a minute of the shift on each store; `python -m tests.desk_chaos` is ten."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

import pytest

from tests.desk_chaos.shift import Shift, told

SECONDS = float(os.environ.get("FLOWENGINE_TEST_SHIFT", "20"))  # and quiet, until all have ended
ENOUGH = 5  # of a shift on a machine that has much else to do
PATIENT = 60.0  # seconds that somebody may wait beside who is free: what is slow is not wrong
SEED = int(os.environ.get("FLOWENGINE_TEST_SEED", "4"))


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize(("kind", "nodes"), [("sqlite", 1), ("postgresql", 2)])
def test_whatever_breaks_nobody_is_lost_and_nobody_is_given_to_two(
    kind: str, nodes: int, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    address = str(tmp_path / "store.db")
    if kind == "postgresql":  # which other tests need too: it is killed by `python -m` only
        address = request.getfixturevalue("postgresql")
    began = time.time()
    shift = Shift(
        address, tmp_path, SEED, SECONDS, nodes=nodes, places=14, every=1.2, latest=PATIENT
    )
    found = asyncio.run(shift.run())
    print("\n" + told(shift, found, began))
    assert not found.wrong, "\n".join(found.wrong[:40])
    assert shift.breaks["node"], "no node was killed"
    assert kind == "postgresql" or shift.breaks["database"], "the store never failed"
    assert shift.watch.looks > ENOUGH, "nobody looked"
    assert found.counts["words of agents"] > ENOUGH, "hardly anybody was served"
