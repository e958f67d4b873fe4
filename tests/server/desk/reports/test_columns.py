"""How figures are written, and when they are not told."""

from __future__ import annotations

import pytest

from flowengine.desk.figures import Figures
from flowengine.server.desk.reports.columns import BY_NAME, COLUMNS, OF_AGENTS, written
from flowengine.server.desk.words import spoken

FEW = Figures(answered=3, abandoned=1, in_time=2, wait=30.0, asked=4, rated=1, marks=5.0)
MANY = Figures(answered=6, abandoned=2, in_time=4, wait=600.0, asked=9, rated=2, marks=9.0)


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (None, "share", "–"),
        (0.834, "share", "83 %"),
        (12.0, "count", "12"),
        (89.4, "seconds", "89 s"),
        (90.0, "seconds", "1:30 min"),
        (3599.6, "seconds", "1:00 h"),
        (7500.0, "seconds", "2:05 h"),
        (4.25, "mark", "4.2"),
    ],
)
def test_a_number_as_people_read_it(value: float | None, kind: str, text: str) -> None:
    assert written(value, kind) == text


@pytest.mark.parametrize(
    ("name", "figures", "text"),
    [
        ("strict", FEW, "< 5"),
        ("strict", MANY, "50 %"),
        ("asa", FEW, "< 5"),
        ("asa", MANY, "1:40 min"),
        ("response", FEW, "< 5"),
        ("csat", MANY, "< 5"),
        ("offered", FEW, "4"),
        ("strict", Figures(), "–"),
    ],
)
def test_shares_of_very_few_are_not_told_where_a_language_is_looked_at(
    name: str, figures: Figures, text: str
) -> None:
    assert BY_NAME[name].text(figures, careful=True) == text
    assert BY_NAME[name].text(figures) != "< 5"
    assert (BY_NAME[name].number(figures, careful=True) is None) == (text in ("< 5", "–"))


def test_every_figure_has_its_definition_in_every_language() -> None:
    for language, words in spoken().items():
        if language == "en":
            for one in COLUMNS:
                assert words[f"report_{one.name}"]
                assert words[f"report_def_{one.name}"].endswith(".")


def test_nothing_of_an_agent_says_how_fast_they_are() -> None:
    assert {one.kind for one in OF_AGENTS} == {"count"}
