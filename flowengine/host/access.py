"""Who may: tokens of programs and operators, made once, shown once, kept only as their hash.

A token is 256 random bits, so it cannot be guessed and needs no slow hash. Nothing here is cached:
a token that was revoked by another process opens nothing from the next request on. How often
somebody may try is the server's business, not this module's.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import time
from typing import TYPE_CHECKING

from flowengine.host.refusal import Refusal
from flowengine.store.records import Audit, Token

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    class Tokens(Protocol):
        """The verbs of `store.verbs.Store` that this module needs."""

        async def add_token(self, token: Token) -> None: ...
        async def token(self, hash: bytes) -> Token | None: ...  # noqa: A002
        async def tokens(self) -> tuple[Token, ...]: ...
        async def revoke(self, token: str) -> bool: ...
        async def note(self, audit: Audit) -> None: ...


API, OPERATOR = "api", "operator"
ROLES = (API, OPERATOR)
LONGEST_NAME = 64  # characters
USERS = "user/"  # how those who sign in by name and password are written down
MOST_DAYS = 3650
_DAY = 86_400.0
_BEGINNING = "fe_"  # by which programs that look for lost secrets can know ours
_SHAPE = re.compile(_BEGINNING + r"[A-Za-z0-9_-]{43}")  # 256 bits in base64url, RFC 4648, 5


class Access:
    """`clock` gives POSIX seconds."""

    def __init__(self, store: Tokens, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._clock = clock

    async def issue(
        self, name: str, role: str, days: int = 0, *, by: str = "command line"
    ) -> tuple[Token, str]:
        """A new token and its secret, which nobody can be shown again. With 0 days it never ends.

        Raises Refusal `no-role`, `no-name`, `no-days`.
        """
        _checked(name, role, days)
        now = self._clock()
        secret = _BEGINNING + secrets.token_urlsafe(32)
        ends = now + days * _DAY if days else 0.0
        token = Token(secrets.token_hex(8), name, role, hashed(secret), now, ends)
        await self._store.add_token(token)
        await self._store.note(Audit(now, by, f"token made: {role}", f"token/{token.id}"))
        return token, secret

    async def who(self, secret: str) -> Token | None:
        """The token of this secret; None for one that is unknown, revoked or past its end."""
        if not _SHAPE.fullmatch(secret):  # no look into the store for what cannot be one
            return None
        return await self.holds(hashed(secret))

    async def holds(self, hash: bytes) -> Token | None:  # noqa: A002 - the record's own word
        """The same for its hash: whether somebody who showed it before still may."""
        found = await self._store.token(hash)
        if found is None or not hmac.compare_digest(found.hash, hash):
            return None
        return None if self.ended(found) else found

    def ended(self, token: Token) -> bool:
        """True when its days are over."""
        return bool(token.ends) and token.ends <= self._clock()

    async def listed(self) -> tuple[Token, ...]:
        """All that were not revoked, those past their end too; the newest last.

        What has no role of ROLES was made by the server for itself and is not listed.
        """
        found = (one for one in await self._store.tokens() if one.role in ROLES)
        return tuple(sorted(found, key=lambda one: (one.at, one.id)))

    async def revoke(self, token: str, *, by: str = "command line") -> bool:
        """From now on it opens nothing. False when there is no such token."""
        gone = await self._store.revoke(token)
        if gone:
            await self._store.note(Audit(self._clock(), by, "token revoked", f"token/{token}"))
        return gone


def may(token: Token, role: str) -> bool:
    """True when the token's role is enough for what asks for `role`: an operator may do all."""
    return token.role in (role, OPERATOR)


def hashed(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def _checked(name: str, role: str, days: int) -> None:
    if role not in ROLES:
        raise Refusal("no-role", f"There is no role {role}. Take one of: {', '.join(ROLES)}.")
    if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        raise Refusal("no-name", f"A token needs a name of 1 to {LONGEST_NAME} characters.")
    if name.startswith(USERS):
        raise Refusal("no-name", f"{USERS} begins what users do, not tokens. Take another name.")
    if not 0 <= days <= MOST_DAYS:
        raise Refusal("no-days", f"A token can last from 1 to {MOST_DAYS} days, or 0 for ever.")
