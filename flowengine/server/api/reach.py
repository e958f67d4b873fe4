"""Which conversations a program reaches, and what is written down when an operator reaches more.

A program reaches those that it began, by any of its tokens (they have one name), so that a token
can be renewed. An operator's token reaches all. One of somebody else looks as if it were not there.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

from flowengine.host.access import OPERATOR
from flowengine.host.refusal import Refusal
from flowengine.store.records import Audit

if TYPE_CHECKING:
    from flowengine.server.api.endpoint import Asked
    from flowengine.store.records import Conversation, Token

_OWNER = b"flowengine api"  # BLAKE2's personalisation: no other hash of ours is like it


def owner(token: Token) -> bytes:
    """What stands where other conversations have the hash of their secret: nobody can show a secret
    that opens it, and whoever has a token of that name is known by it."""
    return hashlib.blake2b(token.name.encode(), digest_size=32, person=_OWNER).digest()


async def reached(asked: Asked) -> Conversation:
    """The conversation of the address. Raises Refusal `unknown`, also where it is another's."""
    found = await asked.house.store.conversation(asked.path["conversation"])
    mine = found is not None and hmac.compare_digest(found.token, owner(asked.token))
    if found is None or not (mine or asked.token.role == OPERATOR):
        raise Refusal("unknown", "There is no such conversation, or another program began it.")
    if not mine:
        await noted(asked, f"{asked.does} over the API", f"conversation/{found.id}")
    return found


async def noted(asked: Asked, what: str, subject: str) -> None:
    """Write down who did it: the token's name and id."""
    who = f"{asked.token.name} (token {asked.token.id})"
    now = asked.house.conversations.clock()
    await asked.house.store.note(Audit(now, who, what, subject))
