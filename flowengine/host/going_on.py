"""Who goes on by another road: by which gateway they are written to, and whether they can be.

A flow asks for it by `GoneOn`; here a telephone number becomes the address that answers come from.
Nobody goes on where their answers would find no way back, or where that number is just talking with
us: what a flow was told it cannot have is told to it, and the person stays where they are.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from flowengine.desk.items import OPEN
from flowengine.runtime.effects import GoneOn
from flowengine.runtime.operations import UNREACHED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowengine.host.parcels import Roads
    from flowengine.host.pseudonyms import Pseudonyms
    from flowengine.runtime import Session
    from flowengine.runtime.effects import Effect
    from flowengine.store.records import Conversation
    from flowengine.store.verbs import Store

LATELY = 30 * 60  # seconds for which an open conversation counts as one that is being held
OVER = "gone on"  # why an old conversation of the same number ends
_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")  # ITU-T E.164


def gone_on(effects: Sequence[Effect]) -> GoneOn | None:
    """The road that the turn leads to, None where it stays on its own."""
    return next((one for one in reversed(effects) if isinstance(one, GoneOn)), None)


def unreached(session: Session, channel: str) -> Session:
    """The session to step again from, where nobody can go on by `channel` either."""
    channels = f"{session.values.get(UNREACHED, '')} {channel}".strip()
    return msgspec.structs.replace(session, values={**session.values, UNREACHED: channels})


def settled(session: Session) -> Session:
    """Without what was only for one turn."""
    if UNREACHED not in session.values:
        return session
    values = {name: value for name, value in session.values.items() if name != UNREACHED}
    return msgspec.structs.replace(session, values=values)


def number(to: str, country: str) -> str:
    """`+380501234567` for what a person calls 050 123 45 67, where `country` is 380; "" for what
    cannot be told from any number in the world."""
    figures = re.sub(r"[\s().–-]", "", to)
    if figures.startswith("00"):
        figures = f"+{figures[2:]}"
    elif country and figures.startswith("0"):
        figures = f"+{country}{figures[1:]}"
    return figures if _NUMBER.fullmatch(figures) else ""


async def led(
    before: Conversation,
    wanted: GoneOn,
    roads: Roads,
    store: Store,
    pseudonyms: Pseudonyms,
    at: float,
) -> tuple[Conversation | None, Conversation | None]:
    """The conversation with its new address, None where nobody is reached so; and an old one of
    that number, which has to end first. Raises StoreError."""
    gateway = roads.gateway(before.flow, wanted.channel)
    to = number(wanted.to, roads.country(gateway))
    if before.gateway or not to or not roads.answers(gateway):
        return None, None
    address = pseudonyms.sealed(gateway, to)
    other = await store.open_at(gateway, address)
    if other is not None and await _is_held(other, at, store):
        return None, None
    return replace(before, gateway=gateway, address=address), other


async def _is_held(other: Conversation, at: float, store: Store) -> bool:
    """Whether somebody talks there: nobody's number is taken out of their hands."""
    if at - other.changed < LATELY:
        return True
    return any(one.state in OPEN for one in await store.items(conversation=other.id))
