from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flowengine.host.learned import MESSAGES
from flowengine.host.parcels import WEBHOOK, Parcel, encode
from flowengine.host.unwanted import GONE, LEFT, NOBODY, STOPPED, unwanted
from flowengine.store.database import Database
from flowengine.store.opening import opened
from flowengine.store.records import Consent, Conversation, Fact, Outgoing, Turn

AT = 1_800_000_000.0
TO = "+380501234567"
TALK = Conversation(
    id="c1", flow="desk", digest="d", channel="sms", token=b"t", session=b"s", prompt="",
    ended=False, changed=AT, gateway="sms", address=TO,
)  # fmt: skip
ENDED = replace(TALK, ended=True)
ERASED = replace(ENDED, session=b"")
STOP = Fact(AT, "messages_stopped", "{}")
PERSON = Parcel(channel="sms", text="Tomorrow at nine.", person=True)


def letter(parcel: Parcel = PERSON, **changed: Any) -> Outgoing:
    return replace(Outgoing("k", "c1", AT + 9, encode(parcel), "sms", TO), **changed)


def ask(
    folder: Path,
    message: Outgoing,
    conversation: Conversation | None = TALK,
    facts: tuple[Fact, ...] = (),
    consents: tuple[tuple[bool, str, float], ...] = (),
) -> str:
    async def scene(store: Database) -> str:
        talk = conversation
        if talk is not None and consents:
            contact = await store.identify("sms", TO, AT)
            talk = replace(talk, contact=contact.id)
            rows = [
                Consent(contact.id, MESSAGES, channel, given, "1", "conversation/c1", at)
                for given, channel, at in consents
            ]
            await store.write_contact(consents=rows)
        if talk is not None:
            await store.commit(Turn(talk, facts=facts))
        return await unwanted(store, message)

    return _on_a_store(folder, scene)


def _on_a_store(folder: Path, scene: Callable[[Database], Awaitable[str]]) -> str:
    async def whole() -> str:
        store = opened(folder / "store.db")
        await store.start()
        try:
            return await scene(store)
        finally:
            await store.close()

    return asyncio.run(whole())


REPLY = replace(letter(), body=encode(Parcel(channel="sms", text="Yes.", person=True, reply=True)))
OTHER = letter(Parcel(channel="sms", text="A guest comes."), to="+380670000000")


@pytest.mark.parametrize(
    ("message", "conversation", "facts", "expected"),
    [
        (letter(), TALK, (), ""),
        (letter(), ENDED, (), ""),
        (letter(to=""), TALK, (), NOBODY),
        (letter(), None, (), GONE),
        (letter(conversation=""), None, (), ""),
        (letter(gateway=WEBHOOK, body="{}", to=""), None, (), ""),
        (letter(body="?"), TALK, (STOP,), ""),
        (letter(), ERASED, (), LEFT),
        (OTHER, ERASED, (), ""),  # promised to others
        (letter(), TALK, (STOP,), STOPPED),
        (letter(), TALK, (Fact(AT, "noted", "{}"),), ""),
        (REPLY, TALK, (STOP,), ""),
        (OTHER, TALK, (STOP,), ""),
        (letter(Parcel(channel="sms", text="To their own number")), TALK, (STOP,), STOPPED),
    ],
)
def test_what_is_not_to_be_sent(
    tmp_path: Path,
    message: Outgoing,
    conversation: Conversation | None,
    facts: tuple[Fact, ...],
    expected: str,
) -> None:
    assert ask(tmp_path, message, conversation, facts) == expected


@pytest.mark.parametrize(
    ("consents", "facts", "expected"),
    [
        (((False, "sms", AT),), (), STOPPED),  # said in another conversation
        (((False, "", AT),), (), STOPPED),
        (((False, "email", AT),), (), ""),
        (((False, "sms", AT), (True, "sms", AT + 1)), (), ""),
        (((True, "sms", AT + 1),), (STOP,), ""),
        (((True, "sms", AT - 1),), (STOP,), STOPPED),
    ],
)
def test_what_a_contact_said_last_counts(
    tmp_path: Path,
    consents: tuple[tuple[bool, str, float], ...],
    facts: tuple[Fact, ...],
    expected: str,
) -> None:
    assert ask(tmp_path, letter(), facts=facts, consents=consents) == expected
