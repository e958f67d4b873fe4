"""Turns a second of one conversation held again and again, and the bytes it stores."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable


def report(hold: Callable[[int], None], turns: int, size: int = 0) -> None:
    seconds = float(sys.argv[1])
    for number in range(20):
        hold(number)
    begin, held = time.perf_counter(), 0
    while time.perf_counter() - begin < seconds:
        for _ in range(5):
            hold(held)
            held += 1
    print(held * turns / (time.perf_counter() - begin), size)
