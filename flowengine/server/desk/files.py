"""A file of an agent for the person: the body of a request, looked into as those of people are.

The page names it, so that one which is sent twice is there once. It comes from a script of ours and
is no form: another site's page can send no such request, and the door looks whose it is.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response

from flowengine.host.refusal import Refusal
from flowengine.server.uploads import checked_body, said
from flowengine.store.verbs import Replayed

if TYPE_CHECKING:
    from flowengine.server.desk.visit import Visit
    from flowengine.server.rates import Rate

LONGEST = 64  # signs of what the page calls it
_STATUS = {"not-understood": 400, "forbidden": 403, "unknown-item": 404, "too-large": 413,
           "wrong-type": 415, "too-fast": 429, "busy": 503, "no-room": 503}  # fmt: skip


async def send(visit: Visit) -> Response:
    """204, or JSON with the code and the sentence of a refusal."""
    try:
        with suppress(Replayed):
            await _send(visit)
    except Refusal as refusal:
        told = {"code": refusal.code, "text": visit.words.refusal(refusal)}
        return JSONResponse(told, _STATUS.get(refusal.code, 409))
    return Response(status_code=204)


async def _send(visit: Visit) -> None:
    item, message_id = (visit.request.path_params[name] for name in ("item", "upload"))
    if len(message_id) > LONGEST:
        raise Refusal("not-understood", "The id is too long.")
    talk, user = visit.house.desk.talk, visit.user
    rate: Rate = visit.request.app.state.uploads
    rate.take(user.id)
    await talk.demand_room(user, item, message_id=message_id)
    async with checked_body(visit.request, said(visit.request, "name", 255), user.id) as media:
        await talk.send_file(user, item, media, message_id)
