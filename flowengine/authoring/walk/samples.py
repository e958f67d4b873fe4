"""Answers of every type, as a person might give them: one that fits, and one that does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.runtime.readers import MEDIA

if TYPE_CHECKING:
    from flowengine.runtime.effects import Field, Prompt

NONSENSE = "xqzzv wkjhp"
"""No word of any language, and nothing that one slip of a finger makes into one."""

TEXTS = {
    "text": "Something happened.",
    "name": "Ann",
    "phone": "+380671234567",
    "email": "ann@example.org",
    "digits": "123456",
    "number": "2",
    "money": "25",
    "date": "2027-03-10",
    "time": "12:00",
    "yes/no": "yes",
}
OUTSIDE = {"number": "987654", "money": "987654321", "date": "1901-01-01", "digits": "7"}


def fitting(asked: Prompt | Field, length: int = 0) -> str:
    """Words for a value inside the bounds; "" where nothing can be typed for it."""
    if asked.accepts == "digits" and length:
        return "1234567890"[:length] if length <= 10 else "1" * length
    return asked.least or asked.most or TEXTS.get(asked.accepts, "")


def outside(asked: Prompt | Field) -> str:
    """Words for a value of the type that is out of bounds, or "" where there are none."""
    if asked.accepts == "time":
        return "04:44" if asked.least or asked.most else ""
    bounded = asked.least or asked.most or asked.accepts == "digits"
    return OUTSIDE.get(asked.accepts, "") if bounded else ""


def is_media(kind: str) -> bool:
    return kind in MEDIA
