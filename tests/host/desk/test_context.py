from __future__ import annotations

import pytest

from flowengine.desk import items, moves
from flowengine.desk.items import Item
from flowengine.host.desk import context
from flowengine.host.desk.context import Earlier, results
from flowengine.language.program import Outcome, Reply
from flowengine.store.records import Attribute, Consent, Fact, Tag
from flowengine.store.verbs import StoreError
from tests.host.desk.conftest import Talks
from tests.host.desk.talks import MARKO, OLENA, Office

PHONE = "+380501234567"


async def knows(office: Office, item: Item) -> context.Context:
    return await office.talk.context(OLENA, item.id)


def test_answers_are_there_and_secrets_are_not(talks: Talks) -> None:
    async def scene(office: Office) -> None:
        item = await office.talks()
        found = await knows(office, item)
        assert found.answers == (("Topic", "a form"),)
        assert (found.title, found.language, found.item) == ("The line", "en", item)
        assert "4711" not in str(found)
        assert found.name.startswith("Contact ")
        assert not found.anonymous
        assert ("line.more", "more") in found.steps
        assert not {"line.repeat", "line.help"} & {place for place, _ in found.steps}

    talks(scene)


def test_who_somebody_is_what_they_allowed_and_when_they_came_before(talks_on: Talks) -> None:
    async def scene(office: Office) -> None:
        where = {"channel": "sms", "gateway": "sms", "address": PHONE}
        first = await office.talks(OLENA, "a bed", "1", **where)
        office.now += 10
        first = await office.move(moves.finished(first, office.now + 60, office.now))
        await office.move(moves.closed(first, office.now, "Advice given"))
        await office.conversations.end(first.conversation)
        office.now += 100
        item = await office.talks(OLENA, "a form", "1", **where)
        contact = item.contact
        await office.store.write_contact(
            attributes=[Attribute(contact, "name", '"Ann"', 1.0)],
            tags=[Tag(f"contact/{contact}", "regular", 1.0)],
            consents=[Consent(contact, "news", "sms", False, "", "", 1.0)],
        )
        found = await knows(office, item)
        assert found.name == "Ann"
        assert found.tags == ("regular",)
        assert found.consents == ("news (sms): refused",)
        (earlier,) = found.timeline
        assert earlier == Earlier(
            conversation=first.conversation, at=earlier.at, flow="line", channel="sms",
            outcome="Advice given", answers=(("Topic", "a bed"),),
        )  # fmt: skip

    talks_on(scene)


def test_without_a_name_the_address_is_one(talks: Talks) -> None:
    async def scene(office: Office) -> None:
        item = await office.talks(channel="sms", gateway="sms", address=PHONE)
        assert (await knows(office, item)).name == PHONE

    talks(scene)


def test_in_an_anonymous_queue_nobody_learns_who_it_is(talks: Talks) -> None:
    async def scene(office: Office) -> None:
        office.queue(anonymous=True)
        said = (f"call {PHONE}", "1")
        item = await office.talks(OLENA, *said, channel="sms", gateway="sms", address=PHONE)
        await office.conversations.say(item.conversation, f"Or {PHONE}")
        found = await knows(office, item)
        assert found.anonymous
        assert found.name.startswith("Contact ")
        lines = await office.talk.lines(OLENA, item.id)
        assert lines[-1][3].text == "Or ••••"
        assert PHONE not in str(found)
        assert PHONE not in str(lines)

    talks(scene)


def test_in_an_anonymous_queue_no_hole_is_filled_with_a_number_and_ours_stand(talks: Talks) -> None:
    async def scene(office: Office) -> None:
        reply = Reply("Line", {"en": "You said {{ topic }}. Ours is 0800 123 4567."})
        office.queue(anonymous=True, replies=(reply,), script="intake")
        item = await office.talks(OLENA, f"call {PHONE}", "1")
        (told,) = (await knows(office, item)).replies
        assert told == ("Line", "You said call ••••. Ours is 0800 123 4567.")
        key, _ = await office.talk.begin_script(OLENA, item.id)
        assert (await office.said(key))[0] == ("flow", "It is about call ••••.")

    talks(scene)


