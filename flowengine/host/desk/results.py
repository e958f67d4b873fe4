"""What came of phoning somebody back: what the agent says of it, and what follows.

Who was not reached is tried again, on the clock they always had; who wants no calls is never
called again, whatever they allowed before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.desk import items
from flowengine.host.refusal import Refusal
from flowengine.store.records import Consent

if TYPE_CHECKING:
    from flowengine.desk.items import Item
    from flowengine.desk.people import User
    from flowengine.host.desk.talk import Talk

REACHED, NO_ANSWER, BUSY, WRONG = "reached", "no answer", "busy", "wrong number"
VOICEMAIL, NOT_NOW, NEVER = "voicemail left", "not now", "do not call"
RESULTS = (REACHED, NO_ANSWER, BUSY, VOICEMAIL, NOT_NOW, WRONG, NEVER)
AGAIN = frozenset((NO_ANSWER, BUSY, VOICEMAIL))
FURTHEST = 90 * 86_400.0  # seconds ahead; later than that is a mistake, or a person forgotten
CALLS = "calls"  # the purpose that "do not call" withdraws


async def reported(
    talk: Talk, user: User, item_id: str, result: str, when: float, note: str
) -> Item:
    """As `Talk.callback_result`. Raises Refusal `no-result`, `no-callback`, `no-moment`."""
    if result not in RESULTS:
        raise Refusal("no-result", f"A call back ends as one of: {', '.join(RESULTS)}.")
    item = await talk.may(user, item_id, "item.callback")
    if item.kind != items.CALLBACK:
        raise Refusal("no-callback", "This is no call back.")
    if result == REACHED:
        return await talk.desk.finish(user, item_id)
    if result == NOT_NOW and when <= talk.clock():
        raise Refusal("no-moment", "Choose a time that is still to come.")
    if when > talk.clock() + FURTHEST:
        raise Refusal("no-moment", "Choose a time within the next 90 days.", about="far")
    if result in AGAIN or result == NOT_NOW:
        return await talk.desk.tried(user, item_id, result, when)
    if result == NEVER:
        await _withdrawn(talk, item)
    return await talk.desk.close(user, item_id, result, note)


async def _withdrawn(talk: Talk, item: Item) -> None:
    """Nobody we know nothing of can be called by us again anyway."""
    if not item.contact:
        return
    consent = Consent(
        contact=item.contact,
        purpose=CALLS,
        channel=item.channel,
        given=False,
        wording="",
        how=f"conversation/{item.conversation}",
        at=talk.clock(),
    )
    await talk.store.write_contact(consents=(consent,))
