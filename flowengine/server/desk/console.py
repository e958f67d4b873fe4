"""The console: the page on which an agent answers. All it shows comes over `/desk/socket`.

Files that people have sent are given from here too, one by one, to be saved and never to be run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from starlette.exceptions import HTTPException

from flowengine.host.refusal import Refusal
from flowengine.server.uploads import unsealed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.responses import Response

    from flowengine.desk.items import Item
    from flowengine.server.desk.visit import Visit
    from flowengine.store.records import Upload

# How the words begin that the page's scripts use.
_FOR_SCRIPTS = ("console_", "status_", "call_", "channel_")


async def file(visit: Visit) -> Response:
    """A file of the person, for whom the desk lets read. Raises Refusal; HTTPException 404."""
    item, upload = await _asked(visit)
    found = await visit.store.conversation(item.conversation)
    if found is None:
        raise HTTPException(404)
    await visit.read("took the file", f"conversation/{found.id}/{upload.id}")
    return unsealed(visit.house, found, upload)


async def _asked(visit: Visit) -> tuple[Item, Upload]:
    params = visit.request.path_params
    talk = visit.house.desk.talk
    try:
        item = await talk.may(visit.user, params["item"], "item.read")
        return item, await talk.file(visit.user, item.id, params["upload"])
    except Refusal as refusal:
        if refusal.code in ("unknown-item", "unknown-file"):
            raise HTTPException(404) from refusal
        raise


async def show(visit: Visit) -> Response:
    told = visit.words
    statuses = [
        (name, told.get(f"status_{name}", name)) for name in visit.house.desk.attendance.statuses
    ]
    return visit.page(
        "console.html", section="console", words_json=_json(_needed(told)), statuses=statuses
    )


def _needed(told: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in told.items() if name.startswith(_FOR_SCRIPTS)}


def _json(value: object) -> str:
    """For a `script` element that holds data; no `<` in it can end the element."""
    return msgspec.json.encode(value).decode().replace("<", "\\u003c")
