"""Notes that agents leave each other on a conversation. The person never reads them.

They are no lines of the transcript. A colleague who is mentioned by name finds the note in their
own view; one who asks another for advice does it here too, for both read it as it is written.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flowengine.desk.people import Remark
from flowengine.host.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from flowengine.desk.items import Item
    from flowengine.desk.people import User
    from flowengine.host.desk.talk import Talk

MOST = 10  # colleagues in one note
_NAMED = re.compile(r"@([\w.-]+)")


async def left(talk: Talk, item: Item, user: User, text: str, mentions: Sequence[str]) -> Remark:
    """Keep a note; `@name` in its text mentions as `mentions` (ids) do. Raises Refusal `unknown`
    for somebody who is not one of us."""
    users = await talk.desk.users()
    for one in mentions:
        if one not in users:
            raise Refusal("unknown", "There is no such colleague. Pick one from the list.")
    who = tuple(dict.fromkeys((*mentions, *named(text, users))))[:MOST]
    remark = Remark(
        conversation=item.conversation, at=talk.clock(), by=user.id, text=text, mentions=who
    )
    await talk.store.remark(remark)
    talk.conversations.listeners.ring(item.conversation)
    for one in who:
        talk.desk.bell.ring(f"agent/{one}")
    return remark


def named(text: str, users: Mapping[str, User]) -> Iterable[str]:
    """Ids of those whose sign-in name stands behind an @."""
    by_name = {one.name.casefold(): one.id for one in users.values() if not one.disabled}
    words = (word.rstrip(".-").casefold() for word in _NAMED.findall(text))
    return (by_name[word] for word in words if word in by_name)
