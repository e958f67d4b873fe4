"""What the board says of today: the log since midnight, counted as every report counts it.

Midnight is that of each queue's own zone. The log is read once and then only what is new of it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flowengine.desk.figures import Figures
from flowengine.desk.log import DECLARED
from flowengine.desk.reports import QUEUE, report
from flowengine.host.desk import declaring

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flowengine.desk.log import Entry
    from flowengine.host.desk.terms import Terms
    from flowengine.store.verbs import Store

HOUR = 3600.0
BEFORE = 48 * HOUR  # seconds of log that are read: what began yesterday may end today
PART = 50_000  # entries read at once
SOON = 1.0  # seconds after the last one that an interval may reach, so that now is in it


class Today:
    """For one desk; every page shares it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._entries: list[Entry] = []
        self._since = 0.0
        self._after = 0
        self._counted: tuple[object, dict[str, Figures]] = (None, {})

    async def entries(self, now: float) -> Sequence[Entry]:
        """The log of the last two days, in order, behind what queues have promised since before.
        Raises StoreError."""
        first = now // HOUR * HOUR - BEFORE
        earlier = await self._store.declared() if not self._since else ()
        if first != self._since:
            known = self._entries or [one for one in earlier if one.at < first]
            self._entries = [one for one in known if one.at >= first or one.kind == DECLARED]
            self._since = first
        while True:
            found = await self._store.entries(since=first, after=self._after, limit=PART)
            new = [one for one in found if one.number > self._after]
            self._entries.extend(new)
            self._after = max([self._after, *(one.number for one in new)])
            if len(found) < PART:
                return self._entries

    async def figures(self, terms: Mapping[str, Terms], now: float) -> dict[str, Figures]:
        """By queue; one that nobody came to today is not in it. Raises StoreError."""
        entries = await self.entries(now)
        zones = sorted({one.zone for one in terms.values()} or {"UTC"})
        key = (len(entries), self._after, tuple(midnight(zone, now) for zone in zones), len(terms))
        if self._counted[0] != key:
            self._counted = (key, _counted(entries, terms, zones, now))
        return self._counted[1]


def _counted(
    entries: Sequence[Entry], terms: Mapping[str, Terms], zones: Sequence[str], now: float
) -> dict[str, Figures]:
    promised = declaring.today(terms)
    found: dict[str, Figures] = {}
    for zone in zones:
        since, until = midnight(zone, now), now + SOON
        made = report(entries, since, until, by=(QUEUE,), today=promised)
        for key, figures in made.rows.items():
            name = str(key[0])
            if name in terms and terms[name].zone == zone:
                found[name] = figures
    return found


def midnight(zone: str, at: float) -> float:
    """When the day began there, POSIX seconds."""
    here = (datetime.fromtimestamp(0, UTC) + timedelta(seconds=at)).astimezone(ZoneInfo(zone))
    return datetime(here.year, here.month, here.day, tzinfo=ZoneInfo(zone)).timestamp()
