"""One of many processes that work on one store at once; `test_processes.py` starts it.

It opens the store, says `ready`, waits for a line, does its job, and says as a line of JSON each
thing that it may count on. Jobs: see JOBS.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from flowengine.store.opening import opened
from flowengine.store.records import Audit, Conversation, Message, Trace, Turn
from flowengine.store.verbs import Busy, Replayed, Stale
from tests.store.desk import racing
from tests.store.desk.racing import say

if TYPE_CHECKING:
    from flowengine.store.database import Database

NEW = Conversation(
    "", "shop", "d1", "chat", b"hash", b"session", "", ended=False, changed=1.0, began=1.0
)
BEAT = 2.0  # seconds that a node counts as living


async def turns(store: Database, me: str, ids: list[str], among: list[str]) -> None:
    """Each message goes to one conversation; says those that were taken by us."""
    for number, message_id in enumerate(ids):
        if await answered(store, me, among[number % len(among)], message_id):
            say(message_id)


async def answered(store: Database, me: str, key: str, message_id: str) -> bool:
    """As the host does it; False when somebody else had it."""
    while True:
        try:
            found = await store.take(key, me)
            assert found is not None
            await store.commit(_turn(found, me, message_id))
            return True
        except Busy:
            await asyncio.sleep(random.uniform(0, 0.01))
        except Stale:
            continue
        except Replayed:
            await store.give_back(key, me)
            return False


def _turn(before: Conversation, me: str, message_id: str, scope: str = "") -> Turn:
    revision = before.revision + 1
    return Turn(
        replace(before, changed=before.changed + 1),
        message_id=message_id,
        scope=scope,
        messages=(Message(before.messages + 1, 1.0, "person", json.dumps(message_id)),),
        trace=Trace(revision, 1.0, "{}", "a", "b", "[]", 0.001, me),
        node=me,
    )


async def first(store: Database, me: str) -> None:
    """The first message of an address, at the same moment as others."""
    while True:
        found = await store.open_at("sms", "+100")
        before = found or replace(NEW, id=f"c-{me}", gateway="sms", address="+100")
        try:
            say((await store.commit(_turn(before, me, f"m-{me}", "sms"))).id)
            return
        except Stale:
            continue


async def timers(store: Database, me: str) -> None:
    """Claims until nothing is left."""
    await store.beat(me, 60.0)
    while claimed := await store.claim_timers(1e9, 7, me):
        for one in claimed:
            say(one.conversation)


async def outbox(store: Database, me: str) -> None:
    await store.beat(me, 60.0)
    while True:
        claimed = await store.claim_outgoing(1e9, 7, me)
        for one in claimed:
            say(one.key)
            assert await store.settle(replace(one, state="sent"), me)
        counts = await store.counts()
        if not counts["queued"] + counts["sending"]:
            return


async def chores(store: Database, me: str) -> None:
    for number in range(10):
        if await store.chore(f"chore-{number}", 3600.0, 1e6):
            say(number)


async def tokens(store: Database, me: str) -> None:
    for _ in range(10):
        if not await store.token_wait("sms", 1e-6, 13.0, 1e6):
            say(me)


async def hold(store: Database, me: str) -> None:
    """Claims some of all, and then stands still until it is killed."""
    await store.beat(me, BEAT)
    claimed = [one.conversation for one in await store.claim_timers(1e9, 9, me)]
    sending = [one.key for one in await store.claim_outgoing(1e9, 3, me)]
    errands = [one.conversation for one in await store.claim_errands(3, me)]
    say([claimed, sending, errands])
    await asyncio.Event().wait()


async def inherit(store: Database, me: str, until: int) -> None:
    """Beats and claims until all together hold so many; says what was a dead node's letter."""
    held = 0
    while held < until:
        await store.beat(me, 60.0)
        held += len(await store.claim_timers(1e9, 100, me))
        held += len(await store.claim_errands(100, me))
        lost = await store.lost_outgoing(me)
        held += len(lost)
        for one in lost:
            say([one.key, one.state])


async def notes(store: Database, me: str) -> None:
    for number in range(25):
        await store.note(Audit(1.0, me, "read", str(number)))


JOBS = {
    "turns": turns,
    "first": first,
    "timers": timers,
    "outbox": outbox,
    "chores": chores,
    "tokens": tokens,
    "hold": hold,
    "inherit": inherit,
    "notes": notes,
    "routes": racing.routes,
    "takes": racing.takes,
    "meddles": racing.meddles,
    "works": racing.works,
}


async def race(job: str, address: str, me: str, more: str, beside: str) -> None:
    store = opened(address, beside=bool(beside))
    await store.start()
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    await JOBS[job](store, me, *json.loads(more))  # type: ignore[operator]
    await store.close()


if __name__ == "__main__":
    asyncio.run(race(*sys.argv[1:]))
