"""Passwords of users: slow to guess, for whoever steals the store too.

argon2id (RFC 9106) with the parameters its library recommends; a hash made with older ones is made
anew when its owner signs in. Each takes tens of megabytes and a core for a moment, so they are made
in threads, and few at once. Whoever does not exist takes as long as who does.
"""

from __future__ import annotations

import asyncio
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from flowengine.host.refusal import Refusal

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 12, 200  # characters
AT_ONCE = 2


def demand(password: str, name: str) -> None:
    """Raises Refusal `weak` for what is guessed first."""
    given = _normal(password)
    if not SHORTEST <= len(given) <= LONGEST:
        raise Refusal(
            "weak",
            f"A password has {SHORTEST} to {LONGEST} characters. Several words are easy to keep in"
            " mind.",
            least=SHORTEST,
            most=LONGEST,
        )
    plain = given.casefold()
    rest = plain.replace(name, "") if name else plain
    if len(set(plain)) < 5 or len(rest) < SHORTEST // 2:
        text = "This password is easy to guess. Several words are better."
        raise Refusal("weak", text, about="easy")


class Passwords:
    """`hasher` is one with other costs, for tests."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._given = hasher
        self._room = asyncio.Semaphore(AT_ONCE)

    async def hashed(self, password: str) -> str:
        async with self._room:
            return await asyncio.to_thread(lambda: self._hasher().hash(_normal(password)))

    async def fits(self, password: str, kept: str) -> bool:
        """False also where there is none, `kept` "", after as much work."""
        async with self._room:
            return await asyncio.to_thread(self._fits, password, kept)

    def outdated(self, kept: str) -> bool:
        """Whether the hash was made with other parameters than those of today."""
        return self._hasher().check_needs_rehash(kept)

    def _fits(self, password: str, kept: str) -> bool:
        from argon2.exceptions import InvalidHashError, VerificationError

        hasher = self._hasher()
        try:
            hasher.verify(kept or _nobodys(hasher), _normal(password)[:LONGEST])
        except (VerificationError, InvalidHashError):
            return False
        return kept != ""

    def _hasher(self) -> PasswordHasher:
        from argon2 import PasswordHasher  # most houses have no agents

        if self._given is None:
            self._given = PasswordHasher()
        return self._given


@cache
def _nobodys(hasher: PasswordHasher) -> str:
    """The password of whoever does not exist."""
    return hasher.hash("nobody has this password")


def _normal(password: str) -> str:
    """As NIST SP 800-63B, 5.1.1.2 has it: the same letters are the same, however typed."""
    return unicodedata.normalize("NFKC", password.encode("utf-8", "ignore").decode())
