"""An archive that somebody else made, unpacked so that it can do no harm.

Only plain files and folders come out, below one folder, bounded in number and size. Whatever else
is in it (a path that leads out, a link, a device) makes the whole archive one that is not taken.
"""

from __future__ import annotations

import errno
import stat
import tarfile
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILES = 10_000
BYTES = 16 << 30
SWELL = 200  # times the archive's own size; nothing a model consists of can be packed so well
PIECE = 1 << 20
_ENCRYPTED = 0x1  # general purpose bit 0 (APPNOTE.TXT, 4.4.4)


class NotUnpacked(Exception):
    """The archive is damaged, or wants what no model needs; in a sentence."""


def unpack(archive: Path, into: Path, *, files: int = FILES, most: int = BYTES) -> None:
    """Unpack a ZIP or TAR (gzip, bzip2, xz) into the folder `into`, which is made.

    Raises NotUnpacked; what was written until then lies in `into` and is the caller's to remove.
    """
    most = min(most, max(archive.stat().st_size, PIECE) * SWELL)
    into.mkdir(parents=True)
    try:
        if zipfile.is_zipfile(archive):
            with zipfile.ZipFile(archive) as opened:
                _take(_of_zip(opened), into, files, most)
        elif tarfile.is_tarfile(archive):
            with tarfile.open(archive) as packed:
                _take(_of_tar(packed), into, files, most)
        else:
            raise NotUnpacked("It is no ZIP and no TAR archive.")
    except (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, RuntimeError) as error:
        raise NotUnpacked("The archive is damaged or cut off.") from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise NotUnpacked("The disk is full. Make room and try again.") from error
        raise NotUnpacked(f"The archive cannot be read or written out ({error}).") from error


Member = tuple[str, "IO[bytes] | None"]  # its path, and its bytes; None for a folder


def _of_zip(archive: zipfile.ZipFile) -> Iterator[Member]:
    for member in archive.infolist():
        kind = stat.S_IFMT(member.external_attr >> 16)  # as Unix systems write it
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise NotUnpacked(f"“{member.filename}” in it is no plain file.")
        if member.flag_bits & _ENCRYPTED:
            raise NotUnpacked("The archive is locked with a password.")
        if member.is_dir():
            yield member.filename, None
        else:
            with archive.open(member) as data:
                yield member.filename, data


def _of_tar(archive: tarfile.TarFile) -> Iterator[Member]:
    for member in archive:
        if member.isdir():
            yield member.name, None
        elif member.isreg():
            yield member.name, archive.extractfile(member)
        else:
            raise NotUnpacked(f"“{member.name}” in it is no plain file.")


def _take(members: Iterator[Member], into: Path, files: int, most: int) -> None:
    written = 0
    for number, (name, data) in enumerate(members, 1):
        if number > files:
            raise NotUnpacked(f"It holds more than {files:,} files; no model does.")
        place = _place(into, name)
        if data is None:
            place.mkdir(parents=True, exist_ok=True)
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        written = _copy(data, place, written, most)


def _place(into: Path, name: str) -> Path:
    """Where a member belongs. A second one of the same name would write over the first."""
    path = PurePosixPath(name.replace("\\", "/"))
    drive = ":" in name.partition("/")[0]
    if path.is_absolute() or ".." in path.parts or drive or "\0" in name:
        raise NotUnpacked(f"“{name}” in it leads out of its folder.")
    place = into.joinpath(*path.parts)
    if place.is_file():
        raise NotUnpacked(f"“{name}” is in it twice.")
    return place


def _copy(data: IO[bytes], place: Path, written: int, most: int) -> int:
    with place.open("xb") as file:
        while piece := data.read(PIECE):
            written += len(piece)
            if written > most:
                raise NotUnpacked(f"Unpacked it is larger than {most:,} bytes; no model is.")
            file.write(piece)
    return written
