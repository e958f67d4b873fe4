"""How often somebody may try to sign in, over all processes of an installation and over restarts.

Tries are counted by the neighbourhood they come from and by the name they try, in the store, and
those that turn out well do not count. What is kept is an HMAC-SHA256 (RFC 2104) of either, so that
nobody learns from the store who came from where, or what was typed for a name. It refuses to say
whether there is such a name: all are counted alike.
"""

from __future__ import annotations

import hmac
import secrets
import time
from typing import TYPE_CHECKING, NamedTuple

from flowengine.host.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowengine.store.verbs import Store

FORGOTTEN = 3_600.0  # seconds after which a count is full again anyway
HOME = 90 * 86_400.0  # seconds that a neighbourhood is one from which a name has signed in


class Pace(NamedTuple):
    """So many at once, and then so many a second."""

    burst: float
    rate: float


SENDER = Pace(burst=10, rate=1 / 30)
NAME = Pace(burst=30, rate=1 / 20)  # from all neighbourhoods together


class Tries:
    """`secret` is the installation's, "" where it has none: then only this process knows what its
    counts are of. `clock` gives POSIX seconds."""

    def __init__(
        self, store: Store, secret: bytes = b"", clock: Callable[[], float] = time.time
    ) -> None:
        self._store = store
        self._key = hmac.digest(secret or secrets.token_bytes(32), b"flowengine tries 1", "sha256")
        self._clock = clock

    async def take(self, sender: str, name: str = "") -> None:
        """Count one. From where a name has signed in before only its neighbourhood counts: somebody
        who tries another's name all day does not keep them out.

        Raises Refusal `too-fast`; StoreError.
        """
        await self._sweep()
        await self._take(self._from(sender), SENDER)
        if name and not await self._store.taken_from(self._home(sender, name)):
            await self._take(self._as(name), NAME)

    async def give_back(self, sender: str, name: str = "") -> None:
        """It turned out well. Raises StoreError."""
        await self._store.token_back(self._from(sender), SENDER.burst)
        if name:
            await self._store.token_back(self._as(name), NAME.burst)
            await self._store.token_wait(self._home(sender, name), 1.0, 1.0, self._clock())

    async def _take(self, bucket: str, pace: Pace) -> None:
        if await self._store.token_wait(bucket, pace.rate, pace.burst, self._clock()):
            text = "Too many tries went wrong. Wait half a minute, then try again."
            raise Refusal("too-fast", text, about="tries")

    async def _sweep(self) -> None:
        now = self._clock()
        if await self._store.chore("sign-in tries", FORGOTTEN, now):
            await self._store.forget_buckets("sign-in from ", now - FORGOTTEN)
            await self._store.forget_buckets("sign-in as ", now - FORGOTTEN)
            await self._store.forget_buckets("sign-in home ", now - HOME)

    def _from(self, sender: str) -> str:
        return f"sign-in from {self._hidden(sender)}"

    def _as(self, name: str) -> str:
        return f"sign-in as {self._hidden(name)}"

    def _home(self, sender: str, name: str) -> str:
        return f"sign-in home {self._hidden(sender, name)}"

    def _hidden(self, *words: str) -> str:
        about = "\0".join(words).encode("utf-8", "replace")
        return hmac.new(self._key, about, "sha256").hexdigest()[:32]
