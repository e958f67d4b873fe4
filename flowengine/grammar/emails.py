"""E-mail addresses, typed or spoken: `ann@example.org`, "ann at example dot org".

The shape is checked, not whether a mailbox exists; quoted local parts are refused (nobody has
one). The domain is lower case in the result, the rest as typed (RFC 5321, section 2.4).
"""

from __future__ import annotations

import re

from flowengine.grammar.reading import Context, Kind, Readings, sure

MAX_LENGTH = 254  # RFC 5321, section 4.5.3.1.3

_ADDRESS = re.compile(
    r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@"
    r"[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)*\.[^\W\d_][\w-]*"
)
_DRESSING = re.compile(r"(?:mailto:)?<?(.*?)[>.,;!]?", re.DOTALL | re.IGNORECASE)


def typed(text: str, _context: Context) -> Readings:
    """An address, perhaps in angle brackets or with a full stop after it."""
    bare = _DRESSING.fullmatch(text)
    return sure(_address(bare[1])) if bare else []


def evaluate(tags: tuple[str, ...], _context: Context) -> Readings:
    """Signs, digits and `word` fields put together."""
    return sure(_address("".join(tag.removeprefix("word ") for tag in tags)))


def _address(text: str) -> str | None:
    if len(text) > MAX_LENGTH or text.count("@") != 1 or not _ADDRESS.fullmatch(text):
        return None
    local, _, domain = text.partition("@")
    return f"{local}@{domain.lower()}"


KIND = Kind(("emails.email",), ("emails.inside",), typed, evaluate)
