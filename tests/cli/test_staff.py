from __future__ import annotations

import asyncio
import time
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from flowengine.cli import staff
from flowengine.store.opening import opened
from tests.desk.history import Life, written

if TYPE_CHECKING:
    from pathlib import Path

    from flowengine.desk.log import Entry
    from tests.cli.conftest import Command

KYIV = ZoneInfo("Europe/Kyiv")
BY_HAND = ("staff", "--calls", 20, "--aht", 900, "--patience", 180, "--within", 20)


def next_monday() -> date:
    today = datetime.now(KYIV).date()
    return today + timedelta(days=7 - today.weekday())


def weeks(count: int, people: int) -> list[Entry]:
    """So many Mondays with people at ten; every tenth gives up after three minutes."""
    lives = []
    for week in range(1, count + 1):
        day = next_monday() - timedelta(weeks=week)
        ten = datetime(day.year, day.month, day.day, 10, tzinfo=KYIV).timestamp()
        for number in range(people):
            at = ten + 60.0 * number
            life = Life(f"{week}-{number}", at)
            if number % 10:
                lives.append(life.talked(at + 10.0, at + 250.0, at + 310.0))
            else:
                lives.append(life.do("left", 0.0, at + 180.0))
    return written(*lives)


def stored(path: Path, entries: list[Entry]) -> Path:
    async def write() -> None:
        store = opened(path)
        await store.start()
        await store.log(entries)
        await store.close()

    asyncio.run(write())
    return path


def test_an_hour_given_by_hand(command: Command) -> None:
    told = command(*BY_HAND, "--shrinkage", "30%")
    assert told.code == 0
    assert told.out.splitlines() == [
        "Goal: 80% of those who come answered within 20 s.",
        "                        Erlang A                                 Erlang C",
        "from    people  load    agents  rostered  in time  give up  busy    agents  in time",
        "hour      20.0   5.0         7        10      84%     8.7%   65%         8      84%",
        "7.0 hours of people at the desk.",
    ]


@pytest.mark.slow
def test_what_if(command: Command) -> None:
    plan = command(*BY_HAND, "--what-if").out.splitlines()[-1]
    assert plan.startswith("Tried over 20 days with the plan: of 4")
    few = command(*BY_HAND, "--what-if", 4).out.splitlines()[-1]
    assert few.startswith("Tried over 20 days with 4 all the time: of 4")
    share = [int(line.partition("people ")[2].partition("%")[0]) for line in (plan, few)]
    assert share[0] > 75
    assert share[1] < share[0]
    assert command(*BY_HAND, "--what-if", 4).out.splitlines()[-1] == few


def test_a_day_is_forecast_from_the_desks_log(command: Command, tmp_path: Path) -> None:
    store = stored(tmp_path / "store.db", weeks(4, 20))
    told = command(
        "staff", "advice", "--store", store, "--day", next_monday(), "--zone", "Europe/Kyiv",
        "--weeks", 4,
    )  # fmt: skip
    assert told.code == 0, told.err
    lines = told.out.splitlines()
    assert lines[0] == (
        f"advice, Monday {next_monday()}, from 4 weeks before;"
        " 72 talks of 300 s with wrap-up, patience 270 s."
    )
    assert [line.split()[:3] for line in lines[4:-1]] == [["10:00", "20.0", "3.3"]]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("staff",), "Name the queue"),
        (("staff", "--calls", 20), "--aht 900"),
        (("staff", "--calls", "many"), "many is not a number."),
        (("staff", "--calls", 0), "greater than nothing"),
        (("staff", "--share", 100), "from 0 to 99"),
        (("staff", "--calls", 9e9, "--aht", 900), "Ask for less."),
    ],
)
def test_what_cannot_be_done_is_said(
    command: Command, arguments: tuple[object, ...], words: str
) -> None:
    told = command(*arguments)
    assert told.code == 2
    assert words in told.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("advice",), "The log has 9 talks of advice, too few"),
        (("advice", "--day", "yesterday", "--aht", 300), "--day 2026-11-30"),
        (("advice", "--zone", "Nowhere/At_All", "--aht", 300), "--zone Europe/Kyiv"),
        (("nobody", "--aht", 300), "nobody came on that weekday"),
    ],
)
def test_too_little_to_learn_from_is_said(
    command: Command, tmp_path: Path, arguments: tuple[object, ...], words: str
) -> None:
    store = stored(tmp_path / "store.db", weeks(1, 10))
    told = command("staff", *arguments, "--store", store)
    assert told.code == 2
    assert words in told.err


def test_tomorrow_is_what_is_asked_for(command: Command, tmp_path: Path) -> None:
    at = time.time() - staff.WEEK + 24 * 3600.0
    calls = [Life(f"{n}", at + n).talked(at + n, at + 300.0, at + 310.0) for n in range(25)]
    told = command("staff", "advice", "--store", stored(tmp_path / "s.db", written(*calls)))
    assert told.code == 0, told.err
    assert "nobody gave up" in told.out


OFFICE = """\
flow line "Line"

hours office
  zone Europe/Kyiv
  mon-fri 9:00-18:00
  {day} closed

queue advice
  hours office

start:
  handoff advice
  end
"""


@pytest.mark.parametrize(
    ("weeks_before", "told"),
    [
        (0, "is closed on"),  # the day itself is a holiday
        (1, "from 1 weeks before"),
    ],
)
def test_holidays_are_neither_learnt_from_nor_planned_for(
    command: Command, tmp_path: Path, weeks_before: int, told: str
) -> None:
    store = stored(tmp_path / "store.db", weeks(2, 30))
    folder = tmp_path / "flows"
    folder.mkdir()
    day = next_monday() - timedelta(weeks=weeks_before)
    (folder / "line.flow").write_text(OFFICE.format(day=day), encoding="utf-8")
    asked = ("--store", store, "--day", next_monday(), "--zone", "Europe/Kyiv", "--flows", folder)
    answer = command("staff", "advice", *asked)
    assert told in answer.out + answer.err
    assert command("staff", "other", *asked, "--aht", 900).code == 2
