"""Who may ask from outside, who is told, and what was done by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowengine.store.records import Audit, Subscription, Token


class AccessVerbs(Protocol):
    """Part of `verbs.Store`; every verb may also raise StoreError."""

    async def add_token(self, token: Token) -> None: ...

    async def token(self, hash: bytes) -> Token | None: ...  # noqa: A002 - the record's own word

    async def tokens(self) -> tuple[Token, ...]: ...

    async def revoke(self, token: str) -> bool: ...

    async def subscribe(self, subscription: Subscription) -> None: ...

    async def unsubscribe(self, subscription: str) -> bool: ...

    async def subscriptions(self) -> tuple[Subscription, ...]: ...

    async def note(self, audit: Audit) -> None:
        """Behind the last one, with a hash over it (`auditing`)."""

    def key_audit(self, key: bytes) -> None:
        """Those that are noted from now on are under this key (`auditing.key`), b"" for none."""

    async def audit_keys(self) -> Mapping[str, int]:
        """How many are under which key, by its name (`auditing.name`); "" for none."""

    async def audit_head(self) -> tuple[int, str]:
        """Number and hash of the last one. Kept elsewhere it proves what was written before."""

    async def audits(
        self, *, before: float = 0.0, behind: int = 0, limit: int = 100
    ) -> tuple[Audit, ...]:
        """Newest first; `before` and `behind` go on after a page: the `at` and the `number` of its
        last one."""
