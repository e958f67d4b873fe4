"""Numbers: `12`, `1 200`, `12.5`, "twenty five", "two and a half", "third".

Whole numbers are `int`, others `Decimal`. Three figures after a lone dot may be thousands or
decimals: both are given. Ordinals count as their number.
"""

from __future__ import annotations

import re
from decimal import Decimal

from flowengine.grammar.calendars import is_persian
from flowengine.grammar.reading import Context, Kind, Readings, sure
from flowengine.grammar.tags import Field, fields, plain

_WHOLE = re.compile(r"[-+−]?\d{1,18}")
_GROUPED = re.compile(r"[-+−]?\d{1,3}(?:(?P<sign>[ ,.'’])\d{3})(?:(?P=sign)\d{3}){0,4}")
_SLASHED = re.compile(r"\d{1,9}/\d{1,2}")
_FRACTION = re.compile(r"[-+−]?\d{1,18}[.,]\d{1,9}")


def typed(text: str, context: Context) -> Readings:
    """A message that is a number and nothing else; in Persian `2/5` is two and a half."""
    text = text.replace("−", "-")
    if is_persian(context.language) and _SLASHED.fullmatch(text):
        text = text.replace("/", ".")
    values = []
    if _FRACTION.fullmatch(text) and not re.search(r",\d{3}$", text):
        values.append(plain(Decimal(text.replace(",", "."))))
    if _WHOLE.fullmatch(text):
        values.append(plain(int(text)))
    elif _GROUPED.fullmatch(text):
        values.append(plain(int(re.sub(r"[ ,.'’]", "", text))))
    return sure(*values)


def evaluate(tags: tuple[str, ...], _context: Context) -> Readings:
    """One number; `{2} {or} {3}` is either; nothing when the tags are more than that."""
    *others, last = fields(tags) or [Field("")]
    either = all(field.name == "or" for field in others) and not last.name
    return sure(*(field.amount for field in (*others, last))) if either else []


KIND = Kind(
    ("numbers.number", "ordinals.ordinal", "numbers.either"), ("numbers.number",), typed, evaluate
)
