"""Telephone numbers: with a plus in E.164 form (ITU-T), else the digits as given.

A plus before a nought is no country code and is dropped.

Which country digits without a plus belong to is the host's business, not decided here.
"""

from __future__ import annotations

import re

from flowengine.grammar.digits import repeated
from flowengine.grammar.reading import Context, Kind, Readings, sure

MIN_DIGITS, MAX_DIGITS = 5, 15  # short codes of hotlines up to E.164's longest

INSIDE = re.compile(r"\+?\(?\d(?:[ ()./-]{0,3}\d){4,14}(?!\d)")


def typed(text: str, _context: Context) -> Readings:
    """Digits with the usual dressing: `+44 (0)20 7946 0018` keeps every digit but that zero."""
    return sure(_number(text)) if INSIDE.fullmatch(text) else []


def evaluate(tags: tuple[str, ...], _context: Context) -> Readings:
    """Spoken digits; `{+}` in front."""
    plus = "+" if "+" in tags else ""
    digits = repeated(tag for tag in tags if tag != "+")
    return sure(_number(plus + digits))


def _number(text: str) -> str | None:
    plus = text.startswith("+")
    if plus:
        text = text.replace("(0)", "")
    digits = re.sub(r"\D", "", text)
    if not MIN_DIGITS <= len(digits) <= MAX_DIGITS or (plus and digits.startswith("0")):
        return None
    return "+" + digits if plus else digits


KIND = Kind(("phone.phone",), ("phone.inside",), typed, evaluate)
