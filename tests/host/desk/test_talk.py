from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from flowengine.desk import items, log, moves
from flowengine.host.refusal import Refusal
from flowengine.store.records import Conversation
from flowengine.store.verbs import Replayed
from tests.host.desk.conftest import Talks
from tests.host.desk.talks import MARKO, OLENA, Office


def test_an_agents_words_reach_the_person_once_and_the_flow_hears_nothing(talks_on: Talks) -> None:
    async def scene(office: Office) -> None:
        item = await office.talks()
        key = item.conversation
        before = await office.conversations.look(key)
        for _ in range(2):
            await office.talk.say(OLENA, item.id, " Hello! ", "m1")
        await office.conversations.say(key, "Good day", "m2")
        await office.talk.say(OLENA, item.id, "How can I help?", "m3")
        assert (await office.said(key))[-3:] == [
            ("agent", "Hello!"),
            ("person", "Good day"),
            ("agent", "How can I help?"),
        ]
        after = await office.conversations.look(key)
        assert (after.place, after.prompt) == (before.place, "")
        told = await office.store.entries(item=item.id)
        assert [one.kind for one in told] == [log.JOINED, log.ACCEPTED, log.ANSWERED]
        assert told[-1].agent == OLENA.id

    talks_on(scene)


def test_words_of_two_are_two_whatever_their_pages_call_them(talks: Talks) -> None:
    """Else one who counts as the other does is answered "took", and is heard by nobody."""

    async def scene(office: Office) -> None:
        item = await office.talks()
        key = item.conversation
        await office.conversations.say(key, "I am cold", "m1")
        await office.talk.say(OLENA, item.id, "Where are you?", "m1")
        await office.talk.invite(OLENA, item.id, MARKO.id, items.TALK)
        await office.talk.say(MARKO, item.id, "I can come", "m1")
        words = [text for _, text in await office.said(key)]
        assert words[-3:] == ["I am cold", "Where are you?", "I can come"]

    talks(scene)


def test_first_words_are_logged_for_each_agent_and_known_after_a_restart(talks: Talks) -> None:
    async def scene(office: Office) -> None:
        item = await office.talks()
        await office.talk.say(OLENA, item.id, "Hello")
        office.talk._answered.clear()
        await office.talk.say(OLENA, item.id, "Still here")
        moved = await office.move(moves.transferred(item, office.now, agent=MARKO.id))
        await office.talk.say(MARKO, moved.id, "Now it is me")
        told = await office.store.entries(item=item.id)
        assert [one.agent for one in told if one.kind == log.ANSWERED] == [OLENA.id, MARKO.id]

    talks(scene)


@pytest.mark.parametrize("to", ["queue", "agent"])
def test_f35_who_passed_a_talk_on_is_out_of_it_in_that_moment(talks_on: Talks, to: str) -> None:
    async def scene(office: Office) -> None:
        item = await office.talks()
        await office.talk.say(OLENA, item.id, "Hello")
        where = {"queue": "people"} if to == "queue" else {"agent": MARKO.id}
        await office.move(moves.transferred(item, office.now, **where))
        for attempt in (
            office.talk.say(OLENA, item.id, "One thing more"),
            office.talk.typing(OLENA, item.id),
            office.talk.lines(OLENA, item.id),
            office.talk.signs(OLENA, item.id),
            office.talk.context(OLENA, item.id),
            office.talk.remark(OLENA, item.id, "?"),
            office.talk.file(OLENA, item.id, "f"),
            office.talk.begin_script(OLENA, item.id),
        ):
            with pytest.raises(Refusal) as refused:
                await attempt
            assert refused.value.code == "forbidden"
        assert "One thing more" not in str(await office.said(item.conversation))

    talks_on(scene)


