"""The secret that opens a conversation: made once, given to the person, kept only as its hash."""

from __future__ import annotations

import hashlib
import hmac
import secrets


def new_key() -> str:
    """A name for a conversation: unguessable too, but it opens nothing and may stand in logs."""
    return secrets.token_urlsafe(12)


def new_token() -> str:
    return secrets.token_urlsafe(32)


def hashed(token: str) -> bytes:
    """SHA-256: enough for 256 random bits; a slow hash protects only what can be guessed."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def opens(token: str, kept: bytes) -> bool:
    """Compared in constant time."""
    return hmac.compare_digest(hashed(token), kept)
