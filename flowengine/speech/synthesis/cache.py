"""A folder of sounds by name, with a limit: what was not used for longest goes first.

A file is there whole or not at all; one that was harmed is treated as missing and made again. The
folder can be shared by several processes, each of which may remove what another wrote long ago.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import struct
import time
from pathlib import Path

FRESH = 60.0  # seconds after its last use a file stays, for it may be about to be played
_LEAVE = 0.9  # of the limit, so that not every new file asks for room
_STALE = 3600.0  # seconds after which a file that was never finished is nobody's
_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")  # of the files that `wav.write` makes
_PART = ".part"
_count = itertools.count()


class Cache:
    """Its folder is made when something is first kept. Safe in threads, as far as files are."""

    def __init__(self, folder: Path, most_bytes: int) -> None:
        self.folder = folder
        self.most_bytes = most_bytes
        self._size: int | None = None  # bytes, as far as this process knows

    def found(self, name: str) -> Path | None:
        """The whole file of that name, which counts as used now."""
        path = self._path(name)
        try:
            if not _is_whole(path):
                return None
            os.utime(path)
        except OSError:
            return None
        return path

    def room(self, name: str) -> Path:
        """Where to write what will be kept under that name. Raises OSError."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self.folder / f"{name}.{os.getpid()}.{next(_count)}{_PART}"

    def keep(self, name: str, written: Path) -> Path:
        """`written` (made by `room`) under its name from now on. Raises OSError."""
        size = written.stat().st_size
        path = written.replace(self._path(name))
        known = self._files_size() if self._size is None else self._size + size
        self._size = self._evicted() if known > self.most_bytes else known
        return path

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.wav"

    def _files_size(self) -> int:
        return sum(size for _, size, _ in self._files())

    def _evicted(self) -> int:
        """Oldest first until there is room again; gives the bytes that are left."""
        files = sorted(self._files())
        size, now = sum(size for _, size, _ in files), time.time()
        for used, bytes_, path in files:
            if size <= self.most_bytes * _LEAVE or now - used < FRESH:
                break
            with contextlib.suppress(OSError):
                path.unlink()
                size -= bytes_
        return size

    def _files(self) -> list[tuple[float, int, Path]]:
        """When each was used, its bytes, its path. What was begun and left is removed."""
        found = []
        with contextlib.suppress(OSError), os.scandir(self.folder) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):
                    known = entry.stat()
                    if entry.name.endswith(".wav"):
                        found.append((known.st_mtime, known.st_size, Path(entry.path)))
                    elif entry.name.endswith(_PART) and time.time() - known.st_mtime > _STALE:
                        Path(entry.path).unlink()
        return found


def _is_whole(path: Path) -> bool:
    """Whether the header fits the file's length: what a crash or a full disk leaves does not."""
    with path.open("rb") as file:
        header = file.read(_HEADER.size)
        size = os.fstat(file.fileno()).st_size
    if len(header) < _HEADER.size:
        return False
    riff, _, wave, *_, data, length = _HEADER.unpack(header)
    return (riff, wave, data) == (b"RIFF", b"WAVE", b"data") and length == size - _HEADER.size > 0
