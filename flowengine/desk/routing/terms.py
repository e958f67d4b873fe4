"""What is asked of an agent at this moment: a queue's terms relax while the person waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowengine.language.program import Queue

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowengine.desk.items import Item

LANGUAGE = "language"  # how a ring calls it; no skill can have that name
PAUSE = 60.0  # seconds for which an item is not offered again to who let it pass
UNKNOWN = Queue(hours="", most=0)  # a queue whose flow is gone; who waits there is still served


@dataclass(frozen=True, slots=True)
class Terms:
    """`ring` 0 is the beginning. `needs` are names with the least level, "language" is not among
    them; `speaks` is a language and its level, or None. `queues` count as the item's own."""

    ring: int
    queues: tuple[str, ...]
    speaks: tuple[str, int] | None
    needs: tuple[tuple[str, int], ...]


def terms(item: Item, queues: Mapping[str, Queue], now: float) -> Terms:
    """Rings only ever relax: each one passed counts with its level and with what it leaves out."""
    queue = queues.get(item.queue, UNKNOWN)
    waited = now - item.entered
    if not (queue.rings or queue.overflow):
        return _terms(item, 0, queue.level, (), (item.queue, *item.also))
    passed = [ring for ring in queue.rings if ring.after <= waited]
    level = min([queue.level, *(ring.level for ring in passed)])
    without = tuple(name for ring in passed for name in ring.without)
    over = (name for after, name in queue.overflow if after <= waited)
    return _terms(item, len(passed), level, without, (item.queue, *item.also, *over))


def alike(item: Item, queues: Mapping[str, Queue], now: float) -> tuple[object, ...]:
    """Of two who wait with the same one, the same is asked."""
    queue, waited = queues.get(item.queue, UNKNOWN), now - item.entered
    step = sum(ring.after <= waited for ring in queue.rings) if queue.rings else 0
    over = sum(after <= waited for after, _ in queue.overflow) if queue.overflow else 0
    return item.queue, item.language, item.skills, item.also, step, over


def _terms(
    item: Item, ring: int, level: int, without: tuple[str, ...], queues: tuple[str, ...]
) -> Terms:
    needs = tuple(
        (name, _least(least, level, ring)) for name, least in item.skills if name not in without
    )
    language = item.language if LANGUAGE not in without else ""
    return Terms(ring, queues, (language, level) if language else None, needs)


def _least(least: int, level: int, ring: int) -> int:
    """A hand-off's own level holds until the first ring; 0 is the queue's."""
    if not least:
        return level
    return min(least, level) if ring else least


def relaxes_at(item: Item, queue: Queue | None, now: float) -> float:
    """When terms change next: a ring or an overflow begins, or who let it pass may be asked again.
    0.0 when nothing will."""
    queue = queue or UNKNOWN
    moments = [item.entered + ring.after for ring in queue.rings]
    moments += [item.entered + after for after, _ in queue.overflow]
    if item.passed:
        moments.append(item.since + PAUSE)
    return min((moment for moment in moments if moment > now), default=0.0)
