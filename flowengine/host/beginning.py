"""A conversation that begins: what is asked for, and the row and session it begins with.

It draws the seed and the secret that opens it; nothing is written here.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flowengine.host import keys
from flowengine.host.cause import Cause
from flowengine.host.refusal import Refusal
from flowengine.host.wish import NO_WISH, Wish
from flowengine.runtime import Session, begin
from flowengine.store.records import Conversation

if TYPE_CHECKING:
    from flowengine.language.program import Program


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What somebody asks for.

    `known` is what is remembered of the `contact`. `key` names the conversation and `owner` is the
    hash of what opens it; both are made up where they are "". `cause` is the message that began
    it, if one did: it is written down and not obeyed.
    """

    flow: str
    channel: str
    wish: Wish = NO_WISH
    caller: str = ""
    contact: str = ""
    known: Mapping[str, Any] = field(default_factory=dict)
    gateway: str = ""
    address: str = ""
    key: str = ""
    owner: bytes = b""
    cause: Cause = field(default_factory=Cause)


def fresh(program: Program, wanted: Beginning, at: float) -> tuple[Conversation, Session, str]:
    """The conversation before its first turn, and the token that opens it, "" where the owner has
    their own. Raises Refusal `no-channel`."""
    if wanted.channel not in program.channels:
        raise Refusal(
            "no-channel", f"The hotline {program.name} is not served on {wanted.channel}."
        )
    language = wanted.wish.language
    session = begin(
        program,
        channel=wanted.channel,
        seed=secrets.randbits(32),
        at=at,
        language=language if language in program.languages else None,
        caller=wanted.caller,
        contact=wanted.known,
    )
    token = "" if wanted.owner else keys.new_token()
    conversation = Conversation(
        id=wanted.key or keys.new_key(),
        flow=wanted.flow,
        digest=program.digest,
        channel=wanted.channel,
        token=wanted.owner or keys.hashed(token),
        session=b"",
        prompt="",
        ended=False,
        changed=at,
        began=at,
        gateway=wanted.gateway,
        address=wanted.address,
        contact=wanted.contact,
    )
    return conversation, session, token
