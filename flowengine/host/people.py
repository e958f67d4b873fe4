"""Our own people: users with their roles, queues and languages, how they get in, who changed them.

A user is made without a password and gets a link, good once and for some days, by which they choose
one. Every change is written down; what is changed over somebody else's change is refused. The
last administrator who can sign in stays one.
"""

from __future__ import annotations

import hashlib
import logging
import re
import time
from typing import TYPE_CHECKING, Any

import msgspec

from flowengine.desk.items import MEDIA
from flowengine.desk.people import ADMINISTRATOR, AGENT, CAPS, ROLES, User
from flowengine.host import keys, passwords
from flowengine.host.access import USERS
from flowengine.host.demo import is_demo
from flowengine.host.passwords import Passwords
from flowengine.host.refusal import Refusal
from flowengine.host.second import Second
from flowengine.store.records import Audit, Token

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from flowengine.store.verbs import Store

INVITATION = "invitation"  # the role of its tokens
DAYS = 7  # that an invitation is good
LONGEST_SHOWN = 60  # characters
MOST_AT_ONCE = 20  # conversations of one medium
LEVELS = range(1, 6)
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")  # of a queue, language or skill

_log = logging.getLogger(__name__)


def written(user: User) -> str:
    """A user as the audit has them; no token's name is to be taken for one."""
    return f"{USERS}{user.name}"


