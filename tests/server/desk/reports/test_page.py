"""Reports as they are shown and taken along: counted by hand, and to whom they are shown."""

from __future__ import annotations

import csv
import io
import time

import msgspec
import pytest

from flowengine.desk import log
from flowengine.desk.log import Entry
from flowengine.store.records import Conversation, Fact, Turn
from tests.desk.history import Life, written
from tests.server.desk.conftest import Office

DAYS = "/desk/reports?period=7"
TABLE = "/desk/reports/table.csv?period=7"


def furnish(office: Office) -> list[Entry]:
    """Yesterday and the night before: three answered (one late), one gone, one who left for a
    call, one not let in; and an opinion."""
    at = time.time() - 30 * 3600.0
    gone, promised = Life("e", at + 50), Life("f", at + 60)
    place = promised.item
    entries = written(
        Life("a", at).talked(at + 30, at + 100, at + 130, "u1"),
        Life("b", at + 10, language="fa").talked(at + 110, at + 200, at + 210, "u1"),
        Life("c", at + 20, queue="legal").talked(at + 25, at + 65, at + 70, "u2"),
        gone.do("left", 0.0, at + 90),
        promised.do("left", 0.0, at + 100),
        Life("call", at + 100, earlier=place, kind="callback", until=at + 4000),
        Life("g", at + 200).do("unserved", "nobody", at + 201),
    )
    office.do(office.store.log, entries)
    facts = [
        Fact(at + 140, "survey", "{}"),
        Fact(at + 150, "saved", '{"name": "Rating", "value": 5}'),
        Fact(at + 151, "saved", '{"name": "Remark", "value": "<b>Дякую</b>"}'),
    ]
    talk = Conversation(
        id="of a", flow="help", digest="d", channel="chat", token=b"t", session=b"", prompt="",
        ended=True, changed=at,
    )  # fmt: skip
    office.do(office.store.commit, Turn(talk, facts=tuple(facts)))
    return entries


def rows(office: Office, query: str = "") -> dict[str, dict[str, str]]:
    """The CSV by its first column."""
    text = office.get(TABLE + query).removeprefix("\ufeff")
    found = list(csv.DictReader(io.StringIO(text)))
    return {next(iter(row.values())): row for row in found}


def test_the_table_says_what_was_counted_by_hand(office: Office) -> None:
    furnish(office)
    office.become("sofia")
    found = rows(office)
    advice = found["advice"]
    wanted = {
        "offered": 3, "answered": 2, "abandoned": 1, "for_callback": 1, "unserved": 1,
        "callbacks": 1, "strict": 0.3333, "sl1": 0.5, "sl2": 0.6667, "abandonment": 0.3333,
        "asa": 65, "longest": 100, "handled": 2, "aht": 100, "asked": 1, "rated": 1, "mark": 5,
    }  # fmt: skip
    assert {name: float(advice[name]) for name in wanted} == pytest.approx(wanted)
    assert (found["legal"]["offered"], found["legal"]["strict"]) == ("1", "1")
    assert rows(office, "&queue=legal").keys() == {"legal"}
    assert rows(office, "&by=language")["Persian"]["strict"] == ""  # of fewer than five


def test_page_and_paper_show_the_same(office: Office) -> None:
    furnish(office)
    office.become("sofia")
    text = office.get(DAYS)
    for told in ("Answered + abandoned.", "33 %", "1:40 min", "&lt;b&gt;Дякую&lt;/b&gt;", "<svg"):
        assert told in text
    assert "<b>Дякую" not in text
    assert "< 5" not in text
    assert "&lt; 5" in office.get(f"{DAYS}&by=language")
    answer = office.client.get("/desk/reports/report.pdf?period=7")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_figures_of_agents_are_for_those_who_may_and_name_nobody_first(office: Office) -> None:
    furnish(office)
    office.become("sofia")
    text = office.get(f"{DAYS}&by=agent")
    assert "In order of names" in text
    assert "Mean handling time" not in text.split("All figures")[0].split("Rows by agent")[1]
    assert list(rows(office, "&by=agent")) == ["Ivan", "Olena"]
    office.become("august")
    text = office.get(f"{DAYS}&by=agent&agent=u1")
    assert "Olena" not in text
    assert "Rows by queue" in text


def test_an_auditor_reads_no_comment_and_takes_nothing_along(office: Office) -> None:
    furnish(office)
    office.become("august")
    text = office.get(DAYS)
    assert "Дякую" not in text
    assert "table.csv" not in text
    office.get(TABLE, 403)


def test_who_took_which_report_is_written_down(office: Office) -> None:
    furnish(office)
    office.become("sofia")
    office.get(f"{TABLE}&queue=advice&by=interval")
    who, what, subject = office.audits()[-1]
    assert "sofia" in who
    assert what == "took the report as CSV"
    assert subject.endswith("by interval advice")


def test_supervisors_see_the_reports_of_their_own_queues(office: Office) -> None:
    furnish(office)
    said = {"status": "ready", "before": "offline"}
    stood = [
        Entry(at=time.time() - 3600.0, kind=log.STATUS, agent=agent, body=said)
        for agent in ("u1", "u2")
    ]
    office.do(office.store.log, stood)
    # Of the queues that a flow declares; "legal" is none here any more.
    office.become("petra")
    for address in (DAYS, TABLE, "/desk/reports/flows", "/desk/reports/staffing"):
        office.get(address, 403)
    petra = msgspec.structs.replace(office.user("petra"), queues=("advice",), version=2)
    assert office.do(office.store.write_user, petra)
    office.become("petra")
    assert rows(office).keys() == {"advice"}
    assert rows(office, "&by=agent").keys() == {"Olena"}
    for query in ("", "&by=agent", "&by=agent&agent=u2", "&by=language"):
        text = office.get(DAYS + query)
        assert "Ivan" not in text
        assert "legal" not in text
    office.get(f"{DAYS}&queue=legal", 403)
    assert b"%PDF-" in office.client.get("/desk/reports/report.pdf?period=7&by=agent").content
    office.get("/desk/reports/flows")  # all that is served is theirs
    office.become("sofia")
    assert rows(office).keys() == {"advice", "legal"}


def test_ways_through_a_flow_are_shown(office: Office) -> None:
    office.become("sofia")
    office.do(office.house.conversations.begin, "help", channel="chat")
    text = office.get("/desk/reports/flows?period=today")
    assert '<dd class="big">1</dd>' in text
    assert "Nobody began this flow" in office.get("/desk/reports/flows?period=yesterday")


def test_a_period_without_anybody_says_so(office: Office) -> None:
    office.become("sofia")
    assert "Nothing happened in this period." in office.get("/desk/reports?period=today")


def test_outcomes_of_ones_own_are_counted_by_themselves(office: Office) -> None:
    at = time.time() - 3600.0
    lives = [
        Life(f"{n}", at).accepted(at + 1, "u1").do("closed", at + 50, outcome)
        for n, outcome in enumerate(("Family", "Advice on something else", "Passed on", "Silent"))
    ]
    office.do(office.store.log, written(*lives))
    office.become("sofia")
    text = office.get(DAYS)
    ended = text[text.index("How talks ended") :]
    outcome, categories = (part.split("</table>")[0] for part in ended.split("<table")[1:3])
    for name, category in (
        ("Passed on", "an outcome of your own"),
        ("Advice on something else", "none"),
        ("Silent", "no contact"),
        ("Family", "Family"),
    ):
        row = outcome[outcome.index(name) :].split("</tr>")[0]
        assert category in row
    assert "an outcome of your own" in categories
    assert "no contact" not in categories
