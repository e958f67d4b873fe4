"""`flowengine report --categories`: the yearly count, as a real store has it."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from flowengine.store.opening import opened
from tests.desk.history import Life, written

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command


def test_the_yearly_count_is_a_table_that_points_at_nobody(
    command: Command, tmp_path: Path
) -> None:
    path, at = tmp_path / "store.db", time.time() - 2 * 86_400.0
    told = [("Family", 6), ("Mental health", 5), ("Silent", 2), ("=cmd", 1)]
    lives = [
        Life(f"{outcome}{n}", at, channel="chat")
        .accepted(at + 1)
        .do("finished", at + 90, at + 30)
        .do("closed", at + 40, outcome)
        for outcome, count in told
        for n in range(count)
    ]
    lives.append(Life("old", at - 3e7).talked(at - 3e7 + 1, at - 3e7 + 2, at - 3e7 + 3))

    async def write() -> None:
        store = opened(path)
        await store.start()
        await store.log(written(*lives))
        await store.close()

    asyncio.run(write())
    made = command("report", "--categories", "--no-bom", "--store", path).out.split()
    assert " ".join(made) == (
        "contact,category,channel,count yes,Family,chat,6 yes,Mental health,chat,5"
        " yes,own,chat,not told no,Silent,chat,not told"
    )
    file = tmp_path / "year.csv"
    command("report", "--categories", "--store", path, "-o", file)
    assert file.read_bytes().startswith(b"\xef\xbb\xbfcontact,")
