"""How a person stands at the desk, as their own page shows it: waiting, talking, looked for.

No name but the shown one of whoever talks with them; no ids of ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from flowengine.desk import items
from flowengine.host.desk.talking import PERSON
from flowengine.runtime import decode

if TYPE_CHECKING:
    from flowengine.desk.items import Item
    from flowengine.host.desk.talk import Talk
    from flowengine.runtime import Session
    from flowengine.store.records import Conversation

WAITING, TALKING, AWAY, SEEKING = "waiting", "talking", "away", "seeking"
MODE = "talking"  # of the session's question, while an agent is there


class Stand(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`state`: waiting, talking, away (the agent's connection broke) or seeking (a colleague is
    looked for). `name` is whom they talk with, `typing` who types to them. While waiting, the
    `position` from 1 and the range of the `wait` in seconds; 0 where nobody knows."""

    state: str
    name: str = ""
    typing: str = ""
    position: int = 0
    wait: tuple[int, int] = (0, 0)


async def stand(talk: Talk, found: Conversation) -> Stand | None:
    """As `Talk.stand`. Costs nothing where the flow asks something."""
    session = _session(found)
    if session is None or not (found.prompt == "" or "queue" in session.values):
        return None
    open_items = await talk.store.items(conversation=found.id, states=tuple(items.OPEN))
    item = next((one for one in open_items if one.turn and one.kind == items.CONTACT), None)
    if item is None or item.state == items.WRAP_UP:
        return None
    return await _stand(talk, item, session)


async def _stand(talk: Talk, item: Item, session: Session) -> Stand:
    if item.state in items.TALKING:
        users = await talk.desk.users()
        named = {key: one.shown for key, one in users.items()}
        others = (who for who in talk.talking.typing(item.conversation) if who != PERSON)
        return Stand(
            state=TALKING if item.state == items.ACTIVE else AWAY,
            name=named.get(item.agent, ""),
            typing=", ".join(named.get(who, "") for who in others),
        )
    if item.first or item.entered > item.joined:
        return Stand(state=SEEKING)
    told = session.values.get("queue") or {}
    wait = tuple(told.get("wait") or (0, 0))
    return Stand(state=WAITING, position=told.get("position") or 0, wait=(wait[0], wait[1]))


def talks(found: Conversation) -> bool:
    """True while one of us talks with the person, as the flow knows it."""
    session = _session(found)
    return session is not None and session.asked is not None and session.asked.mode == MODE


def _session(found: Conversation) -> Session | None:
    if found.ended or not found.session:
        return None
    try:
        return decode(found.session)
    except msgspec.MsgspecError:
        return None
