"""What is published of each flow, where people wait in it, what changed, and the way back.

Rolling back is refused when somebody published after the page was made, which is also what a
second press of the button meets.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from flowengine.host import bundles
from flowengine.host.refusal import Refusal
from flowengine.server import given
from flowengine.server.operators.differences import differences
from flowengine.server.operators.guard import TOP

if TYPE_CHECKING:
    from starlette.responses import Response

    from flowengine.language.project import Sources
    from flowengine.server.operators.visit import Visit
    from flowengine.store.records import Publication, Waiting

KEPT = 30  # publications of a flow that are shown
PLACES = 200


async def show(visit: Visit) -> Response:
    programs = visit.house.library.programs
    names = sorted({*programs, *await visit.store.published()})
    waiting = await visit.store.waiting()
    return visit.page(
        "versions.html",
        section="versions",
        flows=[(name, programs.get(name), await _listed(visit, name)) for name in names],
        waiting={name: _places(waiting, name) for name in names},
        broken=visit.house.library.broken,
    )


async def _listed(visit: Visit, flow: str) -> tuple[Publication, ...]:
    return (await visit.store.publications(flow))[:KEPT]


def _places(waiting: tuple[Waiting, ...], flow: str) -> list[Waiting]:
    """The most crowded first."""
    found = [one for one in waiting if one.flow == flow]
    return sorted(found, key=lambda one: (-one.count, one.digest, one.place))[:PLACES]


async def compare(visit: Visit) -> Response:
    flow = visit.request.path_params["flow"]
    listed = await visit.store.publications(flow)
    old = _numbered(listed, given.number(visit.request, "old"))
    new = _numbered(listed, given.number(visit.request, "new"))
    before, after = await _sources(visit, old), await _sources(visit, new)
    files, whole = await asyncio.to_thread(differences, before, after)
    return visit.page(
        "compare.html",
        section="versions",
        flow=flow,
        old=old,
        new=new,
        listed=listed[:KEPT],
        files=files,
        whole=whole,
    )


def _numbered(listed: tuple[Publication, ...], number: int | None) -> Publication:
    """Raises HTTPException 404."""
    found = next((one for one in listed if one.number == number), None)
    if found is None:
        raise HTTPException(404)
    return found


async def _sources(visit: Visit, publication: Publication) -> Sources:
    """Raises Refusal `gone` where they are not kept any more."""
    bundle = await bundles.found(visit.store, publication.digest)
    if bundle is None:
        number = publication.number
        text = f"The sources of version {number} are not kept any more."
        raise Refusal("gone", text, number=number)
    return bundle.sources


async def ask_roll_back(visit: Visit) -> Response:
    flow = visit.request.path_params["flow"]
    current, earlier = await _two(visit, flow)
    waiting = _places(await visit.store.waiting(flow), flow)
    return visit.page(
        "sure.html",
        section="versions",
        question="sure_roll_back",
        name=flow,
        facts=(
            ("version_now", current.number),
            ("version_then", earlier.number),
            ("open_conversations", sum(one.count for one in waiting)),
        ),
        action=f"{TOP}/versions/{flow}/roll-back",
        back=f"{TOP}/versions",
        fields=(("number", str(current.number)),),
        grave=False,
    )


async def _two(visit: Visit, flow: str) -> tuple[Publication, Publication]:
    """The version that is published, and the one before it that was another.

    Raises HTTPException 404, Refusal `first`.
    """
    listed = await visit.store.publications(flow)
    if not listed:
        raise HTTPException(404)
    earlier = next((one for one in listed if one.digest != listed[0].digest), None)
    if earlier is None:
        raise Refusal("first", "There is no earlier version to go back to.")
    return listed[0], earlier


async def roll_back(visit: Visit) -> Response:
    flow = visit.request.path_params["flow"]
    async with visit.reception.publishing:
        current, _ = await _two(visit, flow)
        if visit.form.one("number") != str(current.number):
            return visit.go(f"{TOP}/versions", "published_meanwhile")
        await visit.did("rolled back", f"flow/{flow}")
        await visit.house.publishing.roll_back(flow, by=visit.signed.name)
    return visit.go(f"{TOP}/versions", "rolled_back")
