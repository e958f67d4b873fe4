"""Sessions of people who have signed in to pages of ours: rows of the store, so that they hold on
every node and over restarts.

A session is kept as a token whose role says for which pages and whose name says whose it is, and
only as a hash. It opens nothing else, ends after HOURS, and is gone for ever when its owner signs
out. Whether its owner still may is for those pages to ask, each time.
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

HOURS = 12


@dataclass(frozen=True, slots=True)
class Session:
    """`owner` is whose it is; `form` proves that a form came from a page that was made for it."""

    id: str
    owner: str
    form: str = field(repr=False)


async def begin(
    store: Store, role: str, owner: str, now: float, *, ends: float = 0.0
) -> tuple[str, int]:
    """A new session: its secret, and the seconds it will last; never past `ends`, 0.0 for none."""
    secret = keys.new_token()
    until = now + HOURS * 3600
    if ends:
        until = min(until, ends)
    await store.add_token(Token(keys.new_key(), owner, role, keys.hashed(secret), now, until))
    return secret, max(0, int(until - now))


async def find(store: Store, role: str, secret: str, now: float) -> Session | None:
    """That of the secret, while it holds."""
    found = await store.token(keys.hashed(secret)) if secret else None
    if found is None or found.role != role or over(found, now):
        return None
    return Session(found.id, found.name, form_token(secret))


async def end(store: Store, session: str) -> None:
    await store.revoke(session)


def over(token: Token, now: float) -> bool:
    return bool(token.ends) and token.ends <= now


def form_token(secret: str) -> str:
    """What every form of the session carries; made of its secret, so nothing has to be kept."""
    return hmac.new(secret.encode("utf-8", "replace"), b"form", hashlib.sha256).hexdigest()
