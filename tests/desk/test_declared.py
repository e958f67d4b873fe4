"""What queues promised, and since when: what changes today changes no figure of yesterday."""

from __future__ import annotations

from datetime import date, time

import msgspec
import pytest

from flowengine.desk import declared, log, reports
from flowengine.desk.declared import Declarations, Declared
from flowengine.desk.log import Entry
from flowengine.desk.outcomes import Category
from flowengine.language.program import Hours
from tests.desk.history import Life, written

HOUR = 3600.0
ALWAYS = Hours("UTC", {}, None, dict.fromkeys(range(7), ((time(0), time(0)),)))
DAY = Hours("UTC", {}, None, dict.fromkeys(range(7), ((time(9), time(17)),)))
FULL = Hours(
    "Europe/Kyiv",
    {date(2027, 1, 2): (), date(2026, 12, 31): ((time(9), time(12, 30)),)},
    ("UA", ((time(10), time(14)),)),
    {0: ((time(22), time(6)),), 6: ()},
)
BULLYING = {"Bullying": Category(contact=True, name="Violence")}


def line(at: float, promised: Declared, queue: str = "advice") -> Entry:
    return declared.entry(queue, promised, at)


@pytest.mark.parametrize(
    "promised",
    [Declared(), Declared(90.0, FULL, BULLYING), Declared(20.0, Hours("UTC", {}, None, {}))],
)
def test_a_line_says_it_all_through_json_too(promised: Declared) -> None:
    entry = line(5.0, promised)
    kept = msgspec.structs.replace(entry, body=msgspec.json.decode(msgspec.json.encode(entry.body)))
    assert declared.read(kept) == promised
    assert kept.body == entry.body
    assert (entry.kind, entry.queue, entry.at, entry.item) == (log.DECLARED, "advice", 5.0, "")


def test_what_means_the_same_is_written_the_same() -> None:
    turned = Hours(FULL.zone, dict(reversed(list(FULL.dates.items()))), FULL.holidays,
                   dict(reversed(list(FULL.days.items()))))  # fmt: skip
    assert line(1.0, Declared(60.0, turned)).body == line(1.0, Declared(60.0, FULL)).body


def test_each_moment_has_what_held_then() -> None:
    lines = [line(100.0, Declared(20.0)), line(200.0, Declared(30.0)),
             line(50.0, Declared(7.0), "duty")]  # fmt: skip
    known = Declarations(lines, {"advice": Declared(1.0), "other": Declared(2.0)})
    moments = (0.0, 100.0, 199.9, 200.0, 1e9)
    assert [known.at("advice", at).within for at in moments] == [20.0, 20.0, 20.0, 30.0, 30.0]
    assert [known.at(name, 0.0).within for name in ("duty", "other", "gone")] == [7.0, 2.0, 60.0]


def test_lines_hold_in_the_order_of_their_time_whatever_the_order_of_nodes() -> None:
    known = Declarations([line(200.0, Declared(30.0)), line(100.0, Declared(20.0))])
    assert [known.at("advice", at).within for at in (150.0, 250.0)] == [20.0, 30.0]


@pytest.mark.parametrize(
    ("media", "began", "ended", "hours"),
    [
        ("async", 16, 34, 2.0),  # by the office's hours
        ("async", 64, 82, 18.0),  # by day and night
        ("async", 40, 58, 1.0 + 10.0),  # till five by the office, from midnight on always
        ("chat", 40, 58, 18.0),  # who sits there waits by the wall
    ],
)
def test_f29_a_wait_counts_by_the_hours_of_its_time(
    media: str, began: int, ended: int, hours: float
) -> None:
    lines = [line(0.0, Declared(60.0, DAY)), line(48 * HOUR, Declared(60.0, ALWAYS))]
    known = Declarations(lines)
    found = known.counted("contact", media, "advice", began * HOUR, ended * HOUR)
    assert found == hours * HOUR
    assert known.counted("contact", "async", "gone", 0.0, 5.0) == 5.0
    assert known.counted("contact", "async", "advice", 5.0, 5.0) == 0.0


def test_f29_changed_hours_and_aims_change_no_past_figure() -> None:
    """A letter of the first evening, a chat of the first day, and the same two days later."""

    def day(begin: float) -> list[Entry]:
        letter = Life(f"l{begin}", begin + 16 * HOUR, media="async", channel="sms")
        letter.accepted(begin + 34 * HOUR).said("answered", begin + 34 * HOUR)
        chat = Life(f"c{begin}", begin + 10 * HOUR).accepted(begin + 10 * HOUR + 50.0)
        return written(letter, chat)

    def counted(entries: list[Entry], today: Declared) -> tuple[object, ...]:
        made = reports.report(entries, 0.0, 48 * HOUR, today={"advice": today}).total
        return made.wait, made.in_time, made.async_first

    first = [line(0.0, Declared(60.0, DAY)), *day(0.0)]
    before = counted(first, Declared(60.0, DAY))
    assert before == (2 * HOUR + 50.0, 1, 2 * HOUR)
    changed = [*first, line(48 * HOUR, Declared(20.0, ALWAYS)), *day(48 * HOUR)]
    assert counted(changed, Declared(20.0, ALWAYS)) == before
    after = reports.report(changed, 48 * HOUR, 96 * HOUR).total
    assert (after.wait, after.in_time) == (18 * HOUR + 50.0, 0)


def test_a_log_from_before_such_lines_is_measured_by_what_holds_today() -> None:
    letter = written(Life("a", 16 * HOUR, media="async", channel="sms").accepted(34 * HOUR))
    total = reports.report(letter, 0.0, 48 * HOUR, today={"advice": Declared(9e9, DAY)}).total
    assert (total.wait, total.in_time) == (2 * HOUR, 1)
    late = [*letter, line(90 * HOUR, Declared(60.0, DAY))]  # its first line came afterwards
    total = reports.report(late, 0.0, 48 * HOUR).total
    assert (total.wait, total.in_time) == (2 * HOUR, 0)
