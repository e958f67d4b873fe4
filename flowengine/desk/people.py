"""Agents as the desk knows them: who they are, what they can do, whether they are there."""

from __future__ import annotations

import msgspec

# Statuses. Only READY is given work; an unknown one is not ready.
READY, WRAPPING, BREAK, TRAINING, OFFLINE = "ready", "wrap-up", "break", "training", "offline"
STATUSES = (READY, WRAPPING, BREAK, TRAINING, OFFLINE)
AWAY = "away"  # set by the desk: offers were let pass, so nobody seems to sit there
CAPS = {"voice": 1, "chat": 3, "async": 10}  # conversations at once, where nobody said otherwise

# Roles. Who may do what is in `permissions`.
AGENT, SUPERVISOR, ADMINISTRATOR, AUDITOR = "agent", "supervisor", "administrator", "auditor"
ROLES = (AGENT, SUPERVISOR, ADMINISTRATOR, AUDITOR)


class User(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of ours. `name` is what they sign in with, `shown` what people read.

    `password` is an argon2 hash, "" where they cannot sign in by one; `second` the sealed secret of
    the second factor, b"" where there is none. `queues` they answer or supervise ("*": all),
    `languages` and `skills` with their levels, 1 to 5. `caps` by media. `reads` is the language in
    which they want our pages, "" where they have not chosen one.
    """

    id: str
    name: str
    shown: str
    roles: tuple[str, ...] = (AGENT,)
    queues: tuple[str, ...] = ()
    languages: dict[str, int] = {}
    skills: dict[str, int] = {}
    caps: dict[str, int] = msgspec.field(default_factory=lambda: dict(CAPS))
    password: str = ""
    second: bytes = b""
    disabled: bool = False
    reads: str = ""
    at: float = 0.0
    version: int = 0


class Presence(msgspec.Struct, frozen=True, kw_only=True):
    """One page of an agent, on one device. Whoever comes with an older `epoch` cannot write.

    An agent is there while any of these holds: `lease` is until when (the store's own clock).
    """

    agent: str
    device: str
    node: str
    epoch: int
    lease: float


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What an agent has said of themselves, and when they last ended handling something."""

    agent: str
    status: str = OFFLINE
    since: float = 0.0
    idle: float = 0.0
    until: float = 0.0
    back: str = ""
    version: int = 0


class Agent(msgspec.Struct, frozen=True, kw_only=True):
    """As routing sees them. `load` counts slots in use by media, of whatever state."""

    id: str
    queues: frozenset[str]
    languages: dict[str, int] = {}
    skills: dict[str, int] = {}
    caps: dict[str, int] = msgspec.field(default_factory=lambda: dict(CAPS))
    load: dict[str, int] = {}
    status: str = READY
    present: bool = True
    idle: float = 0.0


class Switch(msgspec.Struct, frozen=True, kw_only=True):
    """A queue's switch, set by a supervisor: `close`, `divert` (to `value`), `surge` (`value` is
    said before waiting), `callbacks` (nothing else is promised). `until` 0.0 means until undone."""

    queue: str
    kind: str
    value: str = ""
    by: str = ""
    at: float = 0.0
    until: float = 0.0


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """An agent's note on a conversation, for colleagues only; `mentions` are ids of users."""

    conversation: str
    at: float
    by: str
    text: str
    mentions: tuple[str, ...] = ()
    number: int = 0
