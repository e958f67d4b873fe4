"""Taking figures side by side: several passes in turn, on one core, and the median of each."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

PASSES = 5
SECONDS = 0.6  # of one pass


@dataclass(frozen=True, slots=True)
class Row:
    """`ours` and `theirs` in `unit`; `better` is "more" or "less". `goal` is in words."""

    what: str
    unit: str
    ours: float
    reference: str
    theirs: float | None
    better: str
    goal: str

    @property
    def ratio(self) -> float | None:
        """How many times better we are; below 1 we are worse."""
        if not self.theirs or not self.ours:
            return None
        return self.ours / self.theirs if self.better == "more" else self.theirs / self.ours


def pin() -> None:
    """One core for us and for every peer we start, where the system lets us choose."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def rate(hold: Callable[[], object], each: int) -> float:
    """`each` things are done by one call: how many a second, in one pass."""
    for _ in range(10):
        hold()
    gc.collect()
    begin, held, spent = time.perf_counter(), 0, 0.0
    while spent < SECONDS:
        for _ in range(10):
            hold()
        held += 10
        spent = time.perf_counter() - begin
    return held * each / spent


def seconds(work: Callable[[], object]) -> float:
    gc.collect()
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def in_turn(takers: Sequence[Callable[[], float | None]]) -> list[float | None]:
    """Each taker once a pass, pass after pass, so that a noisy moment hits all of them alike."""
    taken: list[list[float]] = [[] for _ in takers]
    for _ in range(PASSES):
        for kept, take in zip(taken, takers, strict=True):
            figure = take()
            if figure is not None:
                kept.append(figure)
    return [median(kept) if kept else None for kept in taken]
