"""Scripts of who may (tokens) and who wants to be told (subscriptions)."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from flowengine.store.records import Subscription, Token
from flowengine.store.script import Ask

if TYPE_CHECKING:
    from flowengine.store.script import Script

_TOKEN = attrgetter(*Token.__slots__)
_TOKENS = f"SELECT {', '.join(Token.__slots__)} FROM token"
_SUBSCRIPTION = attrgetter(*Subscription.__slots__)
_SUBSCRIPTIONS = f"SELECT {', '.join(Subscription.__slots__)} FROM subscription"


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
