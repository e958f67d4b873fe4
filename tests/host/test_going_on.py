"""Who waits by telephone goes on by SMS: the same conversation, place, clock and agent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from flowengine.desk import items, moves
from flowengine.host import heard, lines, parcels
from flowengine.host.cause import Cause
from flowengine.host.desk.talking import PERSON
from flowengine.host.going_on import LATELY, OVER, number
from flowengine.host.parcels import Roads
from flowengine.host.refusal import Refusal
from flowengine.runtime import decode
from flowengine.runtime import events as ev
from flowengine.store.records import Conversation
from tests.host.desk.talks import OLENA, Office, played

LINE = """flow line "The line"
channels chat, sms, voice

slots
  phone: phone

queue people

on hang up: note "Hung up."

start:
  handoff people
    while waiting every 45s: say "Please wait."
    offer sms after 2m
    on nobody: -> alone
  say "Goodbye."
  end

alone:
  ask phone "Where shall we write to?"
  end

offer_sms:
  ask phone "Which number?"
  say "You may hang up."
  go on by sms to phone
  if channel is sms:
    say "Here we are."
    return
  say "That is no number for us."
  return
"""
ROADS = Roads(
    by_flow={("line", "sms"): "texts"}, by_channel={"sms": "texts"}, countries={"texts": "380"}
)
NUMBER = "+380501112233"
Scene = Callable[[Office], Awaitable[Any]]
Play = Callable[[Scene], None]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def on_either(request: pytest.FixtureRequest, tmp_path: Path) -> Play:
    address: str | Path = tmp_path / "store.db"
    if request.param == "postgresql":
        address = str(request.getfixturevalue("postgresql"))
    return lambda scene: played(address, tmp_path / "line", scene)


@pytest.fixture
def here(tmp_path: Path) -> Play:
    return lambda scene: played(tmp_path / "store.db", tmp_path / "line", scene)


async def asked(office: Office, channel: str = "voice", roads: Roads = ROADS) -> Conversation:
    """Somebody who waits, and has been asked for the number."""
    office.serves(LINE)
    office.conversations.stepping.roads = roads
    begun = await office.conversations.begin("line", channel=channel)
    office.now += 120
    turn = decode(begun.conversation.session).turn
    due = ev.Due(at=office.now, turn=turn, timer="offer sms")
    return await office.conversations.hear(begun.conversation.id, lambda _talk, _at: (due, Cause()))


async def sms(office: Office, text: str, address: str = NUMBER) -> Conversation:
    return await office.conversations.arrive(
        gateway="texts", address=address, channel="sms", flow="line",
        what=heard.said(text), message_id=text,
    )  # fmt: skip


async def sent(office: Office) -> list[tuple[str, str]]:
    """To whom, and what."""
    found = sorted(await office.store.outgoing(), key=lambda one: one.at)
    return [(one.to, parcels.decode(one.body).text) for one in found]


def test_the_place_is_kept_and_the_agent_answers_by_sms(on_either: Play) -> None:
    async def scene(office: Office) -> None:
        talk = await asked(office)
        (before,) = await office.store.items(conversation=talk.id)
        office.now += 5
        after = await office.conversations.say(talk.id, "050 111 22 33")
        assert (after.channel, after.gateway, after.address) == ("sms", "texts", NUMBER)
        (item,) = await office.store.items(conversation=talk.id)
        assert (item.id, item.joined, item.state) == (before.id, before.joined, items.WAITING)
        assert (before.media, item.channel, item.media) == (items.VOICE, "sms", items.ASYNC)
        assert await sent(office) == [(NUMBER, "Here we are.")]

        over = await office.conversations.hear(talk.id, heard.hung_up)
        assert not over.ended
        assert await office.store.facts(talk.id) == ()
        talked = await office.accepted(item, OLENA)
        assert (talked.state, talked.joined) == (items.ACTIVE, before.joined)
        office.now += 1
        await office.talk.say(OLENA, item.id, "I am Olena.", "a1")
        assert (await sent(office))[1:] == [(NUMBER, "I am Olena.")]

        office.now += 1
        answer = await sms(office, "Thank you")
        assert answer.id == talk.id
        assert (await office.said(talk.id))[-2:] == [
            (lines.AGENT, "I am Olena."),
            (PERSON, "Thank you"),
        ]

    on_either(scene)


def test_the_page_that_called_reads_nothing_of_what_follows(here: Play) -> None:
    async def scene(office: Office) -> None:
        office.serves(LINE)
        office.conversations.stepping.roads = ROADS
        begun = await office.conversations.begin("line", channel="chat")
        key = begun.conversation.id
        assert (await office.conversations.opened(key, begun.token)).id == key
        turn = decode(begun.conversation.session).turn
        due = ev.Due(at=office.now, turn=turn, timer="offer sms")
        await office.conversations.hear(key, lambda _talk, _at: (due, Cause()))
        await office.conversations.say(key, NUMBER)
        with pytest.raises(Refusal, match="goes on by messages") as refused:
            await office.conversations.opened(key, begun.token)
        assert refused.value.code == "ended"

    here(scene)


@pytest.mark.parametrize(
    ("said", "roads"),
    [
        ("050 111 22 33", Roads(by_flow=ROADS.by_flow)),  # of which country?
        (NUMBER, Roads()),
        (NUMBER, Roads(by_channel={"sms": "texts"})),  # it only sends
    ],
)
def test_who_cannot_be_written_to_stays_and_is_told(here: Play, said: str, roads: Roads) -> None:
    async def scene(office: Office) -> None:
        talk = await asked(office, roads=roads)
        after = await office.conversations.say(talk.id, said)
        assert (after.channel, after.gateway) == ("voice", "")
        assert (await office.said(talk.id))[-1] == (lines.FLOW, "That is no number for us.")
        assert b"unreached" not in after.session
        (item,) = await office.store.items(conversation=talk.id)
        assert (item.state, item.media) == (items.WAITING, items.VOICE)
        assert await sent(office) == []

    here(scene)


async def other(office: Office, *, waits: bool) -> Conversation:
    """A talk by SMS of that number: somebody who waits for one of us, or for nothing."""
    office.serves(LINE)
    talk = await sms(office, "Hello")
    if waits:
        return talk
    (item,) = await office.store.items(conversation=talk.id)
    ended = ev.HandoffEnded(at=office.now, turn=item.turn, outcome="nobody")
    await office.conversations.hear(talk.id, lambda _talk, _at: (ended, Cause()))
    await office.move(moves.closed(item, office.now, "nobody"))
    return await office.conversations.look(talk.id)


@pytest.mark.parametrize(
    ("waits", "later", "makes_room"),
    [(False, LATELY, True), (False, 60.0, False), (True, 1e5, False)],
)
def test_only_an_old_talk_of_the_number_makes_room(
    on_either: Play, waits: bool, later: float, makes_room: bool
) -> None:
    async def scene(office: Office) -> None:
        old = await other(office, waits=waits)
        assert not old.ended
        office.now += later
        talk = await asked(office)
        after = await office.conversations.say(talk.id, NUMBER)
        old = await office.conversations.look(old.id)
        assert (old.ended, after.channel == "sms") == (makes_room, makes_room)
        if makes_room:
            assert (await office.said(old.id))[-1] == (lines.FLOW, OVER)
            assert (await sms(office, "Thank you")).id == talk.id

    on_either(scene)


def test_a_flow_that_tries_one_road_after_the_other_is_told_of_each(here: Play) -> None:
    async def scene(office: Office) -> None:
        office.serves(
            LINE.replace("channels chat, sms", "channels chat, sms, viber").replace(
                "  if channel is sms:", "  go on by viber to phone\n  if channel is sms:"
            )
        )
        begun = await office.conversations.begin("line", channel="voice")
        due = ev.Due(at=office.now, turn=decode(begun.conversation.session).turn, timer="offer sms")
        key = begun.conversation.id
        await office.conversations.hear(key, lambda _talk, _at: (due, Cause()))
        after = await office.conversations.say(key, NUMBER)
        assert (after.channel, after.gateway) == ("voice", "")

    here(scene)


@pytest.mark.parametrize(
    ("to", "country", "expected"),
    [
        ("+380 50 111-22-33", "", NUMBER),
        ("00380501112233", "", NUMBER),
        ("(050) 111 22 33", "380", NUMBER),
        ("050 111 22 33", "", ""),
        ("112", "380", ""),
        ("+0123456789", "", ""),
        ("Olena", "380", ""),
    ],
)
def test_a_number_of_the_world(to: str, country: str, expected: str) -> None:
    assert number(to, country) == expected
