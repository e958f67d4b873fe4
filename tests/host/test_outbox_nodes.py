"""Several outboxes on one store: two nodes at once, and nodes that are killed in the middle."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from flowengine.host import parcels
from flowengine.host.gateways.sender import Gateway, Outcome, Pace, Sent
from flowengine.host.outbox import Outbox
from flowengine.host.parcels import Parcel
from flowengine.store.database import Database
from flowengine.store.opening import opened
from flowengine.store.records import AMBIGUOUS, SENT, Conversation, Outgoing, Turn
from tests.host.peer import Asked, peer, reply

pytestmark = pytest.mark.slow
NOW = 1_800_000_000.0
TALKS, EACH = 20, 5
KILLS = 12


def turn(number: int) -> Turn:
    """A conversation with messages that have to keep their order."""
    key = f"c{number}"
    conversation = Conversation(
        id=key, flow="desk", digest="d", channel="sms", token=b"t", session=b"s", prompt="",
        ended=False, changed=NOW, gateway="sms", address=key,
    )  # fmt: skip
    body = parcels.encode(Parcel(channel="sms", text="Hello.", person=True, reply=True))
    one = Outgoing("", key, NOW, body, "sms", key, due=NOW)
    rows = (
        replace(one, key=f"{key}/1/{index}", at=NOW + index * parcels.STEP) for index in range(EACH)
    )
    return Turn(conversation, outgoing=tuple(rows))


async def settled(store: Database) -> dict[str, str]:
    """State by key, once nothing is on its way any more."""
    found = await store.outgoing(limit=1000)
    return {one.key: one.state for one in found}


class Writing:
    """Writes down what it is given, and lets others run in between."""

    def __init__(self) -> None:
        self.got: list[str] = []

    async def send(self, message: Outgoing) -> Outcome:
        await asyncio.sleep(0)
        self.got.append(message.key)
        return Sent(message.key)

    async def close(self) -> None: ...


def test_two_nodes_send_each_message_once_and_in_order(postgresql: str) -> None:
    async def node(name: str, sender: Writing, done: asyncio.Event) -> None:
        store = opened(postgresql)
        await store.start()
        await store.beat(name, 60)
        gateway = Gateway("sms", sender, "sms", most=4, pace=Pace(1e6, 1e6))
        box = Outbox(store, {"sms": gateway}, node=lambda: name, clock=lambda: NOW + 1)
        while not done.is_set():
            if not await box.look():
                left = set((await settled(store)).values()) - {SENT}
                if not left:
                    done.set()
            await box.idle()
        await store.close()

    async def whole() -> list[str]:
        store = opened(postgresql)
        await store.start()
        for number in range(TALKS):
            await store.commit(turn(number))
        sender, done = Writing(), asyncio.Event()
        async with asyncio.timeout(60):
            await asyncio.gather(node("n1", sender, done), node("n2", sender, done))
        await store.close()
        return sender.got

    got = asyncio.run(whole())
    assert Counter(got) == {f"c{n}/1/{i}": 1 for n in range(TALKS) for i in range(EACH)}
    for number in range(TALKS):
        own = [key for key in got if key.startswith(f"c{number}/")]
        assert own == [f"c{number}/1/{index}" for index in range(EACH)]


# A node as a process of its own: it sends by a real webhook until somebody kills it.
NODE = """
import asyncio, sys
from flowengine.host import guarded
from flowengine.host.gateways.sender import Gateway
from flowengine.host.gateways.webhook import Webhook
from flowengine.host.outbox import Outbox
from flowengine.store.opening import opened

async def main(address, port, name, idempotent):
    store = opened(address)
    await store.start()
    await store.beat(name, 0.3)
    async def beats():
        while True:
            await asyncio.sleep(0.1)
            await store.beat(name, 0.3)
    beating = asyncio.create_task(beats())
    client = guarded.client(frozenset(("127.0.0.1",)))
    url = f"http://127.0.0.1:{port}/"
    sender = Webhook(client, url, ("s" * 24,), lambda: 1.8e9, idempotent)
    gateway = Gateway("sms", sender, "sms", idempotent=idempotent, most=4)
    box = Outbox(store, {"sms": gateway}, node=lambda: name, clock=lambda: 1.8e9 + 1)
    print("ready", flush=True)
    while True:
        await box.recover()
        await box.look()
        await asyncio.sleep(0.01)

asyncio.run(main(*sys.argv[1:4], sys.argv[4] == "yes"))
"""


@pytest.mark.parametrize("idempotent", [False, True])
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_whatever_kills_a_node_each_message_is_accounted_for(
    kind: str, idempotent: bool, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    address = str(tmp_path / "store.db")
    if kind == "postgresql":
        address = request.getfixturevalue("postgresql")
    came: Counter[str] = Counter()

    def say(asked: Asked) -> bytes:
        came[asked.headers["idempotency-key"]] += 1
        return reply(200, {"id": "x"})

    states = asyncio.run(_killed_again_and_again(address, say, idempotent))
    assert len(states) == TALKS * EACH
    for key, state in states.items():
        if idempotent:  # it knows a message that comes again, so none is left over
            assert (state, came[key] >= 1) == (SENT, True), key
        elif state == SENT:
            assert came[key] == 1, key
        else:  # nobody knows, and nobody has sent it twice
            assert (state, came[key] <= 1) == (AMBIGUOUS, True), key


async def _killed_again_and_again(address: str, say: object, idempotent: bool) -> dict[str, str]:
    assert callable(say)
    store = opened(address)
    await store.start()
    for number in range(TALKS):
        await store.commit(turn(number))
    await store.close()
    async with peer(say) as service, asyncio.timeout(300):
        for life in range(KILLS):
            before = len(service.asked)
            node = _node(address, service.port, f"n{life}", idempotent)
            assert node.stdout is not None
            assert await asyncio.to_thread(node.stdout.readline) == b"ready\n"
            while len(service.asked) < before + 3 and node.poll() is None:
                service.taken.clear()
                await asyncio.wait({asyncio.ensure_future(service.taken.wait())}, timeout=0.5)
                if not service.taken.is_set() and _over(await _states(address)):
                    break  # a fast machine has sent all
            os.kill(node.pid, signal.SIGKILL)
            node.wait()
            node.stdout.close()
        last = _node(address, service.port, "last", idempotent)
        try:
            return await _at_rest(address)
        finally:
            last.kill()
            last.wait()
            assert last.stdout is not None
            last.stdout.close()


def _node(address: str, port: int, name: str, idempotent: bool) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", NODE, address, str(port), name, "yes" if idempotent else "no"],
        stdout=subprocess.PIPE,
    )


async def _at_rest(address: str) -> dict[str, str]:
    """What became of all, once the last node has found what the dead ones left."""
    while not _over(states := await _states(address)):
        await asyncio.sleep(0.2)
    return states


async def _states(address: str) -> dict[str, str]:
    store = opened(address, beside=True)
    await store.start()
    states = await settled(store)
    await store.close()
    return states


def _over(states: dict[str, str]) -> bool:
    return set(states.values()) <= {SENT, AMBIGUOUS}
