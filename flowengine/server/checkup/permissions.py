"""A nonprofit's own rules of who may do what: read, and told where they cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.desk.permissions import STANDARD, Mistaken, Permissions, read
from flowengine.server.checkup.finding import BAD, OK, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flowengine.config import Settings


def own(chosen: Settings) -> Permissions:
    """Raises Mistaken, OSError or UnicodeDecodeError; `wrong` tells of each in words."""
    if chosen.permissions is None:
        return STANDARD
    return read(chosen.permissions.read_text(encoding="utf-8"))


def wrong(chosen: Settings) -> Iterator[Finding]:
    """A server with rules that it cannot read would allow what they forbid: it does not begin."""
    mend = "Mend the file; the manual's page on people has all actions and conditions."
    try:
        own(chosen)
    except Mistaken as error:
        yield Finding(BAD, "permissions", str(error), mend)
    except (OSError, UnicodeDecodeError) as error:
        yield Finding(
            BAD,
            "permissions",
            f"The rules in {chosen.permissions} cannot be read"
            f" ({getattr(error, 'strerror', '') or 'it is no text in UTF-8'}).",
            "Name a file that can, in FLOWENGINE_PERMISSIONS.",
        )


def rules(chosen: Settings) -> Iterator[Finding]:
    """How it is, where there are rules of one's own."""
    found = list(wrong(chosen))
    yield from found
    if chosen.permissions is not None and not found:
        count = len(own(chosen).own)
        told = f"{count} of the rules of who may do what are your own, in {chosen.permissions}."
        yield Finding(OK, "permissions", told)
