"""A line of the transcript as a page of ours shows it: the same things that the person saw.

Words stay words. An address becomes a link only where following it cannot run a program.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flowengine.host.lines import AGENT, PERSON

if TYPE_CHECKING:
    from collections.abc import Collection

    from flowengine.host.lines import Line

_PICTURES = frozenset((".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp"))
_SAFE = re.compile(r"https?://|tel:|mailto:", re.IGNORECASE)
_OURS = frozenset(("picture", "file", "play"))


@dataclass(frozen=True, slots=True)
class Seen:
    """`picture` and `link` are addresses, "" where there are none. `upload` is the id of a file
    that somebody sent, `choices` what could be picked, `fields` what a form asked."""

    number: int
    at: float
    side: str
    kind: str
    text: str
    language: str = ""
    picture: str = ""
    link: str = ""
    upload: str = ""
    choices: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


def seen(number: int, at: float, side: str, line: Line, files: Collection[str]) -> Seen:
    """`files` are those that are served; others are named only."""
    reference = line.reference
    upload = reference.get("upload", "") if isinstance(reference, dict) else ""
    name = str(reference) if line.kind in _OURS and isinstance(reference, str) else ""
    address = f"/files/{quote(name)}" if name in files else ""
    picture = PurePosixPath(name).suffix.lower() in _PICTURES
    return Seen(
        number,
        at,
        side,
        line.kind,
        line.text or described(reference),
        line.language,
        picture=address if picture else "",
        link=_link(line, "" if picture else address),
        upload=str(upload) if side in (PERSON, AGENT) else "",
        choices=tuple(one.label for one in line.choices),
        fields=tuple(one.label for one in line.fields),
    )


def _link(line: Line, address: str) -> str:
    named = line.reference if line.kind == "link" else ""
    return named if isinstance(named, str) and _SAFE.match(named) else address


def described(reference: Any) -> str:
    """A contact or a place in words: a text, or the parts of what a service or a table told."""
    if isinstance(reference, dict):
        return ", ".join(str(part) for part in reference.values() if part not in (None, ""))
    return "" if reference is None else str(reference)
