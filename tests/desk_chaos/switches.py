"""Switches: nobody is sent away as closed but while it is closed, and nobody hears a word twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from flowengine.desk import log
from flowengine.host.desk import entrance, terms
from tests.chaos.accounts import contents

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.chaos.accounts import Accounts, Row
    from tests.desk_chaos.reckoning import Lines

# Seconds by which who looks may be behind: a node that stood still writes what it saw before, and
# the store takes it only where nobody has moved the item since.
_BEHIND = 0.5


def reckon(tables: Mapping[str, list[Row]], lines: Lines, found: Accounts) -> None:
    rows = sorted(tables["desk_log"], key=lambda row: int(row["number"]))
    shut = _spans(rows, terms.CLOSE)
    for row in rows:
        body = contents(row)
        if row["kind"] == log.CLOSED and body.get("unserved"):
            found.counts[f"sent away: {body['outcome']}"] += 1
            if body["outcome"] == entrance.CLOSED:
                spans = shut[row["queue"]]
                right = any(a - _BEHIND <= row["at"] <= b + _BEHIND for a, b in spans)
                found.must(right, f"{row['item']}: sent away although {row['queue']} was open")
    _surges(lines, found)


def _spans(rows: list[Row], kind: str) -> defaultdict[str, list[tuple[float, float]]]:
    """By queue, from when to when that was switched on."""
    spans: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    on: dict[str, float] = {}
    for row in rows:
        body = contents(row)
        if row["kind"] == log.SWITCHED and body["switch"] == kind:
            if body["on"]:
                on.setdefault(row["queue"], row["at"])
            elif row["queue"] in on:
                spans[row["queue"]].append((on.pop(row["queue"]), row["at"]))
    for queue, since in on.items():
        spans[queue].append((since, float("inf")))
    return spans


def _surges(lines: Lines, found: Accounts) -> None:
    """The same words stand in a conversation once for each switch."""
    for key, said in lines.items():
        told = (text for _, side, text, _ in said if side == "flow")
        heard = Counter(text for text in told if text.startswith("Surge "))
        found.counts["words before waiting heard"] += sum(heard.values())
        for words, count in heard.items():
            found.must(count == 1, f"{key}: heard {words!r} {count} times")
