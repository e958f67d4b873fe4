from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from flowengine.server.desk.words import FALLBACK, spoken
from tests.server.desk.conftest import Office, opened_office
from tests.server.desk.station import Person, furnish, station

STATIC = Path(__file__).parents[3] / "flowengine" / "server" / "static" / "desk"
PAPER = b"All is well."
SENDS = """flow desk_line "Send"
channels chat

queue advice

start:
  ask shot: file "A file?"
  handoff advice
  end
"""


@pytest.fixture
def sending(tmp_path: Path) -> Iterator[Office]:
    (tmp_path / "flows").mkdir()
    furnish(tmp_path / "flows")
    (tmp_path / "flows" / "desk_line.flow").write_text(SENDS, encoding="utf-8")
    with opened_office(tmp_path) as found:
        yield found


def test_the_page_brings_its_words_and_nothing_runs_that_stands_in_it(office: Office) -> None:
    office.become("olena")
    page = office.get("/desk")
    found = re.search(r'<script type="application/json" id="words">(.*?)</script>', page, re.S)
    assert found is not None
    told = json.loads(found[1])
    assert told["console_take"] == "Take"
    beginnings = ("console_", "status_", "call_", "channel_")
    assert not [name for name in told if not name.startswith(beginnings)]
    assert "style=" not in page
    for tag in re.findall(r"<script[^>]*>", page):
        assert 'src="/static/' in tag or 'type="application/json"' in tag


def test_the_menu_has_statuses_of_our_own(office: Office) -> None:
    office.house.desk.attendance.own = ("Debriefing", "<b>")
    office.become("olena")
    page = office.get("/desk")
    menu = re.findall(r'<option value="([^"]*)" dir="auto">([^<]*)</option>', page)
    assert menu == [
        ("ready", "Ready"), ("break", "Break"), ("training", "Training"),
        ("Debriefing", "Debriefing"), ("&lt;b&gt;", "&lt;b&gt;"), ("offline", "Offline"),
    ]  # fmt: skip


@pytest.mark.parametrize("file", sorted(STATIC.glob("*.js")), ids=lambda one: one.name)
def test_every_word_that_a_script_asks_for_is_there(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    beginning = "call_" if file.name.startswith(("call-", "call.")) else "console_"
    asked = set(re.findall(r'\bword\("([a-z_]+)"', text))
    missing = {one for one in asked if beginning + one not in spoken()[FALLBACK]}
    assert not missing


def test_a_file_of_a_person_is_given_to_their_agent_and_that_is_written_down(
    sending: Office,
) -> None:
    with station(sending, "olena") as page:
        page.ready()
        person = Person(sending)
        person.sends("paper.txt", PAPER)
        item = page.accepts()["id"]
        page.does("open", item=item)
        line = page.until(
            lambda: [one for one in page.lines.get(item, ()) if one.get("reference")]
        )[0]
        address = f"/desk/items/{item}/files/{line['reference']['upload']}"
        answer = sending.client.get(address)
        assert (answer.status_code, answer.content) == (200, PAPER)
        assert "attachment" in answer.headers["content-disposition"]
        sending.get(address)
        took = [one for one in sending.audits() if one[1] == "took the file"]
        assert len(took) == 1  # looking again at once is the same look
        sending.get(f"/desk/items/{item}/files/other", 404)
        sending.become("ivan")
        sending.get(address, 403)
