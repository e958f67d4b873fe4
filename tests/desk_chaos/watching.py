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
from flowengine.desk.people import Presence, Standing, Switch, User
from flowengine.host.desk import terms as on_terms
from flowengine.host.desk.picture import Picture

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from flowengine.host.desk.terms import Terms
    from tests.desk_chaos.servers import Server
    from tests.desk_chaos.world import World

EVERY = 0.5
BEFORE = 15.0  # seconds before a wait in which its reason is looked for
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
    "guest": "SELECT item, agent FROM guest",
    "switch": "SELECT queue, kind, value, by, at, until FROM switch",
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
    world: World | None = None  # who knows since when the store is there
    wrong: set[str] = field(default_factory=set)
    longest: float = 0.0
    looks: int = 0
    most: Counter[str] = field(default_factory=Counter)
    late: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._clocks: dict[str, float] = {}
        self._versions: dict[str, int] = {}
        self._unmatched: dict[tuple[str, int], float] = {}  # by item and its version
        self._due: dict[str, float] = {}

    async def watch(self) -> None:
        while True:
            try:
                rows = await asyncio.to_thread(self.reader.read)
            except (sqlite3.OperationalError, psycopg.Error) as error:
                self.most[f"look failed: {type(error).__name__}"] += 1
            else:
                self.look(rows, time.time())
            await asyncio.sleep(EVERY)

    def look(self, rows: Rows, now: float) -> None:
        self.looks += 1
        found = [_ITEM.decode(row[-1]) for row in rows["item"]]
        users = {one.id: one for one in (_USER.decode(row[0]) for row in rows["user"])}
        self.wrong.update(self._items(rows, found))
        self.wrong.update(self._twice(found))
        self.wrong.update(_slots(rows, found, users))
        self.wrong.update(_guests(rows, found))
        switches = on_terms.switched((Switch(**one) for one in _named(rows, "switch")), now)
        self._matching(rows, found, users, now)
        self._overdue(found, switches, now)
        for state, count in Counter(one.state for one in found).items():
            self.most[state] = max(self.most[state], count)

    def _items(self, rows: Rows, found: list[Item]) -> Iterator[str]:
        for one in found:
            # That of a promise begins anew with another moment that was agreed on.
            same = self._clocks.setdefault(one.id, one.joined) == one.joined
            if not same and one.kind != items.CALLBACK:
                yield f"{one.id}: its clock was set anew"
            if self._versions.get(one.id, 0) > one.version:
                yield f"{one.id}: went back to version {one.version}"
            self._versions[one.id] = one.version
            if (one.agent != "") != (one.state in items.HELD):
                yield f"{one.id}: is {one.state} with agent {one.agent!r}"
        for row, one in zip(rows["item"], found, strict=True):
            told = (row[0], row[3], row[4], row[6], row[7], row[8])
            if told != (one.id, one.queue, one.state, one.agent, one.joined, one.version):
                yield f"{one.id}: its columns are not its body"

    @staticmethod
    def _twice(found: list[Item]) -> Iterator[str]:
        """Nobody waits or talks in two places, and no number is promised call after call."""
        people = Counter(
            one.conversation
            for one in found
            if one.kind == items.CONTACT and one.state != items.WRAP_UP
        )
        for conversation, count in people.items():
            if count > 1:
                yield f"{conversation}: is in {count} places"
        promised = Counter(one.phone for one in found if one.kind == items.CALLBACK)
        for phone, count in promised.items():
            if count > 2:  # the one that is being kept, or was tried, and one asked for meanwhile
                yield f"{phone} is promised {count} calls at once"

    def _matching(self, rows: Rows, found: list[Item], users: dict[str, User], now: float) -> None:
        """Who could be offered to somebody free, for how long already while a node was at work."""
        since = self._since()
        if not since:
            self._unmatched = {}
            return
        picture = Picture(
            now=now,
            items=tuple(sorted(found, key=lambda one: one.joined)),
            users=users,
            standings={one["agent"]: Standing(**one) for one in _named(rows, "standing")},
            presences=tuple(
                Presence(agent=a, device=d, node=n, epoch=e, lease=until)
                for a, d, n, e, until in rows["presence"]
            ),
            terms=self.terms,
        )
        pairs = routing.choose(picture.items, picture.agents, picture.queues, now)
        # Who was offered between two looks, and let pass, has another version by now.
        here = {(match.item.id, match.item.version): match for match in pairs}
        self._unmatched = {key: self._unmatched.get(key, now) for key in here}
        for key, begun in self._unmatched.items():
            waited = now - max(begun, since + READY)
            self.longest = max(self.longest, waited)
            if waited > self.bound:
                why = f"{key[0]}: waited {waited:.1f} s although {here[key].agent} was free"
                if self.world is not None:
                    why += f" ({self.world.lately(now, waited + BEFORE)})"
                self.late.append(why)

    def _since(self) -> float:
        """Since when a node is at work on a store that is there, 0.0 while none is."""
        serving = min((one.serving for one in self.servers if one.serving), default=0.0)
        stored = 1.0 if self.world is None else self.world.stored
        return max(serving, stored) if serving and stored else 0.0

    def _overdue(self, found: list[Item], switches: Mapping[str, Any], now: float) -> None:
        """A promise whose moment has come is visible to who may keep it."""
        since = self._since()
        for one in found:
            closed = on_terms.CLOSE in switches.get(one.queue, {})
            if one.state != items.LATER or closed or not since:
                self._due.pop(one.id, None)
                continue
            if one.until <= now:
                waited = now - max(self._due.setdefault(one.id, now), since + READY)
                if waited > self.bound:
                    self.late.append(f"{one.id}: is due for {waited:.1f} s, and nobody is told")


_COLUMNS = {
    "standing": ("agent", "status", "since", "idle", "until", "back", "version"),
    "switch": ("queue", "kind", "value", "by", "at", "until"),
}


def _named(rows: Rows, table: str) -> Iterator[dict[str, Any]]:
    for row in rows.get(table, []):
        yield dict(zip(_COLUMNS[table], row, strict=True))


def _guests(rows: Rows, found: list[Item]) -> Iterator[str]:
    """Who has a part in a talk, by either of the two places where it is written."""
    written = set(rows.get("guest", []))
    known = {(one.id, guest.agent) for one in found for guest in one.guests}
    for item, agent in {(str(a), str(b)) for a, b in written} ^ known:
        yield f"{item}: {agent} is its guest by one table and not by the other"
    for one in found:
        if one.guests and one.state not in items.TALKING:
            yield f"{one.id}: is {one.state} and has guests"
        if one.agent in {guest.agent for guest in one.guests}:
            yield f"{one.id}: its agent is its guest"


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
