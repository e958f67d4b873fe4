"""Who somebody is: the contact of an address, or of a page that has talked with us before.

What is known of them is known to the flow from its first words, and their language is begun with.
Nobody is joined with anybody by us: people merge contacts, and part them again (`store.merge`).
A visitor of our own page is nobody until a flow keeps something of them; and nobody for ever where
the flow has a quick exit, for a page must not know again who fled from it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from flowengine.host import attributes, learned
from flowengine.host.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flowengine.host.beginning import Beginning
    from flowengine.host.pseudonyms import Pseudonyms
    from flowengine.language.program import Program
    from flowengine.runtime.effects import Effect
    from flowengine.store.records import Conversation
    from flowengine.store.verbs import Store

PAGE = "chat"  # the channel of our own page, and the gateway of the contacts it makes


@dataclass(frozen=True, slots=True)
class Person:
    """`contact` is "" for nobody; `known` are values by name, as a flow works with them."""

    contact: str = ""
    known: Mapping[str, Any] = field(default_factory=dict)


NOBODY = Person()


class Contacts:
    """`pseudonyms` stand for the addresses of those whose gateway is to keep them unknown."""

    def __init__(self, store: Store, pseudonyms: Pseudonyms) -> None:
        self._store = store
        self.pseudonyms = pseudonyms

    async def at(self, gateway: str, address: str, at: float) -> str:
        """The contact of an address as it was given to us, made where it is nobody's."""
        sealed = self.pseudonyms.sealed(gateway, address)
        return (await self._store.identify(gateway, sealed, at)).id

    async def introduced(self, wanted: Beginning, at: float) -> Beginning:
        """The same, with whose address it is and what is known of them. Raises StoreError."""
        if wanted.contact:
            person = await self.known(wanted.contact)
        elif wanted.gateway:  # sealed by whoever brought it
            contact = await self._store.identify(wanted.gateway, wanted.address, at)
            person = await self.known(contact.id)
        else:
            return wanted
        language = person.known.get(learned.LANGUAGE)
        if not wanted.wish.language and isinstance(language, str):
            wanted = replace(wanted, wish=replace(wanted.wish, language=language))
        return replace(wanted, contact=person.contact, known={**person.known, **wanted.known})

    async def known(self, contact: str) -> Person:
        """A contact as a flow knows it; nobody where it was erased."""
        found = await self._store.known(contact)
        if found is None:
            return NOBODY
        return Person(found.contact.id, attributes.values(found.attributes))

    async def met(
        self, talk: Conversation, program: Program, effects: Sequence[Effect], at: float
    ) -> Conversation:
        """The conversation, with a contact as soon as its flow keeps something of a person."""
        if talk.contact or talk.channel != PAGE or program.exit is not None:
            return talk
        if talk.gateway or not learned.teaches(effects):
            return talk
        contact = await self._store.identify(PAGE, talk.id, at)
        return replace(talk, contact=contact.id)

    async def erase(self, contact: str, at: float) -> dict[str, Any]:
        """Delete a person with all their conversations; the receipt says what, and of nobody.

        What they had refused is deleted too: whoever writes to them again asks them anew. Raises
        Refusal `unknown`.
        """
        found = await self._store.known(contact)
        if found is None:
            raise Refusal("unknown", "There is no such contact.")
        talks = await self._store.erase_contact(found.contact.id)
        return {
            "erased_at": at,
            "conversations": talks,
            "identities": len(found.identities),
            "attributes": len(found.attributes),
            "tags": len(found.tags),
            "consents": len(found.consents),
            "merged_contacts": len(found.merged),
        }
