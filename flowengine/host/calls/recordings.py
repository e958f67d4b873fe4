"""What people leave behind as sound: sealed before it is kept, opened for whoever may hear it.

A voice says who somebody is, and what they say on a hotline may harm them. So a recording lies in
the store only as AES-256-GCM (NIST SP 800-38D), under a key made by HKDF (RFC 5869) from one that
is in the environment only; a stolen store holds noise. It is bound to its conversation and its own
id: one that is put in the place of another is not opened. Without a key nothing is recorded.
"""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING

from flowengine.channels.voice import VOICE
from flowengine.host import sealing
from flowengine.host.media.kinds import RECORDING
from flowengine.language import program as p

if TYPE_CHECKING:
    from flowengine.language.program import Program

LEAST = 32  # characters of the key
MARK = b"flowengine-sealed-1\0"  # before a nonce and what is sealed; no kind of file begins so
_NONCE = 12  # bytes; random, for a key is used far less than 2 ** 32 times

_log = logging.getLogger(__name__)


class Unopened(Exception):
    """It was sealed with another key, or is not what was sealed."""


class Recordings:
    """`key` comes from the environment; "" is none. Raises ValueError where it is too short."""

    def __init__(self, key: str = "") -> None:
        if key and len(key) < LEAST:
            raise ValueError(f"A key for recordings has at least {LEAST} characters.")
        self._cipher = sealing.cipher(key, "flowengine recordings 1") if key else None

    @property
    def able(self) -> bool:
        """Whether anything may be recorded."""
        return self._cipher is not None

    def sealed(self, conversation: str, upload: str, body: bytes) -> bytes:
        """As it may be kept. Raises ValueError without a key: nothing is kept in clear."""
        if self._cipher is None:
            raise ValueError("There is no key to seal recordings with.")
        nonce = secrets.token_bytes(_NONCE)
        return MARK + nonce + self._cipher.encrypt(nonce, body, _bound(conversation, upload))

    def opened(self, conversation: str, upload: str, body: bytes) -> bytes:
        """As it was recorded; what was never sealed, as it is. Raises Unopened."""
        if not body.startswith(MARK):
            return body
        if self._cipher is None:
            raise Unopened
        from cryptography.exceptions import InvalidTag

        nonce, rest = body[len(MARK) :][:_NONCE], body[len(MARK) + _NONCE :]
        try:
            return self._cipher.decrypt(nonce, rest, _bound(conversation, upload))
        except (InvalidTag, ValueError) as error:
            _log.error(
                "a recording cannot be opened; was FLOWENGINE_RECORDING_KEY changed?",
                extra={"conversation": conversation},
            )
            raise Unopened from error


def wanted(program: Program) -> bool:
    """Whether a flow records anything by voice: its calls, or what callers leave."""
    if VOICE.name not in program.channels:
        return False
    return program.records or any(
        any(isinstance(one, p.Record) for one in block.operations) or _asks(block.exit)
        for block in program.blocks.values()
    )


def _asks(wait: p.Exit) -> bool:
    return isinstance(wait, p.Ask) and wait.type.name == RECORDING


def _bound(conversation: str, upload: str) -> bytes:
    return f"{conversation}/{upload}".encode()


NOTHING_RECORDED = Recordings()
