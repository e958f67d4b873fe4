"""Which of our users is behind a connection: the cookie `desk`, the session it names, and the user
as they are now.

A session holds as long as the password it was begun with: whoever changes it, or is disabled, is
signed out everywhere at once. Demonstration users are let in by a server of a demonstration only.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flowengine.host.credentials import INVITATION, stamp
from flowengine.host.demo import is_demo
from flowengine.host.people import written
from flowengine.host.revealing import ASKED, CONFIRMED
from flowengine.server import sessions

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection

    from flowengine.desk.people import User
    from flowengine.store.verbs import Store

COOKIE = "desk"
SESSION = "user session"  # the role of its tokens
_SHORT = frozenset((SESSION, INVITATION, ASKED, CONFIRMED))  # of no use when they are over


@dataclass(frozen=True, slots=True)
class Signed:
    """Somebody who has signed in. `form` proves that a form came from a page made for them."""

    user: User
    session: str
    form: str = field(repr=False)

    @property
    def name(self) -> str:
        """As the audit has them."""
        return written(self.user)


async def whoever(connection: HTTPConnection) -> User | None:
    """The user of a request or a WebSocket, None for nobody. Raises StoreError.

    It holds for this moment: whoever keeps a connection asks again now and then.
    """
    found = await signed(connection)
    return None if found is None else found.user


async def signed(connection: HTTPConnection) -> Signed | None:
    """The same, with their session."""
    store: Store = connection.app.state.house.store
    secret = connection.cookies.get(COOKIE, "")
    session = await sessions.find(store, SESSION, secret, time.time())
    if session is None:
        return None
    user = next((one for one in await store.users() if stamp(one) == session.owner), None)
    if user is None or user.disabled or (is_demo(user) and not demonstrates(connection)):
        return None
    return Signed(user, session.id, session.form)


def demonstrates(connection: HTTPConnection) -> bool:
    """Whether this server is a demonstration on the visitor's own machine."""
    return bool(getattr(connection.app.state, "demo", False))


async def begin(store: Store, user: User, now: float) -> tuple[str, int]:
    """A new session: its secret, and the seconds it will last. What is over is swept out."""
    known = {stamp(one) for one in await store.users()}
    for one in await store.tokens():
        gone = one.role == SESSION and one.name not in known
        if gone or (one.role in _SHORT and sessions.over(one, now)):
            await store.revoke(one.id)
    return await sessions.begin(store, SESSION, stamp(user), now)
