"""Cursors: where a page of a list ended, in signs that nobody needs to understand.

Lists go by time and then by key, so that rows of one moment are not lost between two pages. A
cursor is not secret and proves nothing; one that somebody made up begins somewhere, or is refused.
"""

from __future__ import annotations

import base64
import binascii
import math

import msgspec

from flowengine.host.refusal import Refusal


def cursor(at: float, key: str) -> str:
    """Behind the row of this time and key."""
    plain = msgspec.json.encode((at, key))
    return base64.urlsafe_b64encode(plain).decode().rstrip("=")


def behind(text: str) -> tuple[float, str]:
    """The time and the key; 0.0 and "" for the beginning. Raises Refusal `no-cursor`."""
    if not text:
        return 0.0, ""
    try:
        plain = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        at, key = msgspec.json.decode(plain, type=tuple[float, str])
    except (binascii.Error, msgspec.MsgspecError, UnicodeError) as error:
        raise _refused() from error
    if not math.isfinite(at) or at <= 0 or "\x00" in key:
        raise _refused()
    return at, key


def number(text: str) -> int:
    """A cursor that is the number of a row; 0 for the beginning. Raises Refusal `no-cursor`."""
    if not text:
        return 0
    if not text.isascii() or not text.isdigit() or len(text) > 15:
        raise _refused()
    return int(text)


def _refused() -> Refusal:
    return Refusal("no-cursor", "There is no such page. Leave out the cursor to begin in front.")
