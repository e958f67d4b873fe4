"""Somebody who looks into the store twice a second, in one snapshot each, and believes nothing.

It reads with SQL of its own, so that a mistake of the store's own reading hides nothing.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec
import psycopg

from flowengine.desk import items, routing
from flowengine.desk.items import Item
from flowengine.desk.people import Presence, Standing, User
from flowengine.host.desk.picture import Picture

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from flowengine.host.desk.terms import Terms
    from tests.desk_chaos.servers import Server

EVERY = 0.5
READY = 1.0  # seconds after which a node that has just opened must have looked around
_ITEM = msgspec.json.Decoder(Item)
_USER = msgspec.json.Decoder(User)
_READS = {
    "item": "SELECT id, conversation, turn, queue, state, open, agent, joined, version, body"
    " FROM item WHERE open = 1",
    "slot": "SELECT agent, media, n, item FROM slot",
    "user": "SELECT body FROM desk_user",
    "standing": "SELECT agent, status, since, idle, until, back, version FROM standing",
    "presence": "SELECT agent, device, node, epoch, until FROM presence WHERE until > {now}",
}
Rows = dict[str, list[tuple[Any, ...]]]


class Reader:
    """A connection of our own."""

    def __init__(self, address: str) -> None:
        self._file = None if "://" in address else address
        self._address = address

    def read(self) -> Rows:
        if self._file is not None:
            base = sqlite3.connect(f"file:{self._file}?mode=ro", uri=True, timeout=10)
            try:
                base.execute("BEGIN")
                now = str(time.time())
                return {
                    name: base.execute(sql.replace("{now}", now)).fetchall()
                    for name, sql in _READS.items()
                }
            finally:
                base.close()
        with psycopg.connect(self._address) as pg:
            pg.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            now = "extract(epoch from clock_timestamp())"
            return {
                name: pg.execute(sql.replace("{now}", now).encode()).fetchall()
                for name, sql in _READS.items()
            }


@dataclass
class Watch:
    """`wrong` is one sentence for each thing amiss, `longest` the longest that somebody waited
    whom a free agent could have been offered."""

    reader: Reader
    terms: Mapping[str, Terms]
    servers: list[Server]
    bound: float
    wrong: set[str] = field(default_factory=set)
    longest: float = 0.0
    looks: int = 0
    most: Counter[str] = field(default_factory=Counter)
    late: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._clocks: dict[str, float] = {}
        self._versions: dict[str, int] = {}
        self._unmatched: dict[str, float] = {}

    async def watch(self) -> None:
        while True:
            try:
                rows = await asyncio.to_thread(self.reader.read)
            except (sqlite3.OperationalError, psycopg.OperationalError) as error:
                self.most[f"look failed: {type(error).__name__}"] += 1
            else:
                self.look(rows, time.time())
            await asyncio.sleep(EVERY)

    def look(self, rows: Rows, now: float) -> None:
        self.looks += 1
        found = [_ITEM.decode(row[-1]) for row in rows["item"]]
        users = {one.id: one for one in (_USER.decode(row[0]) for row in rows["user"])}
        self.wrong.update(self._items(rows, found))
        self.wrong.update(_slots(rows, found, users))
        self._matching(rows, found, users, now)
        for state, count in Counter(one.state for one in found).items():
            self.most[state] = max(self.most[state], count)

    def _items(self, rows: Rows, found: list[Item]) -> Iterator[str]:
        for one in found:
            if self._clocks.setdefault(one.id, one.joined) != one.joined:
                yield f"{one.id}: its clock was set anew"
            if self._versions.get(one.id, 0) > one.version:
                yield f"{one.id}: went back to version {one.version}"
            self._versions[one.id] = one.version
            if (one.agent != "") != (one.state in items.HELD):
                yield f"{one.id}: is {one.state} with agent {one.agent!r}"
        people = Counter(
            one.conversation
            for one in found
            if one.kind == items.CONTACT and one.state != items.WRAP_UP
        )
        for conversation, count in people.items():
            if count > 1:
                yield f"{conversation}: is in {count} places"
        for row, one in zip(rows["item"], found, strict=True):
            told = (row[0], row[3], row[4], row[6], row[7], row[8])
            if told != (one.id, one.queue, one.state, one.agent, one.joined, one.version):
                yield f"{one.id}: its columns are not its body"

    def _matching(self, rows: Rows, found: list[Item], users: dict[str, User], now: float) -> None:
        """Who could be offered to somebody free, for how long already while a node was at work."""
        since = min((one.serving for one in self.servers if one.serving), default=0.0)
        if not since:
            self._unmatched = {}
            return
        picture = Picture(
            now=now,
            items=tuple(sorted(found, key=lambda one: one.joined)),
            users=users,
            standings={
                row[0]: Standing(**dict(zip(_STANDING, row, strict=True)))
                for row in rows["standing"]
            },
            presences=tuple(
                Presence(agent=a, device=d, node=n, epoch=e, lease=until)
                for a, d, n, e, until in rows["presence"]
            ),
            terms=self.terms,
        )
        pairs = routing.choose(picture.items, picture.agents, picture.queues, now)
        here = {match.item.id: match for match in pairs}
        self._unmatched = {key: self._unmatched.get(key, now) for key in here}
        for key, begun in self._unmatched.items():
            waited = now - max(begun, since + READY)
            self.longest = max(self.longest, waited)
            if waited > self.bound:
                why = f"{key}: waited {waited:.1f} s although {here[key].agent} was free"
                self.late.append(why)


_STANDING = ("agent", "status", "since", "idle", "until", "back", "version")


def _slots(rows: Rows, found: list[Item], users: dict[str, User]) -> Iterator[str]:
    """Every item that is held fills one place of its agent, and nobody more than there are."""
    filled = {row[3]: row for row in rows["slot"]}
    if len(filled) != len(rows["slot"]):
        yield "an item fills two places"
    for one in found:
        slot = filled.pop(one.id, None)
        if one.state in items.HELD:
            if slot is None or slot[:2] != (one.agent, one.media):
                yield f"{one.id}: is {one.state} and fills {slot}"
        elif slot is not None:
            yield f"{one.id}: is {one.state} and fills {slot}"
    for slot in filled.values():
        yield f"a place is filled by nothing: {slot}"
    for (agent, media), count in Counter(row[:2] for row in rows["slot"]).items():
        if count > users[agent].caps[media]:
            yield f"{agent} has {count} of {media}"
