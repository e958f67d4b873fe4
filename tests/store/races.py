"""Processes that a test lets race on one store: each is `racer.py`, with one of its jobs."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

TOP = Path(__file__).resolve().parents[2]
EIGHT = [f"n{number}" for number in range(8)]


class Racer:
    """A process that stands at the line until it is let go."""

    def __init__(self, job: str, address: str, me: str, *more: object, beside: bool = False):
        words = (job, address, me, json.dumps(more), "beside" if beside else "")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.store.racer", *words],
            cwd=TOP,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    def go(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("go\n")
        self.process.stdin.flush()

    def end(self) -> list[Any]:
        """What it said; it must have ended well."""
        out, errors = self.process.communicate(timeout=300)
        assert self.process.returncode == 0, errors
        return [json.loads(line) for line in out.splitlines()]


class Race:
    """All that a test started; whoever still runs at its end is killed."""

    def __init__(self) -> None:
        self.racers: list[Racer] = []

    def add(self, job: str, address: str, me: str, *more: object, beside: bool = False) -> Racer:
        self.racers.append(Racer(job, address, me, *more, beside=beside))
        return self.racers[-1]

    async def run(self, racers: Sequence[Racer]) -> list[list[Any]]:
        await asyncio.to_thread(self.start, racers)
        return [await asyncio.to_thread(racer.end) for racer in racers]

    @staticmethod
    def start(racers: Sequence[Racer]) -> None:
        for racer in racers:
            line = racer.line()
            assert line == "ready\n", racer.process.communicate()[1]
        for racer in racers:
            racer.go()
