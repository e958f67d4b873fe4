"""Offers a second: eight processes race to give the same people who wait to the same agents.

Each process goes through all items, beginning elsewhere, and offers what it believes to be free; a
person whom another was quicker with costs it a try. None may be offered twice, and every agent is
full at the end. The reference writes the same rows by hand: the same UPDATE on the version, a slot
and a line of the log, a transaction an offer, by psycopg in as many processes. It does not race:
each has people of its own, and none looks whether an agent has room.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from functools import partial
from typing import TYPE_CHECKING

import msgspec
import psycopg

from flowengine.desk import moves
from flowengine.desk.items import ASYNC, Item
from flowengine.desk.people import User
from flowengine.store.opening import opened
from tests import database
from tests.bench.measure import Row, in_turn

if TYPE_CHECKING:
    from flowengine.store.database import Database

PEOPLE = 4000
AGENTS = 400
PROCESSES = 8
AT_ONCE = 4  # offers of a process that are under way
OURS, BY_HAND = "ours", "by hand"


def rows() -> list[Row]:
    with database.served() as server:
        with psycopg.connect(server.address, autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync TO on")
            connection.execute("SELECT pg_reload_conf()")
        ours, raw = in_turn(
            [partial(_passed, server.address, OURS), partial(_passed, server.address, BY_HAND)]
        )
    what = "offer on PostgreSQL, 8 processes race"
    return [Row(what, "offers/s", ours or 0, "psycopg, the same rows", raw, "more", ">= 2,000")]


def _passed(server: str, which: str) -> float:
    with database.fresh(server) as address:
        asyncio.run(_filled(address))
        racers = [_racer(address, which, number) for number in range(PROCESSES)]
        for racer in racers:
            _line(racer)
        begun = time.perf_counter()
        for racer in racers:
            print("go", file=racer.stdin, flush=True)
        made = [json.loads(_line(racer)) for racer in racers]
        spent = time.perf_counter() - begun
        for racer in racers:
            racer.communicate()
        _refuse_doubled(address, sum(made))
    return float(sum(made) / spent)


def _racer(address: str, which: str, number: int) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "tests.bench.offers", address, which, str(number)]
    return subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _line(racer: subprocess.Popen[str]) -> str:
    line = racer.stdout.readline() if racer.stdout else ""
    if not line:
        raise SystemExit("A racer gave up.")
    return line


async def _filled(address: str) -> None:
    store = opened(address)
    await store.start()
    for number in range(AGENTS):
        name = f"a{number}"
        caps = {ASYNC: PEOPLE // AGENTS}
        await store.write_user(User(id=name, name=name, shown=name, caps=caps, version=1))
    one = Item(id="", conversation="", queue="q", channel="sms", media=ASYNC)
    waits = [
        moves.joined(msgspec.structs.replace(one, id=f"i{n}", conversation=f"c{n}"), n)
        for n in range(PEOPLE)
    ]
    bits = [waits[n::10] for n in range(10)]
    await asyncio.gather(*(store.move(bit, "n") for bit in bits))
    await store.close()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def _refuse_doubled(address: str, made: int) -> None:
    """Everybody was offered once, and fills one place."""
    with psycopg.connect(address) as connection:
        for sql in (
            "SELECT count(*) FROM desk_log WHERE kind = 'offered'",
            "SELECT count(DISTINCT item) FROM desk_log WHERE kind = 'offered'",
            "SELECT count(*) FROM slot",
            "SELECT count(*) FROM item WHERE state = 'offered' AND version = 2",
        ):
            ((count,),) = connection.execute(sql.encode()).fetchall()
            if count != PEOPLE or made != PEOPLE:
                raise SystemExit(f"{made} offers were made, and {count} are kept ({sql}).")


# ---------------------------------------------------------------- in each process


def race(address: str, which: str, number: int) -> None:
    runs = _ours if which == OURS else _by_hand
    print(asyncio.run(runs(address, number)), flush=True)


def _go() -> None:
    print("ready", flush=True)
    sys.stdin.readline()


def _mine(found: list[Item], number: int) -> list[list[Item]]:
    """All of them, beginning elsewhere than the others, for each worker."""
    start = number * PEOPLE // PROCESSES
    turned = found[start:] + found[:start]
    return [turned[worker::AT_ONCE] for worker in range(AT_ONCE)]


def _offer(item: Item) -> moves.Move:
    agent = f"a{int(item.joined) % AGENTS}"
    return moves.offered(item, agent, f"t-{item.id}", item.joined + 20, item.joined, {"ring": 0})


async def _ours(address: str, number: int) -> int:
    store = opened(address)
    await store.start()
    found = list(await store.items(states=("waiting",), limit=PEOPLE))
    await store.move([_offer(msgspec.structs.replace(found[0], version=0))], "n")  # warm
    _go()
    gone: set[str] = set()
    store.tell(lambda kind, key: gone.add(key) if kind == "desk" else None)
    made = await asyncio.gather(*(_offers(store, some, gone) for some in _mine(found, number)))
    await store.close()
    return sum(made)


async def _offers(store: Database, items: list[Item], gone: set[str]) -> int:
    made = 0
    for item in items:
        if item.id not in gone:
            made += (await store.move([_offer(item)], "n")).count("moved")
    return made


_SET = (
    "UPDATE item SET queue = %s, state = 'offered', agent = %s, token = %s, until = %s,"
    " version = 2, body = %s WHERE id = %s AND version = 1 RETURNING 1"
)
_SLOT = (
    "INSERT INTO slot (agent, media, n, item) SELECT %s, 'async', coalesce(max(n), 0) + 1, %s"
    " FROM slot WHERE agent = %s AND media = 'async'"
)
_LOG = (
    "INSERT INTO desk_log (at, kind, item, conversation, flow, queue, channel, language, agent,"
    " body) VALUES (%s, 'offered', %s, %s, '', 'q', 'sms', '', %s, '{}')"
)
_LOCK = "SELECT 1 FROM desk_user WHERE id = %s FOR UPDATE"


async def _by_hand(address: str, number: int) -> int:
    store = opened(address)
    await store.start()
    found = list(await store.items(states=("waiting",), limit=PEOPLE))
    await store.close()
    _go()
    mine = found[number::PROCESSES]
    made = await asyncio.gather(*(_writes(address, mine[n::AT_ONCE]) for n in range(AT_ONCE)))
    return sum(made)


async def _writes(address: str, items: list[Item]) -> int:
    made = 0
    async with await psycopg.AsyncConnection.connect(address) as connection:
        for item in items:
            made += await _written(connection, _offer(item).after)
    return made


async def _written(connection: psycopg.AsyncConnection[tuple[object, ...]], one: Item) -> int:
    said = connection.execute
    body = msgspec.json.encode(one).decode()
    done = await said(_SET, (one.queue, one.agent, one.token, one.until, body, one.id))
    if not done.rowcount:
        await connection.rollback()
        return 0
    await said(_LOCK, (one.agent,))
    await said(_SLOT, (one.agent, one.id, one.agent))
    await said(_LOG, (one.joined, one.id, one.conversation, one.agent))
    await connection.commit()
    return 1


if __name__ == "__main__":
    race(sys.argv[1], sys.argv[2], int(sys.argv[3]))
