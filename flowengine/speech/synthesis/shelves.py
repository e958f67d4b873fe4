"""Where sounds lie: on the disk what is the same for everybody, in memory what was for one person.

When the disk takes nothing more, memory takes all for a while, and the log is told once.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

from flowengine.speech.synthesis.cache import Cache
from flowengine.speech.synthesis.passing import passing_folder, remove

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_log = logging.getLogger(__name__)

PASSING_BYTES = 32_000_000  # a quarter of an hour of speech
DISK_AGAIN = 60.0  # seconds until a disk is tried again that took nothing


class Shelves:
    """Safe in threads."""

    def __init__(self, folder: Path, most_bytes: int) -> None:
        self._disk = Cache(folder, most_bytes)
        self._memory: Cache | None = None
        self._lock = threading.Lock()
        self._told = False
        self._disk_from = 0.0  # on the monotonic clock: when the disk may be tried again

    def found(self, name: str) -> Path | None:
        if found := self._disk.found(name):
            return found
        return self._memory.found(name) if self._memory else None

    def made(self, name: str, write: Callable[[Path], None], *, passing: bool) -> Path:
        """What `write` writes to the path it is given. Raises OSError where nothing takes it."""
        if not passing and time.monotonic() >= self._disk_from:
            try:
                path = _filled(self._disk, name, write)
            except OSError as error:
                self._disk_failed(error)
            else:
                self._told = False
                return path
        return _filled(self._in_memory(), name, write)

    def close(self) -> None:
        with self._lock:
            if self._memory:
                remove(self._memory.folder)
            self._memory = None

    def _disk_failed(self, error: OSError) -> None:
        self._disk_from = time.monotonic() + DISK_AGAIN
        if not self._told:
            self._told = True
            _log.warning(
                "spoken texts are not kept: %s takes no more (%s). Make room there, or name"
                " another folder; until then each call speaks anew",
                self._disk.folder,
                error.strerror or error,
            )

    def _in_memory(self) -> Cache:
        with self._lock:
            if self._memory is None:
                self._memory = Cache(passing_folder(), PASSING_BYTES)
            return self._memory


def _filled(cache: Cache, name: str, write: Callable[[Path], None]) -> Path:
    room = cache.room(name)
    try:
        write(room)
        return cache.keep(name, room)
    except BaseException:
        room.unlink(missing_ok=True)
        raise
