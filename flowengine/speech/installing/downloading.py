"""A large file over a bad line: fetched in pieces, resumed where it broke off, proved at the end.

What has come lies in `NAME.part`, with the server's mark of its version beside it: a file that
changed meanwhile is begun anew and never patched together (RFC 9110, 13.1.5 If-Range, 14 Range).
"""

from __future__ import annotations

import errno
import hashlib
import hmac
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import httpx2

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TRIES = 5  # in a row without a byte
PAUSE = 1.0  # seconds before the second try; doubled each time
QUIET = 30.0  # seconds without a byte that are taken for a broken line
OTHERWISE = "Name another address with --from, or a file."


class NotFetched(Exception):
    """It did not come, in a sentence. `resumes`: the next try goes on from where this one ended."""

    def __init__(self, why: str, *, resumes: bool = False) -> None:
        super().__init__(why)
        self.resumes = resumes


class Changed(Exception):
    """The file on the server is another one than that which was begun."""


def client() -> httpx2.Client:
    """For large files: it follows to where a project keeps them, and gives up on silence only."""
    return httpx2.Client(follow_redirects=True, max_redirects=5, timeout=QUIET)


def download(
    address: str,
    target: Path,
    *,
    told: Callable[[int, int], None] = lambda _came, _of: None,
    sha256: str = "",
    most: int = 8 << 30,
    by: httpx2.Client | None = None,
    pause: float = PAUSE,
) -> str:
    """Fetch `address` to the file `target`; gives its SHA-256 in hexadecimal.

    `told` hears how many bytes have come, of how many (0: the server does not say). `most` is the
    largest file that is taken. Raises NotFetched, also where the file is not that of `sha256`;
    then nothing is left of it. What breaks off leaves its part, for the next time.
    """
    part = target.with_name(f"{target.name}.part")
    own = by or client()
    try:
        _whole(own, address, part, told, most, pause)
    except OSError as error:
        raise _no_room(error) from error
    finally:
        if by is None:
            own.close()
    found = digest(part)
    if sha256 and not hmac.compare_digest(found, sha256.lower()):
        _forget(part)
        raise NotFetched(
            f"What came from {address} is not what was expected (SHA-256 {found}); it was deleted."
        )
    part.replace(target)
    _mark(part).unlink(missing_ok=True)
    return found


def digest(file: Path) -> str:
    """SHA-256 in hexadecimal."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _whole(
    own: httpx2.Client,
    address: str,
    part: Path,
    told: Callable[[int, int], None],
    most: int,
    pause: float,
) -> None:
    """Try after try, as long as each brings something."""
    part.parent.mkdir(parents=True, exist_ok=True)
    failed = 0
    while True:
        before = _size(part)
        try:
            _stream(own, address, part, told, most)
            return
        except Changed:
            _forget(part)
            failed += 1
        except httpx2.HTTPError as error:
            failed = 0 if _size(part) > before else failed + 1
            if failed >= TRIES:
                raise NotFetched(
                    f"{address} cannot be reached or breaks off again and again"
                    f" ({type(error).__name__}). Try again later: it goes on from there.",
                    resumes=True,
                ) from error
        if failed >= TRIES:
            raise NotFetched(f"{address} gives another file each time. {OTHERWISE}")
        time.sleep(pause * 2**failed if failed else 0)


def _stream(
    own: httpx2.Client, address: str, part: Path, told: Callable[[int, int], None], most: int
) -> None:
    have, mark = _size(part), _mark(part)
    known = mark.read_text("ascii") if have and mark.exists() else ""
    have = have if known else 0
    # Bytes as they lie on the server: a range of something packed on the way means nothing.
    asked = {"Accept-Encoding": "identity"}
    if have:
        asked |= {"Range": f"bytes={have}-", "If-Range": known}
    with own.stream("GET", address, headers=asked) as answer:
        if answer.status_code == 416 and have and have == _total(answer, 0):
            return
        _refuse(answer, address)
        goes_on = answer.status_code == 206
        if goes_on and _begins(answer) != have:
            raise Changed
        total = _total(answer, have if goes_on else 0)
        if max(total, have) > most:
            raise NotFetched(f"{address} is larger than any model ({total:,} bytes). {OTHERWISE}")
        _keep_mark(answer, mark)
        _write(answer, part, have if goes_on else 0, total, told, most)


def _write(
    answer: httpx2.Response,
    part: Path,
    have: int,
    total: int,
    told: Callable[[int, int], None],
    most: int,
) -> None:
    with part.open("ab" if have else "wb") as file:
        told(have, total)
        for piece in answer.iter_raw():  # as it comes: a size would hold back what breaks off
            have += len(piece)
            if have > most:
                raise NotFetched(f"What comes does not end (more than {most:,} bytes).")
            file.write(piece)
            told(have, total)
    if total and have < total:
        raise httpx2.ReadError("ended early")
    if total and have > total:
        raise Changed


def _refuse(answer: httpx2.Response, address: str) -> None:
    status = answer.status_code
    if status in (408, 425, 429) or status >= 500:
        raise httpx2.ReadError(f"status {status}")
    if status == 416:
        raise Changed
    if status not in (200, 206):
        raise NotFetched(f"{address} is not there (HTTP {status}). {OTHERWISE}")


def _total(answer: httpx2.Response, have: int) -> int:
    """Of the whole file; 0 where the server does not say (RFC 9110, 14.4)."""
    whole = answer.headers.get("content-range", "").rpartition("/")[2]
    if whole.isascii() and whole.isdigit():
        return int(whole)
    length = answer.headers.get("content-length", "")
    return have + int(length) if length.isascii() and length.isdigit() else 0


def _begins(answer: httpx2.Response) -> int:
    first = answer.headers.get("content-range", "").removeprefix("bytes ").partition("-")[0]
    return int(first) if first.isascii() and first.isdigit() else -1


def _keep_mark(answer: httpx2.Response, mark: Path) -> None:
    """Without a mark that stands for these very bytes nothing can be resumed: a weak one may be
    that of another version."""
    found = answer.headers.get("etag", "")
    if not found or found.startswith("W/"):
        found = answer.headers.get("last-modified", "")
    if found.isascii() and found:
        mark.write_text(found, "ascii")
    else:
        mark.unlink(missing_ok=True)


def _mark(part: Path) -> Path:
    return part.with_name(f"{part.name}.mark")


def _size(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0


def _forget(part: Path) -> None:
    for file in (part, _mark(part)):
        with suppress(OSError):
            file.unlink()


def _no_room(error: OSError) -> NotFetched:
    if error.errno == errno.ENOSPC:
        return NotFetched("The disk is full. Make room and try again: it goes on from there.",
                          resumes=True)  # fmt: skip
    return NotFetched(f"The file cannot be written ({error.strerror}).", resumes=True)
