"""The verbs of what outlasts conversations: versions of flows, contacts, and who may and did.

Run as scripts on an engine; `store.database` is a store with these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.store import access, auditing, contacts, versions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flowengine.store.engine import Engine
    from flowengine.store.records import (
        Attribute,
        Audit,
        Consent,
        Contact,
        Conversation,
        Identity,
        Known,
        Publication,
        Subscription,
        Tag,
        Token,
        Waiting,
    )


class Register:
    """What each verb does is said in `store.verbs`."""

    _engine: Engine
    _audit_key: bytes = b""

    # ------------------------------------------------------------ versions

    async def keep_sources(self, digest: str, bundle: bytes) -> None:
        await self._engine.write(lambda: versions.keep_sources(digest, bundle))

    async def sources(self, digest: str) -> bytes | None:
        return await self._engine.read(lambda: versions.sources(digest))

    async def publish(self, publication: Publication) -> Publication:
        done = await self._engine.write(lambda: versions.publish(publication))
        self._engine.news("publication", publication.flow)
        return done

    async def published(self) -> Mapping[str, Publication]:
        return await self._engine.read(versions.published)

    async def publications(self, flow: str) -> tuple[Publication, ...]:
        return await self._engine.read(lambda: versions.publications(flow))

    async def waiting(self, flow: str = "") -> tuple[Waiting, ...]:
        return await self._engine.read(lambda: versions.waiting(flow), heavy=True)

    async def waiting_at(
        self, flow: str, digest: str, after: str = "", limit: int = 200
    ) -> tuple[Conversation, ...]:
        return await self._engine.read(
            lambda: versions.waiting_at(flow, digest, after, limit), heavy=True
        )

    async def recorded(self, flow: str, limit: int) -> tuple[Conversation, ...]:
        return await self._engine.read(lambda: versions.recorded(flow, limit), heavy=True)

    # ------------------------------------------------------------ contacts

    async def identify(self, gateway: str, address: str, at: float) -> Contact:
        return await self._engine.write(lambda: contacts.identify(gateway, address, at))

    async def found(self, gateway: str, address: str) -> Contact | None:
        return await self._engine.read(lambda: contacts.found(gateway, address))

    async def known(self, contact: str) -> Known | None:
        return await self._engine.read(lambda: contacts.known(contact))

    async def contacts(
        self, text: str = "", *, before: float = 0.0, behind: str = "", limit: int = 50
    ) -> tuple[Known, ...]:
        return await self._engine.read(
            lambda: contacts.contacts(text, before=before, behind=behind, limit=limit), heavy=True
        )

    async def write_contact(
        self,
        *,
        identities: Sequence[Identity] = (),
        attributes: Sequence[Attribute] = (),
        tags: Sequence[Tag] = (),
        consents: Sequence[Consent] = (),
    ) -> None:
        await self._engine.write(
            lambda: contacts.keep(
                identities=identities, attributes=attributes, tags=tags, consents=consents
            )
        )

    async def merge(self, contact: str, into: str) -> bool:
        return await self._engine.write(lambda: contacts.merge(contact, into))

    async def part(self, contact: str) -> bool:
        return await self._engine.write(lambda: contacts.part(contact))

    async def consents(self, contact: str) -> tuple[Consent, ...]:
        return await self._engine.read(lambda: contacts.consents(contact))

    # ------------------------------------------------------------ who may, and who did

    async def add_token(self, token: Token) -> None:
        await self._engine.write(lambda: access.add_token(token))

    async def token(self, hash: bytes) -> Token | None:  # noqa: A002 - the record's own word
        return await self._engine.read(lambda: access.token(hash))

    async def tokens(self) -> tuple[Token, ...]:
        return await self._engine.read(access.tokens)

    async def revoke(self, token: str) -> bool:
        gone = await self._engine.write(lambda: access.revoke(token))
        if gone:
            self._engine.news("token", token)
        return gone

    async def subscribe(self, subscription: Subscription) -> None:
        await self._engine.write(lambda: access.subscribe(subscription))

    async def unsubscribe(self, subscription: str) -> bool:
        return await self._engine.write(lambda: access.unsubscribe(subscription))

    async def subscriptions(self) -> tuple[Subscription, ...]:
        return await self._engine.read(access.subscriptions)

    async def note(self, audit: Audit) -> None:
        await self._engine.write(lambda: auditing.note(audit, self._audit_key))

    def key_audit(self, key: bytes) -> None:
        self._audit_key = key

    async def audit_keys(self) -> Mapping[str, int]:
        return await self._engine.read(auditing.keys, heavy=True)

    async def audits(
        self, *, before: float = 0.0, behind: int = 0, limit: int = 100
    ) -> tuple[Audit, ...]:
        return await self._engine.read(
            lambda: auditing.audits(before=before, behind=behind, limit=limit)
        )

    async def audit_head(self) -> tuple[int, str]:
        return await self._engine.read(auditing.head)
