"""What a session can keep: plain JSON values, dates and times, exact numbers. Nothing else gets in.

Whatever a flow sets or a service sends passes here, so that every session can be written and reads
back equal. A secret's name becomes nothing: it leaves only in a fetch's header.
"""

from __future__ import annotations

import math
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from flowengine.runtime.trouble import Trouble
from flowengine.runtime.values import SecretName

DEPTH = 60  # lists and records inside one another
_LARGEST = 2**63  # whole numbers beyond it are kept as exact ones
_AS_THEY_ARE = (bool, type(None), Decimal, date, time, timedelta)


def keepable(value: Any, depth: int = DEPTH) -> Any:
    """The value as it is kept. Raises Trouble for what cannot be."""
    match value:
        case SecretName():
            return None
        case str():
            return value if value.isascii() else value.encode("utf-8", "replace").decode()
        case int() if abs(value) >= _LARGEST:
            return Decimal(value)
        case float() if not math.isfinite(value):
            return None
        case int() | float():
            return value
        case list() | tuple() | dict():
            return _filled(value, depth - 1)
    if isinstance(value, _AS_THEY_ARE):
        return value
    raise Trouble("A value of this kind cannot be kept for later.")


def _filled(value: Any, depth: int) -> Any:
    if not depth:
        raise Trouble("This value holds too many lists inside one another.")
    if isinstance(value, dict):
        return {str(keepable(k, depth)): keepable(item, depth) for k, item in value.items()}
    return [keepable(item, depth) for item in value]
