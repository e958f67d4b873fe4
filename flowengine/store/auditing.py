"""The scripts of who did what: rows that are only added, each with a hash over the one before it.

A row that was changed or taken out breaks the chain, and `broken` says where. Under a key the hash
is an HMAC (RFC 2104), so that whoever can write to the database, and knows no key, cannot make the
chain anew. Without one they could, and even with one they could take the last rows away: who wants
to be sure keeps the last hash elsewhere, as `flowengine store verify` prints it. Rows from before
there was a chain have no hash, those from before there was a key have a plain one; both stay as
they were written.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import math
from typing import TYPE_CHECKING

from flowengine.store.records import Audit
from flowengine.store.script import Ask

if TYPE_CHECKING:
    from flowengine.store.script import Script

_AT_ONCE = 1_000  # rows


def key(secret: str) -> bytes:
    """The chain's, of an installation's secret; b"" for none."""
    return hmac.digest(secret.encode(), b"flowengine audit 1", "sha256") if secret else b""


def name(key: bytes) -> str:
    """By which rows say which key they are under; "" for none. It tells nothing of the key."""
    return hashlib.sha256(b"flowengine audit key" + key).hexdigest()[:8] if key else ""


def note(audit: Audit, key: bytes = b"") -> Script[None]:
    """Writing the head first lets one write at a time: each row knows the one before."""
    ((before,),) = yield Ask(
        "INSERT INTO audit_head (id, number, hash) VALUES (1, 0, '')"
        " ON CONFLICT (id) DO UPDATE SET hash = audit_head.hash RETURNING hash"
    )
    after = chained(before, float(audit.at), audit.who, audit.what, audit.subject, key)
    ((number,),) = yield Ask(
        "INSERT INTO audit (at, who, what, subject, hash) VALUES (?, ?, ?, ?, ?) RETURNING number",
        (audit.at, audit.who, audit.what, audit.subject, after),
    )
    yield Ask("UPDATE audit_head SET number = ?, hash = ? WHERE id = 1", (number, after))


def chained(before: str, at: float, who: str, what: str, subject: str, key: bytes = b"") -> str:
    """The hash of a row behind the one that has `before`, as hexadecimals: SHA-256 over both, or
    the name of a key, a dot, and HMAC-SHA256 under it."""
    row = json.dumps([before, at.hex(), who, what, subject]).encode()
    if not key:
        return hashlib.sha256(row).hexdigest()
    return f"{name(key)}.{hmac.digest(key, row, 'sha256').hex()}"


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


def keys() -> Script[dict[str, int]]:
    """How many rows are under which key, by its name; "" for none."""
    rows = yield Ask(
        "SELECT named, count(*) FROM (SELECT CASE WHEN substr(hash, 9, 1) = '.'"
        " THEN substr(hash, 1, 8) ELSE '' END AS named FROM audit) AS found GROUP BY named"
    )
    return {named: int(count) for named, count in rows}


def broken(key: bytes = b"") -> Script[tuple[str, ...]]:
    """What is wrong with the chain, in a sentence. Rows under another key than this are taken as
    they stand, where they stand before those under this one."""
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
            if known and chain and not _fits(found, (last, float(at), who, what, subject), key):
                return (_told(number),)
            if not _follows(found, last, key):
                return (_other(number),)
            behind, last = number, found
    number, found = yield from head()
    return () if found == last else (_told(number),)


def _fits(found: str, row: tuple[str, float, str, str, str], key: bytes) -> bool:
    under = _under(found)
    if under and under != name(key):
        return True
    return hmac.compare_digest(found, chained(*row, key if under else b""))


def _follows(found: str, last: str, key: bytes) -> bool:
    """Whether a row may stand behind that one by their keys: once there is a key there is always
    one, and no other comes behind that of today."""
    before, after = _under(last), _under(found)
    return before in ("", after) or (after != "" and before != name(key))


def _under(hash_: str) -> str:
    """The name of the key of a row, "" for none."""
    under, dot, _ = hash_.partition(".")
    return under if dot else ""


def _told(number: int) -> str:
    return (
        f"The audit is not as it was written, at or before row {number}: somebody changed a row or"
        " took one out."
    )


def _other(number: int) -> str:
    return (
        f"Row {number} of the audit is not under the key of those before it: it was written by a"
        " command or a server with another FLOWENGINE_DESK_KEY, or none, or by somebody who has"
        " changed the database."
    )
