"""A shift at the real desk, whose report is the log counted by hand; and ways through its flow."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from flowengine.desk import cutting
from flowengine.desk.declared import Declared
from flowengine.host.desk import reporting, walks
from flowengine.host.desk.reporting import Question
from flowengine.store.records import Conversation, Trace
from tests.host.desk.conftest import Work
from tests.host.desk.shift import Shift

NOTHING: dict[str, Declared] = {}  # the log says what queues promise


async def day(shift: Shift) -> None:
    """One answered at once, one after 50 s, one gone, one promised a call, one who still waits."""
    olena = await shift.agent("olena", caps={"chat": 1})
    first = await shift.served(olena)
    second = await shift.waiting()
    await shift.look(50.0)
    await shift.desk.finish(olena, first.id)
    await shift.desk.close(olena, first.id, "Family")
    await shift.look()
    offered = await shift.item(second)
    await shift.desk.accept(olena, offered.token)
    await shift.settle()
    third = await shift.waiting()
    await shift.look(10.0)
    await shift.house.conversations.leave(third.conversation)
    await shift.look()
    await shift.person("4")
    await shift.waiting("2")
    await shift.look(5.0)


def test_the_report_of_a_shift_is_its_log_counted(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        begin = shift.now
        await day(shift)
        question = Question(begin, shift.now + 1)
        made = await reporting.counted(shift.store, question, NOTHING)
        entries = await shift.store.entries()
        total = made.finest.total
        kinds = Counter(one.kind for one in entries)
        promised = [
            one for one in entries if one.kind == "joined" and one.body["kind"] == "callback"
        ]
        assert (total.answered, total.abandoned) == (kinds["accepted"], kinds["abandoned"])
        assert (total.answered, total.abandoned, total.waiting) == (2, 1, 1)
        assert total.callbacks == len(promised) == 1
        waited = [one.body["waited"] for one in entries if one.kind == "accepted"]
        assert (total.wait, total.longest) == (sum(waited), max(waited)) == (50.0, 50.0)
        assert (total.strict, total.sl1) == (2 / 3, 1.0)
        assert made.outcomes == {"Family": 1}
        assert made.entries == len(entries)
        by_queue = cutting.regrouped(made.finest, ("queue",)).rows
        assert by_queue["duty",].waiting == 1
        assert made.times["olena"].occupancy == 1.0
        again = await reporting.counted(shift.store, question, NOTHING)
        assert again == made

    work(scene)


HOUR = 3600.0


def test_f29_a_letter_that_lay_overnight_is_counted_by_the_office(work: Work) -> None:
    """A text of half past four in the afternoon is answered ten minutes later; what they write
    then lies until nine and is answered at ten past."""

    async def scene(shift: Shift) -> None:
        shift.now += 6.5 * HOUR
        begin = shift.now
        olena = await shift.agent("olena")
        item = await shift.served(olena, "5", channel="sms")
        talk, key = shift.house.desk.talk, item.conversation
        shift.now += 600.0
        await talk.say(olena, item.id, "Good evening.")
        shift.now += 600.0
        await shift.house.conversations.say(key, "And tomorrow?", "")
        shift.now = begin + 16.5 * HOUR + 600.0
        await talk.say(olena, item.id, "Tomorrow, too.")
        await shift.desk.finish(olena, item.id)
        await shift.desk.close(olena, item.id, "Advice")
        question = Question(begin, shift.now + 1)
        total = (await reporting.counted(shift.store, question, NOTHING)).finest.total
        assert (total.async_first, total.async_next) == (600.0, 600.0 + 600.0)
        assert total.async_resolution == 0.5 * HOUR + 600.0

    work(scene)


def test_a_question_narrows_everything(work_here: Work) -> None:
    async def scene(shift: Shift) -> None:
        begin = shift.now
        await day(shift)
        question = Question(begin, shift.now + 1, queues=("duty",), opinions=False)
        made = await reporting.counted(shift.store, question, NOTHING)
        assert (made.finest.total.offered, made.finest.total.waiting) == (0, 1)
        assert made.outcomes == {}
        assert made.known["queue"] == ("duty", "people")  # to choose from
        before = await reporting.counted(shift.store, Question(begin - 60, begin), NOTHING)
        assert before.finest.rows == {}

    work_here(scene)


def test_the_log_is_read_page_by_page(work_here: Work) -> None:
    async def scene(shift: Shift) -> None:
        await day(shift)
        whole = await shift.store.entries()
        plain = shift.store.entries
        sizes: list[int] = []

        async def small(**asked: object) -> object:
            found = await plain(**asked, limit=3)  # type: ignore[arg-type]
            sizes.append(len(found))
            return found

        shift.store.entries = small  # type: ignore[assignment,method-assign]
        assert tuple(await reporting.entries(shift.store, 0.0)) == whole
        assert sizes[-1] == 0

    work_here(scene)


def test_ways_through_the_flow(work_here: Work) -> None:
    async def scene(shift: Shift) -> None:
        begin = shift.now
        await day(shift)
        await shift.person("7")
        await shift.person("my name is Ana")
        found = await walks.walked(shift.store, "line", begin, shift.now + 1)
        assert found.conversations == 7
        # Who left in a hurry left no trace.
        assert found.reached["line.main/menu"] == 6
        menu = found.menus["line.main/menu"]
        assert menu.chosen["0"] == 2
        assert (menu.chosen["3"], menu.chosen["6"], menu.chosen[""]) == (1, 1, 1)
        assert menu.labels["0"] == {"en": "A person"}
        assert "Ana" not in str(found)
        assert found.handed_over == 3
        assert found.median_to_person == 0.0
        assert not found.cut
        none = await walks.walked(shift.store, "line", begin - 100, begin)
        assert (none.conversations, none.median_to_person) == (0, None)

    work_here(scene)


@pytest.mark.parametrize(
    ("event", "chosen"),
    [
        ({"type": "picked", "choice": "2"}, "2"),
        ({"type": "pressed", "keys": "2"}, "1"),
        ({"type": "said", "text": "2"}, "1"),
        ({"type": "said", "text": "gO"}, "2"),
        ({"type": "picked", "choice": "9"}, ""),
        ({"type": "silence"}, ""),
    ],
)
def test_the_key_of_one_choice_is_the_name_of_another(event: dict[str, str], chosen: str) -> None:
    choices = [{"id": "1", "key": "2", "label": "Stay"}, {"id": "2", "key": "3", "label": "Go"}]
    prompt = [{"type": "prompt", "kind": "menu", "language": "en", "choices": choices}]
    traces = [
        Trace(1, 0.0, "", "", "f.main/menu", json.dumps(prompt), 0.0, "n"),
        Trace(2, 1.0, json.dumps(event), "f.main/menu", "f.next", "[]", 0.0, "n"),
    ]
    found = walks.Walks()
    walks.add(found, Conversation("c", "f", "", "chat", b"", b"", "", False, 1.0), traces)
    assert found.menus["f.main/menu"].chosen == {chosen: 1}
