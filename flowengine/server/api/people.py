"""Contacts for the API: who it is, what is known of them, what was allowed; the store's own words.

Addresses are sealed here, where people are to stay unknown. A contact that was merged is answered
by the one that stands for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from flowengine.host.disclosure import disclosed
from flowengine.host.refusal import Refusal
from flowengine.store.records import Attribute, Consent, Identity, Tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowengine.host.house import House
    from flowengine.server.api import taken
    from flowengine.store.records import Known

UNKNOWN = Refusal("unknown", "There is no such contact.")


async def known(house: House, contact: str) -> Known:
    """Raises Refusal `unknown`."""
    found = await house.store.known(contact)
    if found is None:
        raise UNKNOWN
    return found


async def named(house: House, contact: str) -> str:
    """The contact that a conversation begins with, "" where none is named. Raises Refusal."""
    return (await known(house, contact)).contact.id if contact else ""


def sealed(house: House, gateway: str, address: str) -> str:
    """The address as it is kept."""
    return house.conversations.contacts.pseudonyms.sealed(gateway, address)


async def identify(house: House, gateway: str, address: str) -> Known:
    """Whose address it is: a new contact when it is nobody's."""
    now = house.conversations.clock()
    return await known(house, await house.conversations.contacts.at(gateway, address, now))


async def found(house: House, gateway: str, address: str) -> Known:
    """Raises Refusal `unknown`."""
    one = await house.store.found(gateway, sealed(house, gateway, address))
    if one is None:
        raise UNKNOWN
    return await known(house, one.id)


async def listed(house: House, before: float, behind: str, limit: int) -> Sequence[Known]:
    return await house.store.contacts(before=before, behind=behind, limit=limit)


async def change(house: House, contact: str, wanted: taken.Change) -> Known:
    """Write what is new. Raises Refusal `unknown`, or `in-use` for another's address."""
    one = (await known(house, contact)).contact
    now = house.conversations.clock()
    for each in wanted.identities:
        theirs = await house.store.found(each.gateway, sealed(house, each.gateway, each.address))
        if theirs is not None and theirs.id != one.id:
            raise Refusal("in-use", "The address is another contact's. Merge them, or leave it.")
    await house.store.write_contact(
        identities=[
            Identity(each.gateway, sealed(house, each.gateway, each.address), one.id, now)
            for each in wanted.identities
        ],
        attributes=[
            Attribute(one.id, name, "" if value is None else _text(value), now)
            for name, value in wanted.attributes.items()
        ],
        tags=[
            Tag(f"contact/{one.id}", tag, now, is_set)
            for tags, is_set in ((wanted.tag, True), (wanted.untag, False))
            for tag in tags
        ],
    )
    return await known(house, one.id)


async def allow(house: House, contact: str, wanted: taken.Allow, by: str) -> Known:
    """Write down a consent, or that it was withdrawn; `by` stands where no proof is named."""
    one = (await known(house, contact)).contact
    consent = Consent(
        contact=one.id,
        purpose=wanted.purpose,
        channel=wanted.channel,
        given=wanted.given,
        wording=wanted.wording,
        how=wanted.how or by,
        at=house.conversations.clock(),
    )
    await house.store.write_contact(consents=[consent])
    return await known(house, one.id)


async def export(house: House, contact: str) -> bytes:
    """All that is kept of them, as JSON."""
    return await disclosed(house.store, await known(house, contact))


async def erase(house: House, contact: str) -> int:
    """Delete them with all their conversations; how many those were."""
    one = await known(house, contact)
    return await house.store.erase_contact(one.contact.id)


async def merge(house: House, contact: str, into: str) -> Known:
    """Raises Refusal `unknown`, or `in-use` where it cannot be."""
    await known(house, contact)
    await known(house, into)
    if not await house.store.merge(contact, into):
        raise Refusal("in-use", "One of them is merged already, or they are the same contact.")
    return await known(house, into)


async def part(house: House, contact: str) -> Known:
    """Raises Refusal `unknown`, or `in-use` where nothing was merged."""
    await known(house, contact)
    if not await house.store.part(contact):
        raise Refusal("in-use", "This contact is not merged into another.")
    return await known(house, contact)


def _text(value: object) -> str:
    return msgspec.json.encode(value).decode()