def test_f35_words_on_their_way_are_not_written_after_the_transfer(
    talks_on: Talks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The transfer comes between the question whether the agent may and the commit."""

    async def scene(office: Office) -> None:
        item = await office.talks()
        commit = office.conversations.commit

        async def late(turn: object) -> Conversation:
            monkeypatch.setattr(office.conversations, "commit", commit)
            await office.bureau.make(moves.transferred(item, office.now, agent=MARKO.id))
            return await commit(turn)  # type: ignore[arg-type]

        monkeypatch.setattr(office.conversations, "commit", late)
        with pytest.raises(Refusal) as refused:
            await office.talk.say(OLENA, item.id, "Too late")
        assert refused.value.code == "forbidden"
        assert "Too late" not in str(await office.said(item.conversation))
        told = await office.store.entries(item=item.id)
        assert log.ANSWERED not in [one.kind for one in told]

    talks_on(scene)


@pytest.mark.parametrize(
    ("mode", "may"),
    [(items.TALK, True), (items.BARGE, True), (items.CONSULT, False), (items.LISTEN, False)],
)
def test_of_guests_only_those_who_are_heard_write(talks: Talks, mode: str, may: bool) -> None:
    async def scene(office: Office) -> None:
        item = await office.talks()
        await office.move(moves.guest(item, items.Guest(MARKO.id, mode), office.now))
        if may:
            await office.talk.say(MARKO, item.id, "I join you")
        else:
            with pytest.raises(Refusal):
                await office.talk.say(MARKO, item.id, "I join you")
        said = (await office.said(item.conversation))[-1]
        assert (said == ("agent", "I join you")) is may
        assert await office.talk.lines(MARKO, item.id)  # all of them read it

    talks(scene)


def test_a_line_bears_the_shown_name_and_is_spoken_only_when_asked(talks: Talks) -> None:
    async def scene(office: Office) -> None:
        item = await office.talks()
        await office.talk.say(OLENA, item.id, "Written")
        await office.talk.say(OLENA, item.id, "Spoken", aloud=True)
        written, spoken = [line for *_, line in await office.talk.lines(OLENA, item.id)][-2:]
        assert (written.by, written.aloud) == ("Olena", False)
        assert (spoken.by, spoken.aloud) == ("Olena", True)

    talks(scene)


def test_nothing_is_said_that_cannot_be_read_or_into_what_is_over(talks: Talks) -> None:
    async def scene(office: Office) -> None:
        item = await office.talks()
        for text, code in ((" ", "empty"), ("x" * 5000, "too-long")):
            with pytest.raises(Refusal) as refused:
                await office.talk.say(OLENA, item.id, text)
            assert refused.value.code == code
        with pytest.raises(Refusal) as refused:
            await office.talk.say(OLENA, "nothing", "Hello")
        assert refused.value.code == "unknown-item"
        await office.conversations.end(item.conversation)
        with pytest.raises(Refusal) as refused:
            await office.talk.say(OLENA, item.id, "Hello")
        assert refused.value.code == "forbidden"

    talks(scene)


def test_f17_two_of_one_id_at_the_same_moment_are_one_line(talks_on: Talks) -> None:
    async def scene(office: Office) -> None:
        item = await office.talks()
        await asyncio.gather(*(office.talk.say(OLENA, item.id, "Hello", "m1") for _ in range(5)))
        said = await office.said(item.conversation)
        assert said.count(("agent", "Hello")) == 1

    talks_on(scene)


def test_f17_f18_what_the_person_sends_twice_is_one_line_of_one_conversation(
    talks_on: Talks,
) -> None:
    """Two messages within milliseconds, each brought twice: nobody talks past the agent."""

    async def scene(office: Office) -> None:
        item = await office.talks(channel="sms", gateway="sms", address="+380501234567")
        key = item.conversation
        found = await asyncio.gather(
            *(
                office.conversations.say(key, text, name)
                for text, name in (("One", "p1"), ("Two", "p2"), ("One", "p1"), ("Two", "p2"))
            ),
            return_exceptions=True,
        )
        assert sum(isinstance(one, Replayed) for one in found) == 2
        said = [text for side, text in await office.said(key) if side == "person"][2:]
        assert sorted(said) == ["One", "Two"]
        (again,) = await office.store.items(conversation=key)
        assert again.id == item.id

    talks_on(scene)


def test_f19_words_whose_id_was_taken_meanwhile_are_answered_as_said(talks_on: Talks) -> None:
    """A conflict is read as it is: the page is told that its line is there, and tries no more."""

    async def scene(office: Office) -> None:
        item = await office.talks()
        await office.talk.say(OLENA, item.id, "Hello", "m1")
        office.talk._answered.clear()  # another node, which knows nothing of it
        await office.talk.say(OLENA, item.id, "Hello", "m1")
        await office.talk.say(OLENA, item.id, "Go on", "m2")
        said = await office.said(item.conversation)
        assert said[-2:] == [("agent", "Hello"), ("agent", "Go on")]

    talks_on(scene)


def test_by_sms_words_leave_by_the_outbox_with_their_receipts(talks: Talks) -> None:
    async def scene(office: Office) -> None:
        item = await office.talks(channel="sms", gateway="sms", address="+380501234567")
        office.now += 1
        await office.talk.say(OLENA, item.id, "Доброго дня", "m1")
        letters = await office.store.outgoing(conversation=item.conversation)
        assert '"text":"Доброго дня"' in letters[0].body
        number = (await office.talk.lines(OLENA, item.id))[-1][0]
        signs = await office.talk.signs(OLENA, item.id)
        assert signs.receipts[number] == "queued"
        (mine,) = await office.store.claim_outgoing(office.now, 1, "n", ("sms",))
        while mine.key != letters[0].key:
            assert await office.store.settle(replace(mine, state="sent"), "n")
            (mine,) = await office.store.claim_outgoing(office.now, 1, "n", ("sms",))
        assert await office.store.settle(replace(mine, state="failed"), "n")
        assert (await office.talk.signs(OLENA, item.id)).receipts[number] == "failed"

    talks(scene)


def test_words_leave_in_their_order_whatever_the_clock_of_the_agent_s_node(
    talks_on: Talks,
) -> None:
    async def scene(office: Office) -> None:
        item = await office.talks(channel="sms", gateway="sms", address="+380501234567")
        office.now += 1
        await office.talk.say(OLENA, item.id, "First", "m1")
        office.now -= 5
        await office.talk.say(OLENA, item.id, "Second", "m2")
        last, before, *_ = await office.store.outgoing(conversation=item.conversation)
        assert ("Second" in last.body, "First" in before.body) == (True, True)
        assert last.at > before.at

    talks_on(scene)


def test_who_types_and_what_was_seen_is_told_while_they_talk_only(talks: Talks) -> None:
    async def scene(office: Office) -> None:
        item = await office.waits()
        key = item.conversation
        await office.talk.person_types(await office.conversations.look(key))
        await office.talk.person_saw(await office.conversations.look(key), 3)
        assert office.talk.talking.typing(key) == ()
        assert office.talk.talking.seen(key) == 0
        item = await office.accepted(item, OLENA)
        await office.talk.say(OLENA, item.id, "Hello")
        found = await office.conversations.look(key)
        await office.talk.person_types(found)
        await office.talk.person_saw(found, 10_000)
        signs = await office.talk.signs(OLENA, item.id)
        assert (signs.typing, signs.seen) == (("person",), found.messages)
        await office.talk.typing(OLENA, item.id)
        assert (await office.talk.signs(OLENA, item.id)).typing == ("person",)
        await office.talk.say(OLENA, item.id, "And")
        assert office.talk.talking.typing(key) == ("person",)
        await office.conversations.say(key, "I need a form")
        assert office.talk.talking.typing(key) == ()

    talks(scene)


def test_files_of_the_person_are_found_by_whom_they_were_sent_to(talks: Talks) -> None:
    async def scene(office: Office) -> None:
        from flowengine.host.media import checked

        item = await office.talks()
        await office.conversations.receive(item.conversation, checked(b"A note.", "a.txt"), "f1")
        line = (await office.talk.lines(OLENA, item.id))[-1][3]
        found = await office.talk.file(OLENA, item.id, line.reference["upload"])
        assert (found.name, found.body) == ("a.txt", b"A note.")
        with pytest.raises(Refusal) as refused:
            await office.talk.file(OLENA, item.id, "nothing")
        assert refused.value.code == "unknown-file"
        office.queue(anonymous=True)
        named = checked(b"Another.", "+380501234567.txt")
        await office.conversations.receive(item.conversation, named, "f2")
        line = (await office.talk.lines(OLENA, item.id))[-1][3]
        found = await office.talk.file(OLENA, item.id, line.reference["upload"])
        assert "50123" not in f"{found.name} {line}"

    talks(scene)
