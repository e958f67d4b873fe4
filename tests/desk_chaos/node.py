"""`flowengine serve` as a node of the shift: the command itself, whose router can be killed from
outside by SIGUSR1, and which with FLOWENGINE_TEST_HURRY waits seconds where life waits a minute.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from typing import Any

from flowengine.cli import main
from flowengine.desk import presence
from flowengine.host.desk import attendance, callbacks
from flowengine.host.desk.beside import Beside
from flowengine.host.desk.desk import Desk
from flowengine.host.desk.moving import Moving
from flowengine.host.desk.router import Router
from flowengine.server.desk import connection

HURRY = "FLOWENGINE_TEST_HURRY"
# In a hurry: seconds from ping to ping, of a lease, of each medium's grace, until offline.
PING, LEASE, GRACE, GONE_AFTER = 1.0, 4.0, 5.0, 6.0
LONG, SLOW = 1.5, "took long:"  # seconds, and how such a line begins
PAUSE = 4.0  # seconds between two tries to phone somebody, always: half an hour is no part of it


def hurry() -> None:
    vars(connection)["PING"] = PING
    vars(attendance).update(LEASE=LEASE, GONE_AFTER=GONE_AFTER)
    vars(presence)["GRACE"] = dict.fromkeys(presence.GRACE, GRACE)


def watched(kind: type, name: str) -> None:
    """What takes long in it is told, so that who is late can be explained."""
    work = getattr(kind, name)

    async def timed(*about: Any, **more: Any) -> Any:
        began = time.monotonic()
        try:
            return await work(*about, **more)
        finally:
            took = time.monotonic() - began
            if took > LONG:
                print(f"{SLOW} {kind.__name__}.{name} {took:.1f} s", file=sys.stderr, flush=True)

    setattr(kind, name, timed)


def kill_router(*_: Any) -> None:
    """The task alone; whoever watches over it has to notice."""
    for task in asyncio.all_tasks(asyncio.get_running_loop()):
        if getattr(task.get_coro(), "__qualname__", "") == "Router.watch":
            task.cancel()
            print("the router was killed", file=sys.stderr, flush=True)


if __name__ == "__main__":
    vars(callbacks)["PAUSE"] = PAUSE
    for kind, name in ((Desk, "picture"), (Moving, "move"), (Router, "look"), (Beside, "catch_up")):
        watched(kind, name)
    if os.environ.get(HURRY):
        hurry()
    signal.signal(signal.SIGUSR1, kill_router)
    sys.exit(main(sys.argv[1:]))
