"""How our own people get in: a link, a password, a second factor.

A user is made without a password and gets a link, good once and for some days, by which they choose
one. Whoever is not let in is not told why. How often somebody may try is the caller's to say.
"""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING

import msgspec

from flowengine.host import keys, passwords
from flowengine.host.demo import is_demo
from flowengine.host.passwords import Passwords
from flowengine.host.people import written
from flowengine.host.refusal import Refusal
from flowengine.host.second import Second
from flowengine.store.records import Token

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowengine.desk.people import User
    from flowengine.host.people import People
    from flowengine.store.verbs import Store

INVITATION = "invitation"  # the role of its tokens
DAYS = 7  # that an invitation is good


class Credentials:
    """Of these `people`. `second` keeps second factors; `clock` gives POSIX seconds."""

    def __init__(
        self,
        people: People,
        store: Store,
        second: Second | None = None,
        *,
        hashes: Passwords | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.people = people
        self._store = store
        self.second = second or Second()
        self._passwords = hashes or Passwords()
        self._clock = clock

    # ------------------------------------------------------------ a link

    async def invite(self, user: User, *, by: str) -> str:
        """The secret of a link by which they choose a password; older links end.

        Raises Refusal `demo`.
        """
        if is_demo(user):
            raise Refusal("demo", "Users of the demonstration have no password. Add another user.")
        for one in await self._store.tokens():
            if one.role == INVITATION and one.name.partition(" ")[0] == user.id:
                await self._store.revoke(one.id)
        secret = keys.new_token()
        now = self._clock()
        token = Token(
            keys.new_key(), stamp(user), INVITATION, keys.hashed(secret), now, now + DAYS * 86_400
        )
        await self._store.add_token(token)
        await self.people.note(by, "user invited", user)
        return secret

    async def invited(self, secret: str) -> User:
        """Whose link it is. Raises Refusal `no-invitation`."""
        return (await self._invitation(secret))[0]

    async def accept(self, secret: str, password: str) -> User:
        """Choose a password by a link, which is over then.

        Raises Refusal `no-invitation`, `weak`, `changed-meanwhile`.
        """
        user, token = await self._invitation(secret)
        passwords.demand(password, user.name)
        if not await self._store.revoke(token.id):  # of two who have it one was faster
            raise _no_invitation()
        return await self._chosen(user, password, by=written(user))

    async def _invitation(self, secret: str) -> tuple[User, Token]:
        token = await self._store.token(keys.hashed(secret))
        if token is None or token.role != INVITATION or token.ends <= self._clock():
            raise _no_invitation()
        for user in await self._store.users():
            if stamp(user) == token.name and not user.disabled:
                return user, token
        raise _no_invitation()

    # ------------------------------------------------------------ a password

    async def set_password(self, user: User, password: str, *, by: str) -> User:
        """Signs them out everywhere. Raises Refusal `weak`, `changed-meanwhile`."""
        passwords.demand(password, user.name)
        return await self._chosen(user, password, by=by)

    async def change_password(self, user: User, old: str, new: str) -> User:
        """Their own. Raises Refusal `wrong-password`, `weak`, `changed-meanwhile`."""
        if not await self._passwords.fits(old, user.password):
            raise Refusal("wrong-password", "The old password is not right.")
        return await self.set_password(user, new, by=written(user))

    async def demand_password(self, user: User, password: str) -> None:
        """Whether it is they who are at the page. Raises Refusal `wrong-password`."""
        if not await self._passwords.fits(password, user.password):
            raise Refusal("wrong-password", "This password is not right.", about="own")

    async def _chosen(self, user: User, password: str, *, by: str) -> User:
        hash_ = await self._passwords.hashed(password)
        await self.people.note(by, "password set", user)
        return await self.people.write(msgspec.structs.replace(user, password=hash_))

    # ------------------------------------------------------------ signing in

    async def sign_in(self, name: str, password: str, code: str = "") -> User | None:
        """Who it is, None for whatever is not right about it: nobody is told what.

        How often somebody may try is the caller's to say.
        """
        user = next((one for one in await self._store.users() if one.name == name.lower()), None)
        fits = await self._passwords.fits(password, "" if user is None else user.password)
        if user is None or not fits or user.disabled or is_demo(user):
            return None
        after = user
        if user.second:
            used = self._used(user, code)
            if used is None:
                return None
            after = msgspec.structs.replace(after, second=used)
        if self._passwords.outdated(user.password):
            after = msgspec.structs.replace(after, password=await self._passwords.hashed(password))
        if after == user:
            return user
        try:
            return await self.people.write(after)
        except Refusal:  # the same code twice at once: the second is too late
            return None

    def _used(self, user: User, code: str) -> bytes | None:
        try:
            return self.second.used(user, user.second, code, self._clock())
        except Refusal:
            return None

    # ------------------------------------------------------------ second factor

    async def confirm_second(self, user: User, pending: bytes, code: str) -> User:
        """Begin to ask for codes of the secret in `pending` (`Second.begun`).

        Raises Refusal `has-one`, `wrong-code`, `no-key`, `changed-meanwhile`.
        """
        if user.second:  # whoever finds a page open has no code of it
            raise Refusal("has-one", "Take off your second factor first, by a code of it.")
        used = self.second.used(user, pending, code, self._clock())
        if used is None:
            raise Refusal("wrong-code", "This code is not right. Wait for the next and type that.")
        await self.people.note(written(user), "second factor set up", user)
        return await self.people.write(msgspec.structs.replace(user, second=used))

    async def end_second(self, user: User, *, by: str) -> User:
        """They sign in by password alone. Raises Refusal `changed-meanwhile`."""
        await self.people.note(by, "second factor taken off", user)
        return await self.people.write(msgspec.structs.replace(user, second=b""))


def stamp(user: User) -> str:
    """The user, and which password they have: what is bound to it ends when it is changed.

    The hash of a password is salted, so a fingerprint of it tells nothing.
    """
    return f"{user.id} {hashlib.sha256(user.password.encode()).hexdigest()[:16]}"


def _no_invitation() -> Refusal:
    return Refusal(
        "no-invitation", "This link was used already, or is too old. Ask for a new one, please."
    )
