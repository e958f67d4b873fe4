"""Charts: parts in their places, the same numbers as a table, and no word of anybody is run."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from markupsafe import Markup

from flowengine.server.desk.reports import charts
from flowengine.server.desk.reports.charts import Chart, Series
from flowengine.server.desk.words import words

DAYS = ["2026-03-01", "2026-03-02", "2026-03-03"]
NASTY = '<script>alert("1")</script>'


def chart(*series: Series, kind: str = "count", labels: list[str] | None = None) -> Chart:
    return Chart(
        "c", "People", "Who came.", "Day", DAYS if labels is None else labels, series, kind
    )


def svg(made: Markup) -> ElementTree.Element:
    found = re.search(r'<svg viewBox.*?role="img".*?</svg>', made.split('class="room"', 1)[1], re.S)
    assert found
    return ElementTree.fromstring(found[0])  # noqa: S314 - our own


def rects(made: Markup, look: str) -> list[tuple[float, float]]:
    """Where each begins and how high it is."""
    return [
        (float(one.attrib["y"]), float(one.attrib["height"]))
        for one in svg(made).iter("rect")
        if one.attrib["class"] == look
    ]


def test_bars_stand_on_each_other() -> None:
    made = charts.bars(chart(Series("in", [2, 4, 0]), Series("out", [2, 0, 1], "two")), "Numbers")
    first, second = rects(made, "one"), rects(made, "two")
    assert [high for _, high in first] == pytest.approx([98.0, 196.0])
    assert [high for _, high in second] == pytest.approx([98.0, 49.0])
    assert second[0][0] + second[0][1] == pytest.approx(first[0][0])


def test_a_line_leaves_out_what_nobody_knows() -> None:
    made = charts.lines(chart(Series("level", [0.5, None, 1.0]), kind="share"), "Numbers", 1.0)
    points = next(svg(made).iter("polyline")).attrib["points"].split()
    assert [point.split(",")[1] for point in points] == ["112.0", "14.0"]
    assert "50 %" in made


def test_the_deepest_of_a_heat_is_the_most() -> None:
    made = charts.heat(chart(Series("Mon", [0, 5, 10]), Series("Tue", [1, 0, 0])), "Numbers")
    looks = [one.attrib["class"] for one in svg(made).iter("rect")]
    assert looks == ["heat h0", "heat h3", "heat h5", "heat h1", "heat h0", "heat h0"]


def test_a_funnel_says_its_numbers() -> None:
    made = charts.funnel(chart(Series("came", [10, 5, 0])), "Numbers")
    wide = [float(one.attrib["width"]) for one in svg(made).iter("rect")]
    assert wide[0] == pytest.approx(2 * wide[1])
    texts = [one.text for one in svg(made).iter("text")]
    assert texts[1::2] == ["10", "5", "0"]


@pytest.mark.parametrize("draw", [charts.bars, charts.lines, charts.heat, charts.funnel])
@pytest.mark.parametrize("values", [[], [0, 0, 0], [None, None, None]])
def test_nothing_at_all_is_a_chart_too(draw: object, values: list[float | None]) -> None:
    labels = DAYS if values else []
    made = draw(chart(Series("none", values), labels=labels), "Numbers")  # type: ignore[operator]
    assert svg(made).attrib["role"] == "img"


@pytest.mark.parametrize("draw", [charts.bars, charts.lines, charts.heat, charts.funnel])
def test_who_cannot_see_it_has_title_sentence_and_numbers(draw: object) -> None:
    given = Chart("c", "People", "Who came.", NASTY, [NASTY, "b"], [Series(NASTY, [1, 2])])
    made = draw(given, "Numbers")  # type: ignore[operator]
    root = svg(made)
    named = root.attrib["aria-labelledby"].split()
    assert [one.text for one in root if one.attrib.get("id") in named] == ["People", "Who came."]
    assert '<td class="figure">2</td>' in made
    assert "<script" not in made


def test_labels_are_few_and_short() -> None:
    hours = [f"1 March, {hour:02}:00" for hour in range(24)]
    ticks = [f"{hour:02}:00" for hour in range(24)]
    made = charts.bars(replace(chart(Series("in", [1] * 24), labels=hours), ticks=ticks), "Numbers")
    texts = [one.text or "" for one in svg(made).iter("text")]
    assert [one for one in texts if ":" in one] == ticks[::3]
    assert all(f"<bdi>{hour}</bdi>" in made for hour in hours)  # the table has room


@pytest.mark.parametrize("draw", [charts.bars, charts.lines, charts.heat, charts.funnel])
def test_every_number_is_written_as_its_readers_do(draw: Callable[..., Markup]) -> None:
    told = words("fa")
    labels = ["یک", "دو"]
    persian = replace(chart(Series("in", [12, 3.0]), labels=labels), figure=told.figure)
    made = draw(persian, "Numbers")
    shown = [one.text or "" for one in svg(made).iter("text")]
    assert "۱۲" in "".join([*shown, *re.findall(r"<td[^>]*>(.*?)</td>", made)])
    assert not re.search("[0-9]", "".join(shown))
    persian_ones = [one for one in shown if one != "in"]
    assert all(one[0] + one[-1] == "\u2067\u2069" for one in persian_ones)