class People:
    """`second` keeps second factors; `clock` gives POSIX seconds. `changed` is told the id of each
    user who is another now."""

    def __init__(
        self,
        store: Store,
        second: Second | None = None,
        *,
        hashes: Passwords | None = None,
        clock: Callable[[], float] = time.time,
        changed: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._store = store
        self._changed = changed
        self.second = second or Second()
        self._passwords = hashes or Passwords()
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
        if not _NAME.fullmatch(name):
            raise Refusal(
                "no-name",
                "A user's name has up to 40 small letters, digits, dots and hyphens, and begins"
                " with a letter or digit: olena, or o.koval.",
            )
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
        await self._note(by, f"user added: {_told(user)}", user)
        return user

    async def change(self, user: User, *, by: str, **about: Any) -> User:
        """`about`: shown, roles, queues, languages, skills, caps, disabled. `user` as it was read.

        Raises Refusal `changed-meanwhile`, `last-administrator`, or one of `checked`.
        """
        after = checked(user, about)
        if _runs(user) and not _runs(after):
            others = [one for one in await self._store.users() if one.id != user.id and _runs(one)]
            if not others:
                raise Refusal(
                    "last-administrator",
                    f"{user.name} is the last administrator. Make somebody else one first.",
                    name=user.name,
                )
        changed = [key for key in about if getattr(user, key) != getattr(after, key)]
        if not changed:
            return user
        await self._note(by, f"user changed: {_told(after, changed)}", user)
        return await self._write(after)

    async def disable(self, user: User, *, by: str, disabled: bool = True) -> User:
        """They cannot sign in any more, and are signed out at once. Raises as `change`."""
        return await self.change(user, by=by, disabled=disabled)

    async def read_in(self, user: User, language: str) -> User:
        """They want our pages in that language, "" in their browser's. It is theirs alone, so the
        audit has nothing of it. Raises Refusal `changed-meanwhile`."""
        return await self._write(msgspec.structs.replace(user, reads=language))

    # ------------------------------------------------------------ how they get in

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
        await self._note(by, "user invited", user)
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

    async def set_password(self, user: User, password: str, *, by: str) -> User:
        """Signs them out everywhere. Raises Refusal `weak`, `changed-meanwhile`."""
        passwords.demand(password, user.name)
        return await self._chosen(user, password, by=by)

    async def change_password(self, user: User, old: str, new: str) -> User:
        """Their own. Raises Refusal `wrong-password`, `weak`, `changed-meanwhile`."""
        if not await self._passwords.fits(old, user.password):
            raise Refusal("wrong-password", "The old password is not right.")
        return await self.set_password(user, new, by=written(user))

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
            return await self._write(after)
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
        await self._note(written(user), "second factor set up", user)
        return await self._write(msgspec.structs.replace(user, second=used))

    async def end_second(self, user: User, *, by: str) -> User:
        """They sign in by password alone. Raises Refusal `changed-meanwhile`."""
        await self._note(by, "second factor taken off", user)
        return await self._write(msgspec.structs.replace(user, second=b""))

    # ------------------------------------------------------------

    async def _invitation(self, secret: str) -> tuple[User, Token]:
        token = await self._store.token(keys.hashed(secret))
        if token is None or token.role != INVITATION or token.ends <= self._clock():
            raise _no_invitation()
        for user in await self._store.users():
            if stamp(user) == token.name and not user.disabled:
                return user, token
        raise _no_invitation()

    async def _chosen(self, user: User, password: str, *, by: str) -> User:
        hash_ = await self._passwords.hashed(password)
        await self._note(by, "password set", user)
        return await self._write(msgspec.structs.replace(user, password=hash_))

    async def _write(self, user: User) -> User:
        after = msgspec.structs.replace(user, version=user.version + 1)
        if not await self._store.write_user(after):
            raise Refusal(
                "changed-meanwhile", "Somebody changed this user meanwhile. Look at it again."
            )
        self._changed(user.id)
        return after

    async def _note(self, by: str, what: str, user: User) -> None:
        await self._store.note(Audit(self._clock(), by, what, written(user)))


def checked(user: User, about: Mapping[str, Any]) -> User:
    """The user with these things changed. Raises Refusal `no-shown`, `no-role`, `no-queue`,
    `no-level`, `no-cap`; TypeError for what is none of a user's."""
    after = msgspec.structs.replace(user, **about)
    shown = after.shown.strip()
    if not shown or len(shown) > LONGEST_SHOWN or not shown.isprintable():
        text = f"The shown name has 1 to {LONGEST_SHOWN} characters."
        raise Refusal("no-shown", text, count=LONGEST_SHOWN)
    if not after.roles or not set(after.roles) <= set(ROLES):
        raise Refusal("no-role", f"A user has one or more of the roles: {', '.join(ROLES)}.")
    for queue in after.queues:
        if queue != "*" and not _WORD.fullmatch(queue):
            text = f"{queue} is no name of a queue. Take names, or * for all."
            raise Refusal("no-queue", text, queue=queue)
    for kind, levels in (("language", after.languages), ("skill", after.skills)):
        for name, level in levels.items():
            if not _WORD.fullmatch(name) or level not in LEVELS:
                text = f"{name}:{level} is no {kind} with a level of 1 to 5."
                raise Refusal("no-level", text, about=kind, name=name, level=level)
    for media, most in after.caps.items():
        if media not in MEDIA or not 0 <= most <= MOST_AT_ONCE:
            raise Refusal(
                "no-cap",
                f"{media}:{most} is no number of conversations. Take 0 to {MOST_AT_ONCE} of"
                f" {', '.join(MEDIA)}.",
                most=MOST_AT_ONCE,
            )
    return msgspec.structs.replace(
        after,
        shown=shown,
        roles=tuple(role for role in ROLES if role in after.roles),
        queues=tuple(dict.fromkeys(after.queues)),
        caps={**CAPS, **after.caps},
    )


def called(name: str) -> str:
    """What is shown of somebody of whom nothing but the name is known: O Koval of o.koval."""
    return re.sub(r"[._-]+", " ", name).strip().title()


def levels(text: str) -> dict[str, int]:
    """Names with numbers as people write them: `uk:5, en:3`; a name alone has the best level, 5.

    Raises Refusal `no-level`.
    """
    found = {}
    for part in text.replace(",", " ").split():
        name, colon, level = part.partition(":")
        if colon and not (level.isascii() and level.isdigit() and len(level) < 4):
            text = f"{part} is no name with a number. Write for example: uk:5"
            raise Refusal("no-level", text, about="number", part=part)
        found[name] = int(level) if colon else LEVELS[-1]
    return found


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


def stamp(user: User) -> str:
    """The user, and which password they have: what is bound to it ends when it is changed.

    The hash of a password is salted, so a fingerprint of it tells nothing.
    """
    return f"{user.id} {hashlib.sha256(user.password.encode()).hexdigest()[:16]}"


def _no_invitation() -> Refusal:
    return Refusal(
        "no-invitation", "This link was used already, or is too old. Ask for a new one, please."
    )
