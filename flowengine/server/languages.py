"""Languages as a page needs them: their own names, their direction, which one a visitor reads."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError

from flowengine.channels.direction import runs_left
from flowengine.server.words import FALLBACK

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from starlette.requests import HTTPConnection

CHOSEN = "desk-language"  # the cookie of who chose one for the pages that one signs in to


def direction(language: str) -> str:
    """`rtl` or `ltr`."""
    return "rtl" if runs_left(language) else "ltr"


def own_name(language: str) -> str:
    """What its speakers call it: `українська`; the code itself where nobody knows."""
    locale = _locale(language)
    return (locale.get_display_name(language) or language) if locale is not None else language


def name_in(reader: str, language: str) -> str:
    """What a reader of the language `reader` calls it (CLDR); the code where nobody knows."""
    locale = _locale(reader)
    found = locale.languages.get(language) if locale is not None else None
    return found or own_name(language)


def read(connection: HTTPConnection, chosen: str, offered: Collection[str]) -> str:
    """What somebody reads of pages that one signs in to: the language that they have `chosen`, else
    that of this browser (kept by it, or asked for), else English."""
    for one in (chosen, connection.cookies.get(CHOSEN, "")):
        if one in offered:
            return one
    asked = connection.headers.get("accept-language", "")
    return preferred(asked, tuple(offered)) or FALLBACK


def preferred(accepted: str, offered: Sequence[str]) -> str | None:
    """The first of the offered languages that an `Accept-Language` header asks for (RFC 9110,
    12.5.4); regions do not matter here."""
    asked: list[tuple[float, str]] = []
    for part in accepted[:500].split(","):
        name, _, weight = part.partition(";q=")
        asked.append((_weight(weight), name.strip().lower().partition("-")[0]))
    for _, name in sorted(asked, key=lambda one: -one[0]):
        if name in offered:
            return name
    return None


def _weight(text: str) -> float:
    try:
        return float(text or 1)
    except ValueError:
        return 0.0


@lru_cache(maxsize=256)  # anybody may ask for any name
def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return None
