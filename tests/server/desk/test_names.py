"""Queues are called by titles wherever people read, and by names wherever machines do."""

from __future__ import annotations

import re
import time

import pytest

from flowengine.desk.sentences import Sentence
from flowengine.host.desk.terms import Terms
from flowengine.language.program import Queue
from flowengine.server.desk.names import named, titles
from tests.desk.history import Life, written
from tests.server.desk.conftest import Office

TERMS = {
    "team": Terms(Queue("", 0, titles={"en": "The team", "uk": "Команда"})),
    "night_duty": Terms(),
}


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("uk", ["Команда", "night duty", "gone"]),
        ("en", ["The team", "night duty", "gone"]),
        ("fa", ["The team", "night duty", "gone"]),  # the first that was written
    ],
)
def test_a_queue_has_the_title_of_the_reader_else_the_first_else_its_name(
    language: str, expected: list[str]
) -> None:
    told = named(language, TERMS)
    assert [told.titled(name) for name in ("team", "night_duty", "gone")] == expected
    assert told.language == language
    assert told["queues"]  # the words are all there


def test_other_flows_that_are_served_are_known_at_once() -> None:
    assert named("en", TERMS) is named("en", TERMS)
    other = {"team": Terms(Queue("", 0, titles={"en": "Us"}))}
    assert named("en", other).titled("team") == "Us"
    assert named("en", TERMS).titled("team") == "The team"
    assert titles("en", {"team": Terms()}) == {}


@pytest.mark.parametrize(
    ("language", "name"), [("en", "The team"), ("hr", "The team"), ("uk", "Команда")]
)
def test_a_sentence_about_a_queue_has_its_title(language: str, name: str) -> None:
    sentence = Sentence("ahead", "{count} before it in {queue}.", count=2, queue="team")
    assert name in named(language, TERMS).sentence(sentence)
    assert str(sentence) == "2 before it in team."  # as the command line says it


def test_board_reports_and_accounts_show_titles_and_send_names(office: Office) -> None:
    at = time.time() - 3600.0
    office.do(office.store.log, written(Life("a", at).talked(at + 1, at + 50, at + 60, "u1")))
    office.become("sofia")
    for language, title in (("en", "advice"), ("fa", "خط مشاوره")):
        office.client.headers["accept-language"] = language
        page = office.get("/desk/board")
        assert title in page
        assert "/desk/board/queues/advice" in page
        assert f"<bdi>{title}</bdi>" in office.get("/desk/board/queues/advice")
        chosen = office.get("/desk/reports?period=7&queue=advice")  # one that is asked for stands
        assert re.search(f'<option value="advice"[^>]*>{title}</option>', chosen)
        assert f"<bdi>{title}</bdi>" in office.get("/desk/reports?period=7")  # the row
        assert title in office.get("/desk/users")
        rows = office.get("/desk/reports/table.csv?period=7").splitlines()
        assert rows[1].startswith("advice,")
