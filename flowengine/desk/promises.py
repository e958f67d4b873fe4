"""What people were told about their wait, beside what came true: the two stand next to each other,
so that nobody has to believe a share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowengine.desk.episodes import ANSWERED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flowengine.desk.episodes import Stay


@dataclass(frozen=True, slots=True)
class Promise:
    """Of `people` who were told a range and then answered: mean `low` and `high` of it, and the
    mean wait from then on, in seconds; how many it came true for (`kept`)."""

    people: int
    low: float
    high: float
    waited: float
    kept: int


def promises(stays: Iterable[Stay]) -> dict[str, Promise]:
    """By queue, those of which anything was told."""
    found: dict[str, list[Stay]] = {}
    for stay in stays:
        if stay.end == ANSWERED and stay.promised[1]:
            found.setdefault(stay.queue, []).append(stay)
    return {queue: _promise(told) for queue, told in sorted(found.items())}


def _promise(told: list[Stay]) -> Promise:
    waits = [one.after for one in told]
    return Promise(
        len(told),
        sum(one.promised[0] for one in told) / len(told),
        sum(one.promised[1] for one in told) / len(told),
        sum(waits) / len(told),
        sum(
            one.promised[0] <= wait <= one.promised[1]
            for one, wait in zip(told, waits, strict=True)
        ),
    )
