"""A node of its own process: the real house on a real store, told over a socket what people write.

Each line that comes is a person's wish as JSON, each line that goes says, after the commit, what
became of it. It may be told to kill itself before or after a verb of the store: that is how it
dies just between two things that a clock would hardly ever hit.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import tempfile
import traceback
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowengine.host import backoff, errands, heard, node, outbox, ownership
from flowengine.host.house import House
from flowengine.host.library import Library
from flowengine.host.refusal import Refusal
from flowengine.store import memory, turns
from flowengine.store.opening import opened
from flowengine.store.verbs import Replayed, Stale, StoreError
from tests.chaos import scene

if TYPE_CHECKING:
    import socket

    from flowengine.store.database import Database

# As in life, only quicker: what a dead node held is another's after seconds, and they are waited
# for hundreds of times here. LIFE must be longer than a busy machine lets a node lie: one that was
# taken for dead while it sends may send after the next message has gone.
LEASE, LIFE, BEATS, LOOKS = 0.5, 5.0, 0.4, 0.5


def _warm() -> None:
    """Whatever is compiled when it is first needed, before the first node is made of this."""
    with tempfile.TemporaryDirectory() as folder:
        library = Library(scene.written(Path(folder), 1))
        library.refresh()
        assert scene.FLOW in library.programs, library.broken


_warm()


def live(address: str, folder: str, port: int, line: socket.socket) -> None:
    """The whole life of a node. It ends by a kill, or with the line."""
    logging.disable(logging.CRITICAL)
    _hurry()
    asyncio.run(_serve(address, Path(folder), port, line))


def _hurry() -> None:
    for room in (memory, turns, ownership):
        vars(room)["LEASE"] = LEASE
    vars(ownership)["PATIENCE"] = LEASE + 2.0
    vars(node).update(EVERY=BEATS, LIFE=LIFE)
    vars(outbox).update(LOST_EVERY=LOOKS, AFTER_TROUBLE=LOOKS)
    # A message that died many times would else be tried again long after the account is given.
    vars(backoff).update(LONGEST=5.0)
    vars(errands).update(EVERY=LOOKS, AFTER_TROUBLE=LOOKS)


async def _serve(address: str, folder: Path, port: int, line: socket.socket) -> None:
    reader, writer = await asyncio.open_connection(sock=line)
    store = opened(address)
    house = House(
        folder,
        store,
        secrets=scene.SECRETS,
        private=frozenset((scene.HOST,)),
        gateways=scene.gateways(port),
    )
    house.read()
    await house.start(watch=False)
    writer.write(b"ready\n")
    talks: set[asyncio.Task[None]] = set()
    while asked := await reader.readline():
        talk = asyncio.create_task(_answered(house, store, json.loads(asked), writer))
        talks.add(talk)
        talk.add_done_callback(talks.discard)
    await house.stop()


async def _answered(
    house: House, store: Database, asked: dict[str, Any], writer: asyncio.StreamWriter
) -> None:
    try:
        await WISHES[asked["do"]](house, store, asked)
        became = "armed" if asked["do"] == "die" else "taken"
    except Replayed:
        became = "known"
    except Refusal as refusal:
        became = refusal.code
    except StoreError as trouble:
        became = f"trouble: {trouble}"
    except Exception:  # noqa: BLE001 - whatever it is, the account must show it
        became = traceback.format_exc()
    writer.write(json.dumps([asked["n"], became]).encode() + b"\n")


async def _begin(house: House, _: Database, asked: dict[str, Any]) -> None:
    """A page is opened; one that was opened before is opened."""
    try:
        await house.conversations.begin(scene.FLOW, channel="chat", key=asked["key"])
    except Stale:
        raise Replayed from None


async def _say(house: House, _: Database, asked: dict[str, Any]) -> None:
    await house.conversations.say(asked["key"], asked["text"], asked["id"])


async def _arrive(house: House, _: Database, asked: dict[str, Any]) -> None:
    await house.conversations.arrive(
        gateway=scene.BRIDGE,
        address=asked["key"],
        channel=scene.BRIDGE,
        flow=scene.FLOW,
        what=heard.said(asked["text"], asked["id"]),
        message_id=asked["id"],
    )


async def _die(_: House, store: Database, asked: dict[str, Any]) -> None:
    """By its own hand, before or after a verb of the store has done its `count`th work."""
    verb: Callable[..., Awaitable[Any]] = getattr(store, asked["verb"])
    left = asked["count"]

    async def deadly(*args: Any, **more: Any) -> Any:
        nonlocal left
        if left == 1 and asked["before"]:
            os.kill(os.getpid(), signal.SIGKILL)
        done = await verb(*args, **more)
        left -= bool(done)
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    setattr(store, asked["verb"], deadly)


WISHES = {"begin": _begin, "say": _say, "arrive": _arrive, "die": _die}
