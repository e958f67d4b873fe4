"""A conversation's session, ready to go on with: decoded, and fit for the program at hand."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import msgspec

from flowengine.host.refusal import Refusal
from flowengine.runtime import Session, decode, encode

if TYPE_CHECKING:
    from flowengine.language.program import Program
    from flowengine.store.records import Conversation

_log = logging.getLogger(__name__)


def ready(conversation: Conversation, program: Program) -> Session:
    """The session for this program. Raises Refusal `stranded`.

    The same sources compile to another digest after an upgrade, because flows that ship with us
    have changed. Places are names, so the conversation goes on where it was, if that still is.
    """
    try:
        session = decode(conversation.session)
    except msgspec.MsgspecError as error:
        raise _stranded(conversation) from error
    if session.place and session.place not in program.blocks:
        raise _stranded(conversation)
    if session.digest == program.digest:
        return session
    return msgspec.structs.replace(session, digest=program.digest)


def over(conversation: Conversation, reason: str) -> bytes:
    """The session of a conversation that somebody else ended: it waits nowhere any more."""
    try:
        session = decode(conversation.session)
    except msgspec.MsgspecError:
        return b""
    return encode(
        msgspec.structs.replace(
            session, place="", asked=None, stack=(), trail=(), late={}, ended=reason
        )
    )


def _stranded(conversation: Conversation) -> Refusal:
    # Without a trace, for it would quote what the person said.
    _log.error("session cannot go on %s", conversation.id, extra={"conversation": conversation.id})
    return Refusal("stranded", "This conversation cannot go on. Please start again.")
