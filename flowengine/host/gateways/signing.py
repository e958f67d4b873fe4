"""Signatures of webhooks, both ways: Standard Webhooks 1.0.0, symmetric (`v1`, HMAC-SHA256).

Signed is `id.timestamp.body`. A secret may be written `whsec_` and base64, as the standard shows
it, else its letters are the key. While a secret is changed both are valid: the new one and, after a
blank, the old one.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping, Sequence

TOLERANCE = 300  # seconds that a timestamp may be away from our clock
LEAST = 24  # bytes of a key, as the standard wants it
MOST_SIGNATURES = 10  # of one message; whoever sends more only wants us to work
LONGEST_ID = 200  # signs
_BEGINNING = "whsec_"


class Forged(Exception):
    """The message does not prove who wrote it. The text is not for the sender."""


def key(secret: str) -> bytes:
    """Raises ValueError, without the secret, for one that is too short or no base64."""
    try:
        coded = secret.removeprefix(_BEGINNING)
        found = base64.b64decode(coded, validate=True) if coded != secret else secret.encode()
    except ValueError:
        raise ValueError("What follows whsec_ in the secret is no base64.") from None
    if len(found) < LEAST:
        raise ValueError(f"The secret is too short. Take one of {LEAST} random bytes or more.")
    return found


def named(name: str) -> str:
    """An identifier fit to be signed: a dot in it could be taken for the one that ends it."""
    return name.replace(".", "_")


def signed(name: str, at: float, body: bytes, secrets: Sequence[str]) -> dict[str, str]:
    """The headers of a message; `at` is POSIX seconds of this try."""
    stamp = str(int(at))
    signatures = (_signature(named(name), stamp, body, one) for one in secrets)
    return {
        "webhook-id": named(name),
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(signatures),
    }


def proved(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: float) -> str:
    """The message's identifier, when one of the secrets signed it just now. Raises Forged."""
    name, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not 0 < len(name) <= LONGEST_ID or "." in name:
        raise Forged("no identifier")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) < 15):
        raise Forged("no timestamp")
    if abs(now - int(stamp)) > TOLERANCE:
        raise Forged("too old, or from the future")
    shown = headers.get("webhook-signature", "").split(" ")[:MOST_SIGNATURES]
    wanted = [_signature(name, stamp, body, one) for one in secrets]
    # All are compared, so that the time tells nothing.
    found = [hmac.compare_digest(a.encode(), b.encode()) for a in shown for b in wanted]
    if not any(found):
        raise Forged("wrong signature")
    return name


def _signature(name: str, stamp: str, body: bytes, secret: str) -> str:
    content = b".".join((name.encode("utf-8", "surrogatepass"), stamp.encode(), body))
    return "v1," + base64.b64encode(hmac.digest(key(secret), content, "sha256")).decode()
