"""Tickets by which one of us joins a call: short-lived, good once, and for one user and item.

A ticket names nobody: it is a moment, a number by chance, and an HMAC-SHA256 (RFC 2104) over these
and the two it is for. Whether it fits is asked of those who have a part in the item at that moment,
in constant time, so that one for somebody who has lost it fits nobody.
"""

from __future__ import annotations

import hmac
import secrets
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

GOOD_FOR = 30  # seconds
_HEAD = struct.Struct("!I8s")  # until when (POSIX seconds), and the number
_MAC = 24  # bytes


class Tickets:
    """`clock` gives POSIX seconds. Without a `key` only this process can read its tickets."""

    def __init__(self, clock: Callable[[], float], key: bytes = b"") -> None:
        self._clock = clock
        self._key = key or secrets.token_bytes(32)
        self._used: dict[bytes, int] = {}  # heads of those that were redeemed, and until when

    def made(self, user: str, item: str) -> str:
        """64 characters at most."""
        head = _HEAD.pack(int(self._clock()) + GOOD_FOR, secrets.token_bytes(8))
        return urlsafe_b64encode(head + self._mac(head, user, item)).decode()

    def fits(self, ticket: str, user: str, item: str) -> bool:
        """It was made for them, and is still good."""
        head, mac = _parts(ticket)
        good = hmac.compare_digest(mac, self._mac(head, user, item))
        return good and self._until(head) >= self._clock() and head not in self._used

    def redeemed(self, ticket: str) -> bool:
        """It is used up now; False where it was before."""
        now = self._clock()
        self._used = {head: until for head, until in self._used.items() if until >= now}
        head, _ = _parts(ticket)
        if head in self._used:
            return False
        self._used[head] = self._until(head)
        return True

    def _mac(self, head: bytes, user: str, item: str) -> bytes:
        about = b"\0".join((head, user.encode(), item.encode()))
        return hmac.digest(self._key, about, "sha256")[:_MAC]

    @staticmethod
    def _until(head: bytes) -> int:
        until: int = _HEAD.unpack(head)[0]
        return until


def key(secret: str) -> bytes:
    """An installation's: all its processes read each other's tickets. b"" for none."""
    return hmac.digest(secret.encode(), b"flowengine call tickets 1", "sha256") if secret else b""


def _parts(ticket: str) -> tuple[bytes, bytes]:
    """Head and code; of what is no ticket, such that fit nothing."""
    try:
        data = urlsafe_b64decode(ticket.encode())
    except ValueError:
        data = b""
    data = data if len(data) == _HEAD.size + _MAC else bytes(_HEAD.size + _MAC)
    return data[: _HEAD.size], data[_HEAD.size :]
