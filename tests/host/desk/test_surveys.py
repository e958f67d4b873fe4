from __future__ import annotations

import pytest
from msgspec.structs import replace

from flowengine.desk import moves
from flowengine.desk.items import Item
from flowengine.host.desk import surveys
from flowengine.host.desk.surveys import ASKED, Opinion, begun, mean, rate
from flowengine.language.program import Outcome
from flowengine.runtime import decode
from tests.host.desk.conftest import Talks
from tests.host.desk.talks import OLENA, Office

LINE = """flow line "The line"
channels chat, sms

slots
  topic: text

queue people

start:
  ask topic: text "What is it about?"
  handoff people
  call survey
  end
"""
PHONE = "+380501234567"


async def finished(office: Office, item: Item) -> None:
    """The talk ends, and the flow goes on to the survey."""
    office.now += 30
    survey = await surveys.welcome(office.talk, item, "")
    await office.move(moves.finished(item, office.now + 60, office.now, survey=survey))


def test_opinions_find_their_talk_by_queue_channel_and_language(talks_on: Talks) -> None:
    async def scene(office: Office) -> None:
        office.serves(LINE)
        item = await office.talks(OLENA, "a form")
        await finished(office, item)
        for words in ("4", "Very kind"):
            office.now += 5
            await office.conversations.say(item.conversation, words)
        silent = await office.talks(OLENA, "a bed")
        await finished(office, silent)
        first, second = await surveys.results(office.talk, 0.0, office.now + 1)
        assert (first.item, first.queue, first.channel) == (item.id, "people", "chat")
        assert (first.rating, first.remark, first.agent) == (4.0, "Very kind", "")
        assert (second.item, second.rating, second.remark) == (silent.id, None, "")
        assert (rate([first, second]), mean([first, second])) == (0.5, 4.0)
        named, _ = await surveys.results(office.talk, 0.0, office.now + 1, agents=True)
        assert named.agent == OLENA.id

    talks_on(scene)


def test_nobody_is_asked_twice_in_a_week(talks: Talks) -> None:
    async def scene(office: Office) -> None:
        office.serves(LINE)
        where = {"channel": "sms", "gateway": "sms", "address": PHONE}
        item = await office.talks(OLENA, "a form", **where)
        assert await surveys.welcome(office.talk, item, "")
        await finished(office, item)
        assert not await surveys.welcome(office.talk, item, "")
        await office.conversations.end(item.conversation)
        again = await office.talks(OLENA, "a bed", **where)
        assert not await surveys.welcome(office.talk, again, "")
        office.now += surveys.PAUSE + 60
        assert await surveys.welcome(office.talk, again, "")

    talks(scene)


def test_neither_after_brief_talks_nor_of_somebody_in_danger(talks: Talks) -> None:
    async def scene(office: Office) -> None:
        office.serves(LINE)
        outcomes = (Outcome("Silent", {}, brief=True), Outcome("Advice", {}))
        office.queue(outcomes=outcomes)
        item = await office.talks(OLENA, "a form")
        assert not await surveys.welcome(office.talk, item, "Silent")
        assert await surveys.welcome(office.talk, item, "Advice")
        await office.conversations.say(item.conversation, "I want to kill myself")
        assert not await surveys.welcome(office.talk, item, "Advice")
        office.bureau.queues.clear()
        other = await office.talks(OLENA, "a bed")
        assert await surveys.welcome(office.talk, other, "Silent")

    talks(scene)


@pytest.mark.parametrize(
    ("before", "after", "begins"),
    [
        ("line.start", "survey.start/rating", True),
        ("survey.start/rating", "survey.start/remark", False),
        ("survey.done", "line.more", False),
        ("line.start", "line.survey", False),
    ],
)
def test_a_survey_begins_once(talks: Talks, before: str, after: str, begins: bool) -> None:
    async def scene(office: Office) -> None:
        item = await office.waits()
        session = decode((await office.conversations.look(item.conversation)).session)
        sessions = (replace(session, place=before), replace(session, place=after))
        assert [one.kind for one in begun(sessions, 1.0)] == [ASKED] * begins

    talks(scene)


@pytest.mark.parametrize(
    ("marks", "response", "average"),
    [([], 0.0, None), ([None], 0.0, None), ([5.0, None, 3.0, None], 0.5, 4.0)],
)
def test_response_and_mean_count_those_who_were_asked(
    marks: list[float | None], response: float, average: float | None
) -> None:
    opinions = [Opinion("i", "c", 1.0, "q", "chat", "en", mark, "") for mark in marks]
    assert (rate(opinions), mean(opinions)) == (response, average)


@pytest.mark.parametrize(
    ("value", "mark"), [(4, 4.0), ("4", 4.0), ("", None), (None, None), ("very well", None)]
)
def test_a_mark_is_a_number_or_none(value: object, mark: float | None) -> None:
    assert surveys._number(value) == mark
