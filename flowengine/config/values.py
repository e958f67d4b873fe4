"""What the text of a setting says. Each raises ValueError, in words, for what is no value."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flowengine.config import names
from flowengine.desk import people
from flowengine.host.calls.opening import MOST as MOST_CALLS
from flowengine.host.sealing import LEAST as LEAST_OF_KEYS

if TYPE_CHECKING:
    from collections.abc import Mapping

# Names of statuses are read by people, in any script; those that the desk uses itself are taken.
_STATUS = re.compile(r"[^\W_][\w -]{0,29}")
_TAKEN = frozenset((*people.STATUSES, people.AWAY, "after"))
_MOST_STATUSES = 12
# A scheme, a host and perhaps a port (RFC 6454); a star for all hosts below one, as in CSP 3.
_ORIGIN = re.compile(r"https?://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:[0-9]{1,5})?")


def one_of(name: str, value: str, allowed: tuple[str, ...], otherwise: str) -> str:
    """`otherwise` where nothing is said."""
    found = value.strip().lower() or otherwise
    if found not in allowed:
        raise ValueError(f"{name} is {found}. Take one of {', '.join(allowed)}.")
    return found


def listed(text: str) -> frozenset[str]:
    """Names with commas between them, in small letters."""
    return frozenset(name.strip().lower() for name in text.split(",") if name.strip())


def days(name: str, text: str) -> int | None:
    """None where nothing is said."""
    if not text.strip():
        return None
    found = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    if not found:
        raise ValueError(f"{name} is no number of days. Take one from 1 to 99999, for example 90.")
    return found


def calls(text: str) -> int:
    """How many at once."""
    most = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
    if text and not most:
        raise ValueError(f"{names.CALLS} is no number of calls. Take one from 1 to 9999.")
    return most or MOST_CALLS


def key(name: str, environment: Mapping[str, str]) -> str:
    """A key that something is sealed with, "" where there is none."""
    found = environment.get(name, "").strip()
    if found and len(found) < LEAST_OF_KEYS:
        raise ValueError(
            f"{name} is too short to protect anybody. Take a secret of {LEAST_OF_KEYS} characters"
            " or more; make one with: openssl rand -hex 32"
        )
    return found


def statuses(text: str) -> tuple[str, ...]:
    """As they are written, each once."""
    found = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    for name in found:
        if name.casefold() in _TAKEN or not _STATUS.fullmatch(name):
            raise ValueError(
                f"{names.STATUSES}: {name[:40]} is no name for a status of your own. Take up to 30"
                f" letters, digits, blanks and hyphens, and none of {', '.join(sorted(_TAKEN))}."
            )
    if len(found) > _MOST_STATUSES:
        raise ValueError(
            f"{names.STATUSES} has {len(found)} names, and nobody finds the right one in that menu."
            f" Keep at most {_MOST_STATUSES}."
        )
    return found


def sites(text: str) -> frozenset[str]:
    """Origins, with blanks or commas between them."""
    found = frozenset(text.lower().replace(",", " ").split())
    for one in sorted(found):
        if not _ORIGIN.fullmatch(one):
            raise ValueError(
                f"{names.SITES} has {one}, which is no site. Write each as https://example.org,"
                " without a path."
            )
    return found
