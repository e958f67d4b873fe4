"""Scripts of who may (tokens), who wants to be told (subscriptions), and who did (audits)."""

from __future__ import annotations

import math
from operator import attrgetter
from typing import TYPE_CHECKING

from flowengine.store.records import Audit, Subscription, Token
from flowengine.store.script import Ask

if TYPE_CHECKING:
    from flowengine.store.script import Script

_TOKEN = attrgetter(*Token.__slots__)
_TOKENS = f"SELECT {', '.join(Token.__slots__)} FROM token"
_SUBSCRIPTION = attrgetter(*Subscription.__slots__)
_SUBSCRIPTIONS = f"SELECT {', '.join(Subscription.__slots__)} FROM subscription"
_AUDIT = attrgetter("at", "who", "what", "subject")


def add_token(token: Token) -> Script[None]:
    yield Ask(
        "INSERT INTO token (id, name, role, hash, at, ends) VALUES (?, ?, ?, ?, ?, ?)",
        _TOKEN(token),
    )


def token(hash: bytes) -> Script[Token | None]:  # noqa: A002 - the record's own word
    rows = yield Ask(f"{_TOKENS} WHERE hash = ?", (hash,))
    return Token(*rows[0]) if rows else None


def tokens() -> Script[tuple[Token, ...]]:
    rows = yield Ask(f"{_TOKENS} ORDER BY at, id")
    return tuple(Token(*row) for row in rows)


def revoke(token: str) -> Script[bool]:
    rows = yield Ask("DELETE FROM token WHERE id = ? RETURNING id", (token,))
    return bool(rows)


def subscribe(subscription: Subscription) -> Script[None]:
    yield Ask(
        "INSERT INTO subscription (id, url, events, secret, at) VALUES (?, ?, ?, ?, ?)",
        _SUBSCRIPTION(subscription),
    )


def unsubscribe(subscription: str) -> Script[bool]:
    rows = yield Ask("DELETE FROM subscription WHERE id = ? RETURNING id", (subscription,))
    return bool(rows)


def subscriptions() -> Script[tuple[Subscription, ...]]:
    rows = yield Ask(f"{_SUBSCRIPTIONS} ORDER BY at, id")
    return tuple(Subscription(*row) for row in rows)


def note(audit: Audit) -> Script[None]:
    yield Ask("INSERT INTO audit (at, who, what, subject) VALUES (?, ?, ?, ?)", _AUDIT(audit))


def audits(*, before: float = 0.0, behind: int = 0, limit: int = 100) -> Script[tuple[Audit, ...]]:
    rows = yield Ask(
        "SELECT at, who, what, subject, number FROM audit WHERE (at, number) < (?, ?)"
        " ORDER BY at DESC, number DESC LIMIT ?",
        (before or math.inf, behind, limit),
    )
    return tuple(Audit(*row) for row in rows)
