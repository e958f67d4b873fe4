"""What programs were compiled from, which are published, and who waits in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowengine.store.records import Conversation, Publication, Waiting


class VersionVerbs(Protocol):
    """Part of `verbs.Store`; every verb may also raise StoreError."""

    async def keep_sources(self, digest: str, bundle: bytes) -> None:
        """Keep what a program was compiled from."""

    async def sources(self, digest: str) -> bytes | None: ...

    async def publish(self, publication: Publication) -> Publication:
        """The flow begins with this digest from now on; gives it with its `number`."""

    async def published(self) -> Mapping[str, Publication]:
        """The newest publication of every flow."""

    async def publications(self, flow: str) -> tuple[Publication, ...]:
        """All of a flow, newest first."""

    async def waiting(self, flow: str = "") -> tuple[Waiting, ...]:
        """Where open conversations wait, by flow, digest and place."""

    async def waiting_at(
        self, flow: str, digest: str, after: str = "", limit: int = 200
    ) -> tuple[Conversation, ...]:
        """Open conversations of a version, by id; `after` goes on behind a page."""

    async def recorded(self, flow: str, limit: int) -> tuple[Conversation, ...]:
        """The last conversations of a flow that have traces, newest first: what can be replayed."""
