"""People: found by an address, an attribute or a tag; one person with all that is known of them.

Reading is written down, and so is seeing an address in full. Nothing of it can be changed here but
by merging, parting and erasing (`contact_changes`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from flowengine.host.disclosure import disclosed
from flowengine.server import given
from flowengine.server.operators import people
from flowengine.server.operators.facts import results
from flowengine.server.operators.guard import TOP
from flowengine.server.operators.paging import ROWS, rows

if TYPE_CHECKING:
    from flowengine.server.operators.people import Moment
    from flowengine.server.operators.visit import Visit
    from flowengine.store.records import Known

TALKS = 100  # conversations of a timeline


async def show(visit: Visit) -> Response:
    text = given.text(visit.request, "text")
    await visit.read("looked through contacts", "")
    found = await visit.store.contacts(
        text,
        before=given.moment(visit.request, "before"),
        behind=given.text(visit.request, "behind"),
        limit=ROWS + 1,
    )
    return visit.page(
        "contacts.html",
        section="contacts",
        rows=rows(visit.request, found, lambda one: (one.contact.at, one.contact.id)),
        text=text,
        name_of=people.name,
    )


async def wanted(visit: Visit) -> Known:
    """The one of the address. Raises HTTPException 404."""
    found = await visit.store.known(visit.request.path_params["contact"])
    if found is None:
        raise HTTPException(404)
    return found


def subject(known: Known) -> str:
    return f"contact/{known.contact.id}"


def page_of(contact: str) -> str:
    return f"{TOP}/contacts/{quote(contact, safe='')}"


async def person(visit: Visit) -> Response:
    found = await wanted(visit)
    if found.contact.id != visit.request.path_params["contact"]:  # merged: one page a person
        return RedirectResponse(page_of(found.contact.id), 303)
    return await _page(visit, found, full=False)


async def addresses(visit: Visit) -> Response:
    """The same page with addresses in full, once; loaded again it is masked again."""
    found = await wanted(visit)
    await visit.did("saw the addresses", subject(found))
    return await _page(visit, found, full=True)


async def _page(visit: Visit, found: Known, *, full: bool) -> Response:
    await visit.read("read the contact", subject(found))
    return visit.page(
        "contact.html",
        section="contacts",
        known=found,
        called=people.name(found),
        value=people.value,
        timeline=await timeline(visit, found),
        full=full,
    )


async def timeline(visit: Visit, known: Known) -> list[Moment]:
    """What happened with a contact over all channels, the last first."""
    talks = await visit.store.search(contact=known.contact.id, limit=TALKS)
    moments = [
        people.Moment(
            one.began or one.changed,
            conversation=one,
            results=results(await visit.store.facts(one.id)),
        )
        for one in talks
    ]
    consents = await visit.store.consents(known.contact.id)
    moments += [people.Moment(one.at, consent=one) for one in consents]
    return sorted(moments, key=lambda one: -one.at)


async def export(visit: Visit) -> Response:
    """Everything we keep of a person, as a file for them."""
    found = await wanted(visit)
    await visit.did("exported the contact", subject(found))
    body = await disclosed(visit.store, found)
    name = f"contact-{found.contact.id}.json"
    return Response(
        body,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
        media_type="application/json",
    )
