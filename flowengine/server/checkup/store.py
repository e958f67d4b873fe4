"""The store: whose file it is, whether it takes and gives, its clock and its room.

A file of another user is not opened: what a doctor run by `root` leaves beside it, no server could
open afterwards.
"""

from __future__ import annotations

import asyncio
import os
import stat
import time
from pathlib import Path
from typing import TYPE_CHECKING

from flowengine.config import Settings, shown
from flowengine.server.checkup.desk import staffed
from flowengine.server.checkup.finding import BAD, OK, WARN, Finding
from flowengine.server.health import LEAST_ROOM
from flowengine.store.opening import opened
from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from flowengine.language.program import Program
    from flowengine.store.database import Database

ROOM_FOR_FILES = 200 * 1024 * 1024  # bytes; below, no files are taken of people
UNTOLD = 2**60  # bytes; so much says a database that is asked for its disk and has none of ours
APART = 2.0  # seconds between two clocks
WITHIN = 20.0  # seconds for all questions to the store
_OWNER = "Run this as the user that the server runs as."


def opens(chosen: Settings, programs: Collection[Program] = ()) -> Iterator[Finding]:
    """`programs` are those served: the people in the store are to fit them."""
    if isinstance(chosen.store, Path):
        yield from _file(chosen.store)
        if not _ours(chosen.store):
            return
    try:
        yield from asyncio.run(_asked(chosen, programs))
    except TimeoutError:
        yield Finding(
            BAD, "store", f"It took more than {WITHIN:.0f} seconds.", "See what its machine does."
        )
    except (StoreError, OSError) as error:
        yield Finding(
            BAD, "store", str(error), "Until it can be opened, nothing can be served from it."
        )


def _ours(path: Path) -> bool:
    return path.is_file() and path.stat().st_uid == os.geteuid()


def _file(path: Path) -> Iterator[Finding]:
    if not path.exists():
        folder = next(one for one in (path.parent, *path.absolute().parents) if one.is_dir())
        if os.access(folder, os.W_OK):
            yield Finding(OK, "store", f"{path} will be made at the first start.")
        else:
            yield Finding(BAD, "store", f"Nothing can be written in {folder}.", _OWNER)
        return
    about = path.stat()
    if about.st_uid != os.geteuid():
        yield Finding(WARN, "store", f"{path} belongs to another user, and was not opened.", _OWNER)
    if about.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield Finding(
            WARN,
            "store",
            f"Others on this machine can read or write {path}, with all that people said.",
            f"chmod 600 {path}",
        )


async def _asked(chosen: Settings, programs: Collection[Program]) -> list[Finding]:
    async with asyncio.timeout(WITHIN):
        found = opened(chosen.store, beside=True)
        await found.start()
        try:
            findings = [await _kept(found, chosen), await _apart(found), await _left(found)]
            findings += staffed(programs, await found.users())
            return [*findings, *await _audit(found, chosen)]
        finally:
            await found.close()


async def _kept(found: Database, chosen: Settings) -> Finding:
    await found.check()
    counts = await found.counts()
    dead = counts["failed"] + counts["ambiguous"]
    told = f"{shown(chosen.store)} takes and gives; {counts['open']} conversations are open."
    if dead:
        return Finding(
            WARN,
            "store",
            f"{told} {dead} messages could not be delivered, or nobody knows.",
            "Look at them on the page /operators, and send again what should go.",
        )
    return Finding(OK, "store", told)


async def _apart(found: Database) -> Finding:
    before = time.time()
    apart = abs(await found.now() - before)
    if apart > APART + (time.time() - before):
        return Finding(
            WARN,
            "clock",
            f"The clocks of this machine and of the database are {apart:.0f} seconds apart.",
            "Keep both right with NTP: timers go by them.",
        )
    return Finding(OK, "clock", "It agrees with the store's.")


async def _audit(found: Database, chosen: Settings) -> list[Finding]:
    """Whether who did what can be relied on; nothing where nobody of ours signs in."""
    if not await found.users():
        return []
    if chosen.desk_key:
        return [Finding(OK, "audit", "Who did what is written under the key FLOWENGINE_DESK_KEY.")]
    return [
        Finding(
            WARN,
            "audit",
            "Whoever can write to the store could change unnoticed who did what.",
            "Set FLOWENGINE_DESK_KEY for the server and its commands: openssl rand -hex 32",
        )
    ]


async def _left(found: Database) -> Finding:
    room = await found.room()
    if room >= UNTOLD:
        return Finding(OK, "disk", "How much room the database has, its own machine knows.")
    told = f"{room // 1024**2:,} MB are free where the store lies."
    if room < LEAST_ROOM:
        return Finding(BAD, "disk", told, "Make room now: soon nothing can be kept any more.")
    if room < ROOM_FOR_FILES:
        return Finding(WARN, "disk", told, "Make room: no files of people are taken any more.")
    return Finding(OK, "disk", told)
