"""The name of a conversation, and the secret that opens it: kept only as its hash."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time

_DIGITS = "0123456789abcdefghijklmnopqrstuv"


def new_key() -> str:
    """A name for a conversation: unguessable too, but it opens nothing and may stand in logs.

    It begins with the time, like a UUID of version 7 (RFC 9562, 5.7), in signs that sort as it
    does: those who talk at the same time then stand side by side in a database, and a commit
    writes few pages for many of them.
    """
    return _sorted(time.time_ns() // 1_000_000, 8) + _sorted(secrets.randbits(80), 16)


def _sorted(number: int, signs: int) -> str:
    """A number of so many digits of 5 bits, in base32hex (RFC 4648, 7), which keeps the order."""
    return "".join(_DIGITS[number >> shift & 31] for shift in range(5 * signs - 5, -1, -5))


def new_token() -> str:
    return secrets.token_urlsafe(32)


def hashed(token: str) -> bytes:
    """SHA-256: enough for 256 random bits; a slow hash protects only what can be guessed."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def opens(token: str, kept: bytes) -> bool:
    """Compared in constant time."""
    return hmac.compare_digest(hashed(token), kept)
