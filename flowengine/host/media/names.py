"""Names of files, which senders choose: fit to be shown, stored and saved again by somebody else.

A name never becomes a path here; even so it must not look like one, or like another kind of file.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

LONGEST = 100  # signs, without the suffix
_JOINERS = "\u200c\u200d"  # Persian and others are written with them
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_SUFFIX = re.compile(r"\.([A-Za-z0-9]{1,5})$")
NAMELESS = "file"


def suffix(name: str) -> str:
    """`pdf` of `My CV.PDF`; "" where there is none that a system would take for one."""
    found = _SUFFIX.search(_plain(name))
    return found[1].lower() if found else ""


def fit_name(name: str, suffixes: Sequence[str]) -> str:
    """The last part of it, with one of these suffixes: its own, else the first."""
    stem = _plain(name)
    own = suffix(stem)
    if own in suffixes:
        stem = stem[: -len(own) - 1]
    stem = stem[:LONGEST].strip(" .") or NAMELESS
    if _RESERVED.fullmatch(stem):
        stem = f"{NAMELESS} {stem}"
    return f"{stem}.{own if own in suffixes else suffixes[0]}"


def _plain(name: str) -> str:
    """Without folders, invisible signs and signs that systems forbid."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = (
        sign if sign in _JOINERS or unicodedata.category(sign)[0] not in "CZ" else " "
        for sign in last
    )
    return " ".join(_FORBIDDEN.sub("_", "".join(seen)).split()).strip(" .")
