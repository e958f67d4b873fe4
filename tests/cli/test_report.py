"""`flowengine report`: the same figures as a table, a CSV and a PDF."""

from __future__ import annotations

import asyncio
import csv
import io
import time
from typing import TYPE_CHECKING

import pytest

from flowengine.store.opening import opened
from tests.desk.history import Life, written

if TYPE_CHECKING:
    from pathlib import Path

    from flowengine.store.records import Audit
    from tests.cli.conftest import Command

FLOW = """\
flow line "Line"

queue advice
  answer within 20s

start:
  handoff advice
  end
"""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "store.db"
    at = time.time() - 2 * 86_400.0

    async def write() -> None:
        store = opened(path)
        await store.start()
        lives = (
            Life("a", at).talked(at + 30, at + 60, at + 90),
            Life("b", at).do("left", 0.0, at + 5),
            Life("c", at, queue="=duty").talked(at + 1, at + 60, at + 61),
        )
        await store.log(written(*lives))
        await store.close()

    asyncio.run(write())
    return path


def audits(path: Path) -> tuple[Audit, ...]:
    async def read() -> tuple[Audit, ...]:
        store = opened(path)
        await store.start()
        try:
            return await store.audits(limit=10)
        finally:
            await store.close()

    return asyncio.run(read())


def test_a_table_with_its_total(command: Command, store: Path) -> None:
    told = command("report", "--store", store).out.splitlines()
    assert told[-1].split()[:4] == ["Total", "3", "2", "1"]
    assert [line.split()[0] for line in told[2:]] == ["=duty", "advice", "Total"]
    assert [(one.who, one.what) for one in audits(store)] == [
        ("command line", "took the report as table")
    ]


def test_a_csv_in_which_nothing_is_run(command: Command, store: Path) -> None:
    text = command("report", "--store", store, "--format", "csv").out
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [(row["queue"], row["strict"]) for row in rows] == [("'=duty", "1"), ("advice", "0.5")]
    plain = command("report", "--store", store, "--format", "csv", "--no-bom").out
    assert plain.startswith("queue,")


def test_the_bound_is_that_of_the_flows(command: Command, store: Path, tmp_path: Path) -> None:
    (tmp_path / "flows").mkdir()
    (tmp_path / "flows" / "line.flow").write_text(FLOW, encoding="utf-8")
    told = command("report", "--store", store, "--flows", tmp_path / "flows", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(told.out.removeprefix("\ufeff"))))
    assert rows[1]["strict"] == "0"


def test_a_pdf_and_one_queue(command: Command, store: Path, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    command("report", "--store", store, "--format", "pdf", "--output", file, "--queue", "advice")
    assert file.read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--format", "pdf"), "--output report.pdf"),
        (("--since", "yesterday"), "yesterday is no day. Write --since 2026-11-01."),
        (("--since", "2026-11-30", "--until", "2026-11-01"), "Turn the two days round."),
        (("--queue", "advise", "--flows", "flows"), "There is no queue advise. There are:"),
        (("--zone", "Kyiv"), "Write --zone Europe/Kyiv."),
        (("--format", "csv", "--output", "/nowhere/at/all.csv"), "could not be written"),
    ],
)
def test_what_cannot_be_done_says_what_can(
    command: Command, store: Path, arguments: tuple[str, ...], told: str
) -> None:
    answer = command("report", "--store", store, *arguments)
    assert answer.code == 2
    assert told in answer.err


OFFICE = """\
flow line "Line"

hours office
  zone UTC
  mon-sun 9:00-17:00

queue advice
  hours office
  answer within 120m

start:
  handoff advice
  end
"""


def test_f29_what_lay_overnight_waited_while_the_office_was_open(
    command: Command, tmp_path: Path
) -> None:
    """A letter of four in the afternoon, taken and answered at ten, done at eleven; and a call that
    was promised at the same time. Counted by the wall nothing of it is in time."""
    path, hour = tmp_path / "store.db", 3600.0
    four = time.time() // 86_400.0 * 86_400.0 - 3 * 86_400.0 + 16 * hour
    ten, eleven = four + 18 * hour, four + 19 * hour
    letter = Life("a", four, media="async", channel="sms").accepted(ten).said("answered", ten)
    call = Life("b", four, media="voice", kind="callback", channel="sms").accepted(ten)
    both = [one.do("finished", eleven, eleven).do("closed", eleven, "Advice")
            for one in (letter, call)]  # fmt: skip

    async def write() -> None:
        store = opened(path)
        await store.start()
        await store.log(written(*both))
        await store.close()

    asyncio.run(write())
    (tmp_path / "flows").mkdir()
    (tmp_path / "flows" / "line.flow").write_text(OFFICE, encoding="utf-8")

    def told(*flows: str | Path) -> tuple[str, ...]:
        out = command("report", "--store", path, "--format", "csv", *flows).out
        (row,) = csv.DictReader(io.StringIO(out.removeprefix("\ufeff")))
        names = ("strict", "asa", "longest", "firsts", "async_first", "async_resolution")
        return tuple(row[name] for name in names)

    assert told("--flows", tmp_path / "flows") == ("1", "7200", "7200", "2", "7200", "10800")
    assert told() == ("0", "64800", "64800", "2", "64800", "68400")
