"""Sealing what the store keeps, under a key that is in the environment only.

AES-256-GCM (NIST SP 800-38D) under a key made by HKDF (RFC 5869) for one purpose, so that what was
sealed for one opens nowhere else. What is sealed is bound to what it belongs to. A nonce is random:
a key is used far less than 2 ** 32 times.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

LEAST = 32  # characters of a key
NONCE = 12  # bytes


class Unopened(Exception):
    """It was sealed with another key or for something else, or is not what was sealed."""


def cipher(key: str, purpose: str) -> AESGCM:
    """That of a key for a purpose, which is a text of ours."""
    # They take a while to import, and most houses never need them.
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    derived = HKDF(SHA256(), length=32, salt=None, info=purpose.encode())
    return AESGCM(derived.derive(key.encode()))


def sealed(by: AESGCM, body: bytes, bound: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE)
    return nonce + by.encrypt(nonce, body, bound)


def opened(by: AESGCM, body: bytes, bound: bytes) -> bytes:
    """Raises Unopened."""
    from cryptography.exceptions import InvalidTag

    try:
        return by.decrypt(body[:NONCE], body[NONCE:], bound)
    except (InvalidTag, ValueError) as error:
        raise Unopened from error
