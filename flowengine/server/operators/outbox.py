"""Messages to others: what waits, what went, what failed and why, and sending again.

A message is sent again by its key, and only while it is failed or ambiguous: whoever presses twice,
or presses while somebody else does, sends once.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException

from flowengine.server import given
from flowengine.server.operators.guard import TOP
from flowengine.server.operators.masking import veiled
from flowengine.server.operators.paging import ROWS, rows
from flowengine.store.records import AMBIGUOUS, FAILED, QUEUED, SENDING, SENT

if TYPE_CHECKING:
    from starlette.responses import Response

    from flowengine.server.operators.visit import Visit

STATES = (FAILED, AMBIGUOUS, QUEUED, SENDING, SENT)
DEAD = (FAILED, AMBIGUOUS)  # nobody will try these again by themselves
KEY = 400  # signs


async def show(visit: Visit) -> Response:
    request = visit.request
    state = given.text(request, "state")
    state = state if state in STATES else FAILED
    found = await visit.store.outgoing(
        state,
        limit=ROWS + 1,
        before=given.moment(request, "before"),
        behind=given.text(request, "behind", KEY),
    )
    return visit.page(
        "outbox.html",
        section="outbox",
        states=STATES,
        state=state,
        dead=state in DEAD,
        counts=await visit.store.counts(),
        rows=rows(request, found, lambda one: (one.at, one.key)),
    )


async def letter(visit: Visit) -> Response:
    """One message with its words; reading them is written down."""
    found = await visit.store.letter(given.text(visit.request, "key", KEY))
    if found is None:
        raise HTTPException(404)
    await visit.read("read the message", f"message/{found.key}")
    return visit.page(
        "message.html",
        section="outbox",
        letter=found,
        dead=found.state in DEAD,
        parcel=_parcel(found.body),
        raw=json.dumps(veiled(_decoded(found.body)), ensure_ascii=False, indent=2),
    )


def _decoded(body: str) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return body


def _parcel(body: str) -> dict[str, str]:
    """What a person would read of it; a body that is no parcel has none of that."""
    found = _decoded(body)
    plain = found if isinstance(found, dict) else {}
    return {name: str(plain[name]) for name in ("subject", "text") if plain.get(name)}


async def again(visit: Visit) -> Response:
    """One message or all of a page. What may have arrived already is asked about first."""
    wanted = visit.form.all("key")[:ROWS]
    state = visit.form.one("state")
    if not visit.form.one("sure") and await _uncertain(visit, wanted):
        return _ask(visit, wanted)
    sent = 0
    for key in wanted:
        await visit.did("sent again", f"message/{key}")
        sent += await visit.store.send_again(key, visit.at)
    if sent:
        visit.house.outbox.wake()
    back = f"{TOP}/outbox?state={state}" if state in STATES else f"{TOP}/outbox"
    return visit.go(back, "again", count=sent, missed=len(wanted) - sent)


async def _uncertain(visit: Visit, keys: tuple[str, ...]) -> bool:
    """Whether one of them may have arrived; the page they stand on may be old."""
    letters = [await visit.store.letter(key) for key in keys]
    return any(one is not None and one.state == AMBIGUOUS for one in letters)


def _ask(visit: Visit, keys: tuple[str, ...]) -> Response:
    return visit.page(
        "sure.html",
        section="outbox",
        question="sure_again",
        name="",
        facts=(("messages", len(keys)),),
        action=f"{TOP}/outbox/again",
        back=f"{TOP}/outbox?state={AMBIGUOUS}",
        fields=(*(("key", one) for one in keys), ("state", AMBIGUOUS), ("sure", "yes")),
        grave=False,
    )
