"""What may stand at a place, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from flowengine.language.syntax.table import Table

_SPELLED = {
    "QUOTE": "a text in quotation marks",
    "NAME": "a name",
    "PATH": "a name",
    "EXPR": "a condition or value",
    "INT": "a number",
    "DURATION": "a length of time such as 5s or 2m",
    "CLOCK": "a time such as 9:00",
    "INTERVAL": "opening hours such as 9:00-18:00",
    "CALENDAR_DAY": "a day such as 2027-01-07",
    "TIME_ZONE": "a time zone such as Europe/Kyiv",
    "YES_NO": "`yes/no`",
    "DASH": "`-`",
    "_ARROW": "`->`",
    "_NL": "the end of the line",
    "_INDENT": "a line further in",
}
_MOST = 6


def spelled(table: Table, kind: str) -> str:
    return _SPELLED.get(kind) or f"`{table.spelling[kind]}`"


def wanted(table: Table, kinds: Collection[str]) -> str:
    """A sentence that names the first few of them."""
    known = sorted(kind for kind in kinds if kind not in ("_DEDENT", "$END", "_INDENT"))
    words = list(dict.fromkeys(spelled(table, kind) for kind in known))
    if len(words) > _MOST:
        return f"Here may stand {', '.join(words[:_MOST])} and others."
    return f"Here may stand {' or '.join(words)}." if words else ""
