"""Our own people: users with their roles, queues and languages, and who changed them.

Every change is written down; what is changed over somebody else's change is refused. The last
administrator who can sign in stays one. How they get in is for `credentials`.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import msgspec

from flowengine.desk.people import ADMINISTRATOR, AGENT, User
from flowengine.host import keys
from flowengine.host.access import USERS
from flowengine.host.particulars import called, checked, demand_name
from flowengine.host.refusal import Refusal
from flowengine.store.records import Audit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flowengine.store.verbs import Store


def written(user: User) -> str:
    """A user as the audit has them; no token's name is to be taken for one."""
    return f"{USERS}{user.name}"


class People:
    """`clock` gives POSIX seconds. `changed` is told the id of each user who is another now."""

    def __init__(
        self,
        store: Store,
        *,
        clock: Callable[[], float] = time.time,
        changed: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._store = store
        self._changed = changed
        self._clock = clock

    # ------------------------------------------------------------ who there is

    async def all(self) -> tuple[User, ...]:
        """By name."""
        return tuple(sorted(await self._store.users(), key=lambda one: one.name))

    async def named(self, name: str) -> User:
        """Raises Refusal `unknown-user`."""
        for one in await self._store.users():
            if one.name == name:
                return one
        raise Refusal("unknown-user", f"There is no user {name}. See: flowengine users list")

    async def known(self, key: str) -> User:
        """By id. Raises Refusal `unknown-user`."""
        for one in await self._store.users():
            if one.id == key:
                return one
        raise Refusal("unknown-user", "There is no such user.")

    # ------------------------------------------------------------ changing them

    async def add(
        self, name: str, *, by: str, roles: Sequence[str] = (AGENT,), **about: Any
    ) -> User:
        """A new user without a password. `about` is what `change` takes.

        Raises Refusal `no-name`, `name-taken`, or one of `checked`.
        """
        demand_name(name)
        user = checked(
            User(
                id=keys.new_key(),
                name=name,
                shown=called(name),
                at=self._clock(),
                version=1,
                roles=tuple(roles),
            ),
            about,
        )
        if not await self._store.write_user(user):
            text = f"There is a user {name} already. Take another name."
            raise Refusal("name-taken", text, name=name)
        await self.note(by, f"user added: {_told(user)}", user)
        return user

    async def change(self, user: User, *, by: str, **about: Any) -> User:
        """`about`: shown, roles, queues, languages, skills, caps, disabled. `user` as it was read.

        Raises Refusal `changed-meanwhile`, `last-administrator`, or one of `checked`.
        """
        after = checked(user, about)
        await self._demand_administrator(user, after)
        changed = [key for key in about if getattr(user, key) != getattr(after, key)]
        if not changed:
            return user
        await self.note(by, f"user changed: {_told(after, changed)}", user)
        return await self.write(after)

    async def disable(self, user: User, *, by: str, disabled: bool = True) -> User:
        """They cannot sign in any more, and are signed out at once. Raises as `change`."""
        return await self.change(user, by=by, disabled=disabled)

    async def read_in(self, user: User, language: str) -> User:
        """They want our pages in that language, "" in their browser's. It is theirs alone, so the
        audit has nothing of it. Raises Refusal `changed-meanwhile`."""
        return await self.write(msgspec.structs.replace(user, reads=language))

    async def _demand_administrator(self, user: User, after: User) -> None:
        """Raises Refusal `last-administrator` where nobody would be left."""
        if not _runs(user) or _runs(after):
            return
        if not any(one.id != user.id and _runs(one) for one in await self._store.users()):
            raise Refusal(
                "last-administrator",
                f"{user.name} is the last administrator. Make somebody else one first.",
                name=user.name,
            )

    # ------------------------------------------------------------ for whoever changes them

    async def write(self, user: User) -> User:
        """`user` as it was read, but for what is to be changed. Raises Refusal
        `changed-meanwhile`."""
        after = msgspec.structs.replace(user, version=user.version + 1)
        if not await self._store.write_user(after):
            raise Refusal(
                "changed-meanwhile", "Somebody changed this user meanwhile. Look at it again."
            )
        self._changed(user.id)
        return after

    async def note(self, by: str, what: str, user: User) -> None:
        """Write down who did what to that user."""
        await self._store.note(Audit(self._clock(), by, what, written(user)))


def _told(user: User, keys_: Sequence[str] = ("roles", "queues")) -> str:
    """What of a user is changed, for the audit: no secret can be among it."""
    parts = []
    for key in keys_:
        value = getattr(user, key)
        if isinstance(value, dict):
            value = [f"{name}:{level}" for name, level in value.items()]
        parts.append(f"{key} {' '.join(value) if isinstance(value, (tuple, list)) else value}")
    return ", ".join(parts)


def _runs(user: User) -> bool:
    """Whether they are an administrator who can sign in, or could."""
    return ADMINISTRATOR in user.roles and not user.disabled
