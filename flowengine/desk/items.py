"""A work item: one person's wish for a person of ours, from joining a queue to being closed.

It is in exactly one state, and only `moves` of it are ever stored. Its clock is `joined`: no
transfer, relaxation or lost agent ever sets it anew. That of a promise to phone begins when its
moment comes.
"""

from __future__ import annotations

import msgspec

# States. LATER is a callback whose moment has not come, LOST has an agent whose connection broke.
LATER, WAITING, OFFERED, ACTIVE, LOST = "later", "waiting", "offered", "active", "lost"
WRAP_UP, CLOSED, ABANDONED = "wrap-up", "closed", "abandoned"
HELD = frozenset((OFFERED, ACTIVE, LOST, WRAP_UP))  # an agent has it, and it fills a slot of theirs
OPEN = HELD | {LATER, WAITING}
TALKING = frozenset((ACTIVE, LOST))

# What it is about: somebody who waits now, a promise to phone, a message that was left.
CONTACT, CALLBACK, MESSAGE = "contact", "callback", "message"

# Which slot it fills. Asynchronous is what nobody waits for at a window: SMS, e-mail, messages.
VOICE, CHAT, ASYNC = "voice", "chat", "async"
MEDIA = (VOICE, CHAT, ASYNC)
_LIVE = {"voice": VOICE, "chat": CHAT}  # by channel

# Priorities; URGENT is absolute, between the others waiting evens out.
LOW, NORMAL, HIGH, URGENT = 0, 1, 2, 3
PRIORITIES = {"low": LOW, "normal": NORMAL, "high": HIGH, "highest": URGENT}

# What somebody else than its agent does with it.
CONSULT, TALK, LISTEN, WHISPER, BARGE = "consult", "talk", "listen", "whisper", "barge"


def media(channel: str) -> str:
    """Which slot a conversation on that channel fills."""
    return _LIVE.get(channel, ASYNC)


class Guest(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody else who has a part in it. `mode`: consult (asked by the agent, hears all, heard by
    the agent only), talk (invited), or a supervisor's listen, whisper and barge. An agent is shown
    who is there unless `hidden`."""

    agent: str
    mode: str
    hidden: bool = False


class Renewal(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was wished of a call that was asked for once more while an agent phones: `until`, `soon`
    and the clock (`place`) of the item that it would have been."""

    until: float = 0.0
    soon: bool = False
    place: float = 0.0


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """Times are POSIX seconds, 0.0 for none.

    `turn` is that of the hand-off in its conversation, 0 where no flow waits for it. `queue` is
    where it counts, `also` are queues it is offered in besides. `language` "" asks for none; each
    of `skills` is a name and the least level (1 to 5). `joined` is the clock, `since` when this
    state began, `until` when something has to happen with it (an offer runs out, an agent stays
    away too long, wrap-up is over, a callback is due). `agent` has it or is offered it, by the
    secret `token`. `first` puts it at the head of its priority: its agent was lost. `passed` are
    agents who let its offer pass. At `most` so many may wait in the queue that it joined, 0 for any
    number, and `late` is that queue where it was one too many: it may be offered, but not wait.
    `outcome` is the disposition it was closed with. `version` counts
    moves: who has not seen the last one cannot write the next.

    For a callback: `phone`, whether it is `safe` to call ("", yes, no) and to leave a `voicemail`,
    how many `tries` were made. It was promised at a moment, or while the queue was closed for as
    `soon` as it opens. `renewal` holds if the call that is being made reaches nobody; `anew` says
    that a further call was promised while this one was written down. `note` is what the person left
    or the agent must know.
    """

    id: str
    conversation: str
    queue: str
    channel: str
    kind: str = CONTACT
    media: str = CHAT
    turn: int = 0
    flow: str = ""
    contact: str = ""
    language: str = ""
    skills: tuple[tuple[str, int], ...] = ()
    priority: int = NORMAL
    brief: str = ""
    also: tuple[str, ...] = ()
    state: str = WAITING
    joined: float = 0.0
    entered: float = 0.0
    since: float = 0.0
    until: float = 0.0
    accepted: float = 0.0
    hold: float = 0.0
    held: float = 0.0
    agent: str = ""
    token: str = ""
    first: bool = False
    passed: tuple[str, ...] = ()
    most: int = 0
    late: str = ""
    guests: tuple[Guest, ...] = ()
    outcome: str = ""
    phone: str = ""
    safe: str = ""
    voicemail: str = ""
    tries: int = 0
    soon: bool = False
    renewal: Renewal | None = None
    anew: bool = False
    note: str = ""
    version: int = 0
