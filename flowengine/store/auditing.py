"""The scripts of who did what: rows that are only added, each with a hash over the one before it.

A row that was changed or taken out breaks the chain, and `broken` says where. Whoever can write to
the database could make the whole chain anew: who wants to be sure against them keeps the last hash
elsewhere, as `flowengine store verify` prints it. Rows from before there was a chain have none.
"""

from __future__ import annotations

import hashlib
import json
import math
from typing import TYPE_CHECKING

from flowengine.store.records import Audit
from flowengine.store.script import Ask

if TYPE_CHECKING:
    from flowengine.store.script import Script

_AT_ONCE = 1_000  # rows


def note(audit: Audit) -> Script[None]:
    """Writing the head first lets one write at a time: each row knows the one before."""
    ((before,),) = yield Ask(
        "INSERT INTO audit_head (id, number, hash) VALUES (1, 0, '')"
        " ON CONFLICT (id) DO UPDATE SET hash = audit_head.hash RETURNING hash"
    )
    after = chained(before, float(audit.at), audit.who, audit.what, audit.subject)
    ((number,),) = yield Ask(
        "INSERT INTO audit (at, who, what, subject, hash) VALUES (?, ?, ?, ?, ?) RETURNING number",
        (audit.at, audit.who, audit.what, audit.subject, after),
    )
    yield Ask("UPDATE audit_head SET number = ?, hash = ? WHERE id = 1", (number, after))


def chained(before: str, at: float, who: str, what: str, subject: str) -> str:
    """The hash of a row behind the one that has `before`: SHA-256 over both, as hexadecimals."""
    row = json.dumps([before, at.hex(), who, what, subject])
    return hashlib.sha256(row.encode()).hexdigest()


def audits(*, before: float = 0.0, behind: int = 0, limit: int = 100) -> Script[tuple[Audit, ...]]:
    rows = yield Ask(
        "SELECT at, who, what, subject, number FROM audit WHERE (at, number) < (?, ?)"
        " ORDER BY at DESC, number DESC LIMIT ?",
        (before or math.inf, behind, limit),
    )
    return tuple(Audit(*row) for row in rows)


def forget_audits(before: float, limit: int) -> Script[int]:
    """Only from the beginning of the chain, and never its end: nothing that stays loses what it
    hangs on."""
    gone = yield Ask(
        "DELETE FROM audit WHERE number IN (SELECT number FROM audit WHERE number < coalesce("
        "(SELECT min(number) FROM audit WHERE at >= ?), (SELECT max(number) FROM audit))"
        " ORDER BY number LIMIT ?) RETURNING 1",
        (before, limit),
    )
    return len(gone)


def head() -> Script[tuple[int, str]]:
    """Number and hash of the last row; 0 and "" where there is none."""
    rows = yield Ask("SELECT number, hash FROM audit_head")
    return (int(rows[0][0]), str(rows[0][1])) if rows else (0, "")


def broken() -> Script[tuple[str, ...]]:
    """What is wrong with the chain, in a sentence."""
    behind, last = 0, ""
    while rows := (
        yield Ask(
            "SELECT number, at, who, what, subject, hash FROM audit WHERE number > ?"
            " ORDER BY number LIMIT ?",
            (behind, _AT_ONCE),
        )
    ):
        for number, at, who, what, subject, found in rows:
            # What the first one hung on may have been forgotten in good order, but not of the very
            # first; rows from before there was a chain have no hash, and stand before all others.
            known = behind or number == 1
            chain = last or found
            if known and chain and found != chained(last, float(at), who, what, subject):
                return (_told(number),)
            behind, last = number, found
    number, found = yield from head()
    return () if found == last else (_told(number),)


def _told(number: int) -> str:
    return (
        f"The audit is not as it was written, at or before row {number}: somebody changed a row or"
        " took one out."
    )
