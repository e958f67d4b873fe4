"""A long run: people who never stop, a node that is killed again and again, and its memory."""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.chaos.campaign import ANY, Campaign

if TYPE_CHECKING:
    from tests.chaos.nodes import Node

SAMPLE = 5.0  # seconds between two looks at the memory


@dataclass
class Soak(Campaign):
    """A node lives for `every` seconds; `memory` has the kB of each look, life by life."""

    every: float = 60.0
    memory: list[list[int]] = field(default_factory=list)

    async def _ended(self, node: Node) -> str:
        until = time.monotonic() + self.every
        self.memory.append([])
        while (left := until - time.monotonic()) > 0:
            await asyncio.sleep(min(SAMPLE, left))
            self.memory[-1].append(_resident(node.process.pid or 0))
        await node.kill()
        return ANY


def _resident(process: int) -> int:
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


async def _soak(store: str, people: int, minutes: float, every: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        address = store or str(Path(folder) / "soak.db")
        soak = Soak(address, Path(folder) / "flows", 4, people, every=every)
        begun = time.monotonic()
        accounts = await soak.run(max(1, round(minutes * 60 / every)))
        spent = time.monotonic() - begun
    print(accounts)
    print(f"  accepted a second{accounts.counts['messages accepted'] / spent:>23.0f}")
    for number, life in enumerate(soak.memory):
        print(f"  memory of node {number}, MB: " + " ".join(f"{one / 1024:.0f}" for one in life))
    print("  amiss: " + ("\n    ".join(accounts.wrong) or "nothing"))


def main() -> None:
    wanted = argparse.ArgumentParser(description="Talk for long, kill often, account for all.")
    wanted.add_argument("--store", default="", help="where to keep it; a new file where none is")
    wanted.add_argument("--people", type=int, default=64, help="who talk at the same time")
    wanted.add_argument("--minutes", type=float, default=60.0)
    wanted.add_argument("--every", type=float, default=60.0, help="seconds from kill to kill")
    given = wanted.parse_args()
    asyncio.run(_soak(given.store, given.people, given.minutes, given.every))


if __name__ == "__main__":
    main()
