"""Who people are: addresses, attributes, tags, consents, and two that are one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowengine.store.records import (
        Attribute,
        Consent,
        Contact,
        Identity,
        Known,
        Tag,
    )


class ContactVerbs(Protocol):
    """Part of `verbs.Store`; every verb may also raise StoreError."""

    async def identify(self, gateway: str, address: str, at: float) -> Contact:
        """Whose address it is, merged ones followed; a new contact when it is nobody's."""

    async def found(self, gateway: str, address: str) -> Contact | None:
        """Whose address it is, merged ones followed."""

    async def known(self, contact: str) -> Known | None:
        """All that is known of a contact, merged ones followed."""

    async def contacts(
        self, text: str = "", *, before: float = 0.0, behind: str = "", limit: int = 50
    ) -> tuple[Known, ...]:
        """Contacts with `text` in an address, attribute or tag; the newest first.

        `before` and `behind` go on after a page: the `at` and the `id` of its last one.
        """

    async def write_contact(
        self,
        *,
        identities: Sequence[Identity] = (),
        attributes: Sequence[Attribute] = (),
        tags: Sequence[Tag] = (),
        consents: Sequence[Consent] = (),
    ) -> None:
        """Write these, outside of a turn. An identity that is another's already is left there.

        A contact that an identity names is made when it is new; else what is said of an unknown
        contact (one that was erased meanwhile) is not written. An older value does not replace a
        newer one.
        """

    async def merge(self, contact: str, into: str) -> bool:
        """From now on `into` stands for `contact` too. False when that would be a circle, or one
        of them is unknown or merged already."""

    async def part(self, contact: str) -> bool:
        """Take a merge back: each has again what was its own."""

    async def consents(self, contact: str) -> tuple[Consent, ...]:
        """All they ever allowed or withdrew, merged ones followed; the last comes last."""

    async def erase_contact(self, contact: str) -> int:
        """Delete a contact with those merged into it, and all their conversations with all they
        left, messages that still wait to be sent included; how many conversations. Merged ones are
        followed: it is the whole person who goes."""