@pytest.mark.parametrize("how", ["lines", "context"])
def test_nothing_is_read_that_could_not_be_written_down(talks: Talks, how: str) -> None:
    async def scene(office: Office) -> None:
        item = await office.talks()
        note = office.store.note

        async def fails(_: object) -> None:
            raise StoreError("the disk is full")

        office.store.note = fails  # type: ignore[method-assign, assignment]
        for _ in range(2):
            with pytest.raises(StoreError):
                await getattr(office.talk, how)(OLENA, item.id)
        office.store.note = note  # type: ignore[method-assign]
        await getattr(office.talk, how)(OLENA, item.id)
        assert [one.who for one in await office.store.audits()] == ["user/olena"]

    talks(scene)


def test_reading_is_written_down_once_for_each_item_and_user(talks: Talks) -> None:
    async def scene(office: Office) -> None:
        item = await office.talks()
        for _ in range(3):
            await knows(office, item)
        await office.move(moves.guest(item, items.Guest(MARKO.id, items.CONSULT), office.now))
        await office.talk.context(MARKO, item.id)
        found = [(one.who, one.subject) for one in await office.store.audits()]
        subject = f"conversation/{item.conversation}"
        assert sorted(found) == [("user/marko", subject), ("user/olena", subject)]

    talks(scene)


def test_replies_and_outcomes_are_those_of_the_queue(talks: Talks) -> None:
    async def scene(office: Office) -> None:
        office.queue(
            replies=(Reply("Hello", {"en": "I am {{ agent }}: {{ topic }}?"}),),
            outcomes=(
                Outcome("advice", {"en": "Advice given"}),
                Outcome("silent", {"uk": "Мовчання"}, brief=True),
            ),
        )
        item = await office.talks()
        found = await knows(office, item)
        assert found.replies == (("Hello", "I am Olena: a form?"),)
        assert await office.talk.reply_texts(OLENA, item) == found.replies
        assert found.outcomes == (("advice", "Advice given", False), ("silent", "silent", True))

    talks(scene)


def test_a_callback_says_first_whether_it_is_safe(talks: Talks) -> None:
    async def scene(office: Office) -> None:
        item = await office.waits()
        call = Item(
            id="call", conversation=item.conversation, queue="people", channel="chat",
            kind=items.CALLBACK, media=items.VOICE, phone=PHONE, safe="no",
        )  # fmt: skip
        await office.move(moves.joined(call, office.now))
        (waiting,) = [one for one in await office.store.items() if one.id == "call"]
        taken = await office.accepted(waiting, OLENA)
        found = await knows(office, taken)
        assert found.consents == ("Safe to call: no", "A message may be left: nobody asked")
        assert found.item.phone == PHONE
        assert found.steps == ()
        office.queue(anonymous=True)
        assert (await knows(office, taken)).item.phone == ""

    talks(scene)


def test_of_a_conversation_that_left_nothing_only_the_item_is_known(talks: Talks) -> None:
    async def scene(office: Office) -> None:
        item = await office.talks()
        await office.conversations.leave(item.conversation)
        found = await context.gathered(office.talk, item, OLENA)
        assert (found.answers, found.steps, found.replies) == ((), (), ())
        gone = Item(id="x", conversation="gone", queue="nowhere", channel="chat")
        found = await context.gathered(office.talk, gone, OLENA)
        assert (found.title, found.outcomes, found.script) == ("", (), "")

    talks(scene)


@pytest.mark.parametrize(
    ("bodies", "pairs"),
    [
        (['{"name":"A","value":1}', '{"name":"A","value":2}'], (("A", "2"),)),
        (['{"name":"A","value":"x","category":"X"}'], (("A", "X"),)),
        (['{"name":"A","value":true}'], (("A", "yes"),)),
        (['{"name":"A","value":false}'], (("A", "no"),)),
        (['{"name":"A","value":null}'], (("A", ""),)),
        (['{"name":"A","value":["a","b"]}'], (("A", '["a","b"]'),)),
    ],
)
def test_the_last_result_of_each_name_counts(
    bodies: list[str], pairs: tuple[tuple[str, str], ...]
) -> None:
    facts = [Fact(1.0, "saved", body) for body in bodies]
    assert results([*facts, Fact(2.0, "tagged", "{}")]) == pairs
