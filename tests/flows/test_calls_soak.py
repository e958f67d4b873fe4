"""Forty calls in one process tree leave nothing behind; `tests.bench.soak_calls` makes 200."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.bench.soak_calls import left, soak

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

MEGABYTES = 15.0  # of hundreds: models breathe, 40 calls of sound that stayed would be more


def test_calls_leave_no_process_no_thread_no_file_and_no_memory(tmp_path: Path) -> None:
    alone = left()
    before, after = soak(40, tmp_path)
    assert (after.processes, after.threads) == (before.processes, before.threads)
    assert after.files <= before.files
    assert after.megabytes < before.megabytes + MEGABYTES
    assert left().processes == alone.processes
