"""The users of a demonstration: an agent for all, one who speaks English, and a supervisor.

They have no password, are known by their ids, and no server lets them in that is not a
demonstration. They are never made anywhere else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.desk.people import SUPERVISOR, User

if TYPE_CHECKING:
    from flowengine.store.verbs import Store

BEGINNING = "demo-"  # of their ids; others are random
_ALL = ("*",)
USERS = (
    User(
        id=f"{BEGINNING}olena",
        name="olena",
        shown="Olena",
        queues=_ALL,
        version=1,
        languages={"uk": 5, "ru": 5, "en": 4, "hr": 3, "fa": 3},
    ),
    User(
        id=f"{BEGINNING}marko",
        name="marko",
        shown="Marko",
        queues=_ALL,
        languages={"en": 5},
        version=1,
    ),
    User(
        id=f"{BEGINNING}sofia",
        name="sofia",
        shown="Sofia",
        roles=(SUPERVISOR,),
        queues=_ALL,
        languages={"uk": 5, "en": 5},
        version=1,
    ),
)


def is_demo(user: User) -> bool:
    return user.id.startswith(BEGINNING)


async def furnish(store: Store) -> None:
    """Make those that are not there yet. Raises StoreError."""
    there = await store.users()
    ids = {one.id for one in there}
    names = {one.name for one in there}
    for user in USERS:
        if user.id not in ids and user.name not in names:
            await store.write_user(user)
