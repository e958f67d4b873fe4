"""Merging two contacts, parting them, erasing one: asked first, done once, written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from flowengine.host.refusal import Refusal
from flowengine.server import given
from flowengine.server.operators import people
from flowengine.server.operators.contacts import page_of, subject, wanted
from flowengine.server.operators.guard import TOP

if TYPE_CHECKING:
    from starlette.responses import Response

    from flowengine.server.operators.visit import Visit
    from flowengine.store.records import Known


async def ask_merge(visit: Visit) -> Response:
    found = await wanted(visit)
    into = await _other(visit, found, given.text(visit.request, "into"))
    return visit.page(
        "sure.html",
        section="contacts",
        question="sure_merge",
        name="",
        facts=(("contact_one", _named(found)), ("contact_other", _named(into))),
        action=f"{page_of(found.contact.id)}/merge",
        back=page_of(found.contact.id),
        fields=(("into", into.contact.id),),
        grave=False,
    )


async def _other(visit: Visit, found: Known, name: str) -> Known:
    """The contact that shall stand for both. Raises Refusal `no-contact`."""
    # What an operator copies may be a page's address.
    into = await visit.store.known(name.rstrip("/").rpartition("/")[2]) if name else None
    if into is None or into.contact.id == found.contact.id:
        raise Refusal("no-contact", "There is no other contact with this number.")
    return into


def _named(known: Known) -> str:
    called = people.name(known)
    return f"{known.contact.id} ({called})" if called else known.contact.id


async def merge(visit: Visit) -> Response:
    found = await wanted(visit)
    into = visit.form.one("into")
    await visit.did(f"merged into {into}", subject(found))
    merged = await visit.store.merge(visit.request.path_params["contact"], into)
    return visit.go(page_of(into), "merged" if merged else "not_merged")


async def part(visit: Visit) -> Response:
    """Take a merge back; the page is that of the contact which stood for both."""
    found = await wanted(visit)
    other = visit.form.one("contact")
    if other not in {one.id for one in found.merged}:
        raise HTTPException(404)
    await visit.did(f"parted {other}", subject(found))
    parted = await visit.store.part(other)
    return visit.go(page_of(found.contact.id), "parted" if parted else "not_parted")


async def ask_erase(visit: Visit) -> Response:
    found = await wanted(visit)
    talks = await visit.store.search(contact=found.contact.id, limit=1000)
    return visit.page(
        "sure.html",
        section="contacts",
        question="sure_erase_contact",
        name=_named(found),
        facts=(
            ("conversations", len(talks)),
            ("identities", len(found.identities)),
            ("contacts_merged", len(found.merged)),
        ),
        action=f"{page_of(found.contact.id)}/erase",
        back=page_of(found.contact.id),
        fields=(),
        grave=True,
    )


async def erase(visit: Visit) -> Response:
    """The receipt is a page, and a row of "who did what" that outlives what was erased."""
    found = await wanted(visit)
    key = found.contact.id
    await visit.did("erased the contact", subject(found))
    count = await visit.store.erase_contact(key)
    await visit.did(f"erased: {count} conversations", subject(found))
    return visit.page(
        "receipt.html",
        section="contacts",
        contact=key,
        conversations=count,
        identities=len(found.identities),
        merged=len(found.merged),
        by=visit.signed.name,
        back=f"{TOP}/contacts",
    )
