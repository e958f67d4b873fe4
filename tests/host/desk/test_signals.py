from __future__ import annotations

import msgspec
import pytest

from flowengine.desk import items, log, moves
from flowengine.desk.moves import Move
from flowengine.desk.signals import Sign
from flowengine.host.desk import signals
from flowengine.host.desk.signals import FACT, Kept, matched
from flowengine.store.records import Fact
from tests.host.desk.conftest import Talks
from tests.host.desk.talks import LINE, OLENA, Office

CRISIS = "I want to kill myself"
AGAIN = LINE.replace('  say "Noted."', "  handoff people")


async def kept(office: Office, key: str) -> list[Kept]:
    facts = await office.store.facts(key)
    return [msgspec.json.decode(one.body, type=Kept) for one in facts if one.kind == FACT]


def test_a_crisis_raises_who_waits_and_is_logged_without_a_word(talks_on: Talks) -> None:
    async def scene(office: Office) -> None:
        item = await office.waits()
        key = item.conversation
        assert item.priority == items.NORMAL
        office.errands.signalled = office.talk.signals.act
        with office.bureau.bell.listening("desk") as bell:
            await office.conversations.say(key, CRISIS)
            await office.errands.idle()
            assert bell.is_set()
        (now,) = await office.store.items(conversation=key)
        assert (now.priority, now.joined) == (items.URGENT, item.joined)
        told = await office.store.entries(item=item.id)
        (signal,) = [one for one in told if one.kind == log.SIGNAL]
        assert (signal.item, signal.queue) == (item.id, "people")
        assert signal.body == {"sign": "crisis", "line": 5}
        assert "kill" not in str(told)
        (shown,) = await matched(office.store, key, await office.store.facts(key))
        assert (shown.sign, shown.words, shown.line) == ("crisis", ("kill myself",), 5)

    talks_on(scene)


def test_a_crisis_raises_who_waits_again_after_an_earlier_hand_off(talks: Talks) -> None:
    """The item that is over has another priority, and cannot be raised any more."""

    async def scene(office: Office) -> None:
        office.serves(AGAIN)
        before = await office.talks(OLENA)
        office.errands.signalled = office.talk.signals.act
        await office.bureau.finish(OLENA, before.id)
        await office.bureau.close(OLENA, before.id, "")
        await office.errands.idle()
        await office.conversations.say(before.conversation, "once more")
        await office.conversations.say(before.conversation, CRISIS)
        await office.errands.idle()
        found = {one.id: one for one in await office.store.items(conversation=before.conversation)}
        over = found.pop(before.id)
        (waits,) = found.values()
        assert (over.state, over.priority) == (items.CLOSED, items.NORMAL)
        assert (waits.state, waits.priority) == (items.WAITING, items.URGENT)

    talks(scene)


def test_whoever_is_offered_at_that_very_moment_is_raised_all_the_same(talks: Talks) -> None:
    async def scene(office: Office) -> None:
        item = await office.waits()
        key = item.conversation
        await office.conversations.say(key, CRISIS)
        await office.errands.idle()
        make = office.bureau.make

        async def overtaken(*made: Move) -> tuple[str, ...]:
            office.bureau.make = make  # type: ignore[method-assign]
            assert await make(moves.noted(item, "The router was here.", office.now)) == ("moved",)
            return await make(*made)

        office.bureau.make = overtaken  # type: ignore[method-assign]
        await office.talk.signals.act(key)
        (now,) = await office.store.items(conversation=key)
        assert (now.priority, now.note) == (items.URGENT, "The router was here.")

    talks(scene)


def test_who_said_so_before_joins_the_queue_as_urgent(talks: Talks) -> None:
    async def scene(office: Office) -> None:
        item = await office.waits(CRISIS, "4711")
        assert item.priority == items.URGENT
        assert [one.sign for one in await kept(office, item.conversation)] == ["crisis"]

    talks(scene)


def test_each_kind_is_told_to_the_flow_once_and_shown_each_time(talks: Talks) -> None:
    async def scene(office: Office) -> None:
        item = await office.waits()
        acted: list[str] = []

        async def act(conversation: str) -> None:
            acted.append(conversation)

        office.errands.signalled = act
        for words in (CRISIS, "I hate you", "I will kill myself"):
            await office.conversations.say(item.conversation, words)
            await office.errands.idle()
        found = [one.sign for one in await kept(office, item.conversation)]
        assert found.count("crisis") == 2
        assert len(acted) == len(set(found))

    talks(scene)


def test_secrets_are_not_read_and_calm_words_leave_nothing(talks: Talks) -> None:
    async def scene(office: Office) -> None:
        item = await office.waits("a form", CRISIS)  # typed where the PIN is asked for
        assert await kept(office, item.conversation) == []
        assert item.priority == items.NORMAL
        await office.conversations.say(item.conversation, "Good day")
        assert await kept(office, item.conversation) == []

    talks(scene)


def test_the_third_contact_of_a_day_is_noticed_when_it_waits(talks: Talks) -> None:
    async def scene(office: Office) -> None:
        where = {"channel": "sms", "gateway": "sms", "address": "+380501234567"}
        for _ in range(2):
            item = await office.waits(**where)
            assert item.priority == items.NORMAL
            await office.conversations.end(item.conversation)
        item = await office.waits(**where)
        assert item.priority == items.HIGH
        (only,) = await kept(office, item.conversation)
        assert (only.behaviour, only.line) == ("third contact", 0)
        (told,) = [one for one in await office.store.entries() if one.kind == log.SIGNAL]
        assert told.body == {"sign": "distress", "line": 0}

    talks(scene)


def test_an_agent_is_shown_the_words_and_nothing_where_they_were_forgotten(talks: Talks) -> None:
    async def scene(office: Office) -> None:
        item = await office.talks(OLENA, CRISIS, "4711")
        context = await office.talk.context(OLENA, item.id)
        assert [(one.sign, one.words) for one in context.signals] == [("crisis", ("kill myself",))]
        gone = Fact(1.0, FACT, msgspec.json.encode(Kept("anger", 99)).decode())
        (shown,) = await matched(office.store, item.conversation, [gone])
        assert shown.words == ()

    talks(scene)


def test_there_is_an_end_to_what_is_kept() -> None:
    known = [Kept("anger", number) for number in range(signals.MOST)]
    assert signals._fresh([Sign("anger", ("damn",))], known) == ()


@pytest.mark.parametrize(
    ("known", "fresh"), [([], 1), ([Kept("anger", 0, "loop")], 0), ([Kept("anger", 3)], 1)]
)
def test_behaviour_is_told_once(known: list[Kept], fresh: int) -> None:
    assert len(signals._fresh([Sign("anger", (), "loop")], known)) == fresh
