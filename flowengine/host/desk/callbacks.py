"""A promise to phone that reached nobody: again in a while, then a message, then an honest end.

When the moment of a promise has come is `lapsing`'s business; here is what follows a try.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.desk import moves
from flowengine.host.desk.phrases import UNREACHED, phrase
from flowengine.host.desk.terms import later
from flowengine.host.parcels import Parcel, encode
from flowengine.store.records import Outgoing

if TYPE_CHECKING:
    from flowengine.desk.items import Item
    from flowengine.desk.moves import Move
    from flowengine.host.desk.terms import Terms

TRIES = 3  # times that a promise is tried
PAUSE = 30 * 60.0  # seconds between two tries
NOT_REACHED = "not reached"  # the outcome of a promise that could not be kept
SMS = "sms"


def again(item: Item, result: str, terms: Terms, at: float, when: float = 0.0) -> Move:
    """The move after a try with `result`: put off until `when` or PAUSE later, inside the hours of
    its queue; closed after the last. Raises Impossible where nobody can have tried."""
    if item.tries + 1 >= TRIES and not when:
        return moves.closed(item, at, NOT_REACHED)
    until = terms.opens(when) if when > at else later(terms, at, PAUSE)
    return moves.tried(item, result, until, at)


def message(item: Item, language: str, gateway: str, at: float) -> Outgoing | None:
    """What is sent to whom the last try did not reach; None where it is not safe to, for somebody
    else may read it. The outbox opens a number that is sealed."""
    if "no" in (item.safe, item.voicemail) or not item.phone:
        return None
    text, language = phrase(language, UNREACHED)
    parcel = Parcel(channel=SMS, text=text, language=language, person=True)
    key = f"{item.id}/unreached"
    return Outgoing(key, item.conversation, at, encode(parcel), gateway, item.phone, due=at)
