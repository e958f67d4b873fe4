"""Which operator has signed in: a session of theirs holds as long as the token they came with.

It ends after `server.sessions.HOURS`, at the end of that token or with its revocation.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flowengine.server import sessions
from flowengine.server.sessions import HOURS, form_token, over

if TYPE_CHECKING:
    from flowengine.store.records import Token
    from flowengine.store.verbs import Store

__all__ = ["HOURS", "OPERATOR", "SESSION", "Operator", "begin", "end", "find", "form_token"]

OPERATOR, SESSION = "operator", "session"  # roles of tokens


@dataclass(frozen=True, slots=True)
class Operator:
    """Somebody who has signed in. `session` is the id of their session; `form` proves that a form
    came from a page that was made for it. `only` are the sections of an auditor, () for all;
    `reads` is the language that they chose for pages of ours, "" for that of their browser."""

    name: str
    session: str
    form: str = field(repr=False)
    only: tuple[str, ...] = ()
    reads: str = ""


async def begin(store: Store, token: Token, now: float) -> tuple[str, int]:
    """A new session of an operator's token: its secret, and the seconds it will last."""
    await _sweep(store, now)
    return await sessions.begin(store, SESSION, token.id, now, ends=token.ends)


async def find(store: Store, secret: str, now: float) -> Operator | None:
    """Whose session it is, while it and the token behind it hold."""
    session = await sessions.find(store, SESSION, secret, now)
    if session is None:
        return None
    behind = next((one for one in await store.tokens() if one.id == session.owner), None)
    if behind is None or behind.role != OPERATOR or over(behind, now):
        return None
    return Operator(behind.name, session.id, session.form)


async def end(store: Store, operator: Operator) -> None:
    await sessions.end(store, operator.session)


async def _sweep(store: Store, now: float) -> None:
    """Sessions that are over, or whose token is gone, are nobody's any more."""
    tokens = await store.tokens()
    known = {one.id for one in tokens}
    for one in tokens:
        if one.role == SESSION and (over(one, now) or one.name not in known):
            await store.revoke(one.id)
