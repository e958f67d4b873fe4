"""A private folder in memory for what must not stay: gone when the process ends well.

What a process leaves behind that was killed, the next one removes. Where the system has no folder
in memory, that for temporary files is taken.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

_MEMORY = Path("/dev/shm")  # noqa: S108 -- a folder of our own is made in it, for us only
_NAME = "flowengine-speech-"


def passing_folder(parent: Path | None = None) -> Path:
    """A new one, for this user only. Raises OSError where none can be made."""
    parent = parent or _usual()
    sweep(parent)
    return Path(tempfile.mkdtemp(prefix=f"{_NAME}{os.getpid()}-", dir=parent))


def remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def sweep(parent: Path | None = None) -> None:
    """Removes the folders of this user's processes that are no more."""
    for folder in (parent or _usual()).glob(f"{_NAME}*"):
        owner = folder.name.removeprefix(_NAME).split("-")[0]
        with suppress(OSError):  # another process of ours is sweeping too
            if owner.isdigit() and not _lives(int(owner)) and folder.lstat().st_uid == os.getuid():
                remove(folder)


def _usual() -> Path:
    return _MEMORY if os.access(_MEMORY, os.W_OK) else Path(tempfile.gettempdir())


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
