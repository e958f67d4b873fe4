"""Who has signed in: a session is a row of the store, so it holds on every node and over restarts.

It is kept as a token of the role `session` whose name is the id of the operator's token it came
from, and only as a hash. It opens nothing but these pages, ends after HOURS, at the end of that
token or with its revocation, and is gone for ever when its owner signs out.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flowengine.host import keys
from flowengine.store.records import Token

if TYPE_CHECKING:
    from flowengine.store.verbs import Store

OPERATOR, SESSION = "operator", "session"  # roles of tokens
HOURS = 12


@dataclass(frozen=True, slots=True)
class Operator:
    """Somebody who has signed in. `session` is the id of their session; `form` proves that a form
    came from a page that was made for it."""

    name: str
    session: str
    form: str = field(repr=False)


async def begin(store: Store, token: Token, now: float) -> tuple[str, int]:
    """A new session of an operator's token: its secret, and the seconds it will last."""
    await _sweep(store, now)
    secret = keys.new_token()
    ends = now + HOURS * 3600
    if token.ends:
        ends = min(ends, token.ends)
    await store.add_token(
        Token(keys.new_key(), token.id, SESSION, keys.hashed(secret), at=now, ends=ends)
    )
    return secret, max(0, int(ends - now))


async def find(store: Store, secret: str, now: float) -> Operator | None:
    """Whose session it is, while it and the token behind it hold."""
    session = await store.token(keys.hashed(secret)) if secret else None
    if session is None or session.role != SESSION or over(session, now):
        return None
    behind = next((one for one in await store.tokens() if one.id == session.name), None)
    if behind is None or behind.role != OPERATOR or over(behind, now):
        return None
    return Operator(behind.name, session.id, form_token(secret))


async def end(store: Store, operator: Operator) -> None:
    await store.revoke(operator.session)


async def _sweep(store: Store, now: float) -> None:
    """Sessions that are over, or whose token is gone, are nobody's any more."""
    tokens = await store.tokens()
    known = {one.id for one in tokens}
    for one in tokens:
        if one.role == SESSION and (over(one, now) or one.name not in known):
            await store.revoke(one.id)


def over(token: Token, now: float) -> bool:
    return bool(token.ends) and token.ends <= now


def form_token(secret: str) -> str:
    """What every form of the session carries; made of its secret, so nothing has to be kept."""
    return hmac.new(secret.encode("utf-8", "replace"), b"form", hashlib.sha256).hexdigest()
