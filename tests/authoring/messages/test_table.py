from __future__ import annotations

import csv
import io

import pytest
from babel.messages.catalog import Catalog

from flowengine.authoring.messages.po import forms
from flowengine.authoring.messages.table import COLUMNS, NoTable, table, take

EXAMPLES = ["1, 21 …", "2, 3 …", "0, 5 …"]


def catalog() -> Catalog:
    made = Catalog(locale="uk", fuzzy=False)
    made.add("Hello,\n“you”; there", "Вітаю,\nви", context="start/say", auto_comments=["Said."])
    made.add("=1+1", "", context="start/say")
    made.add("'=old", "'@x", context="main/label", flags={"fuzzy"})
    made.add(("bed", "beds"), ("ліжко", "", ""), context="beds/say")
    return made


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def back(found: list[dict[str, str]], comma: str = ",") -> str:
    made = io.StringIO()
    writer = csv.DictWriter(made, COLUMNS, delimiter=comma)
    writer.writeheader()
    writer.writerows(found)
    return made.getvalue()


def test_a_row_for_each_text_and_each_form() -> None:
    text = table(catalog(), EXAMPLES)
    assert text.startswith("\ufeffplace,written,form,translation,state,note\r\n")
    assert [(r["place"], r["form"], r["translation"], r["state"]) for r in rows(text)] == [
        ("start/say", "", "Вітаю,\nви", ""),
        ("start/say", "", "", "missing"),
        ("main/label", "", "''@x", "stale"),
        ("beds/say", "1: 1, 21 …", "ліжко", ""),
        ("beds/say", "2: 2, 3 …", "", "missing"),
        ("beds/say", "3: 0, 5 …", "", "missing"),
    ]


@pytest.mark.parametrize("words", ["=1", "+1", "-1", "@SUM", "\t=1", "\n=1", "'=1", "''-1"])
def test_no_cell_is_a_formula_and_none_is_changed_by_that(words: str) -> None:
    made = Catalog(locale="uk", fuzzy=False)
    made.add(words, words, context="a")
    text = table(made, EXAMPLES)
    (row,) = rows(text)
    assert row["translation"].startswith("'")
    assert take(made, text) == []
    message = made.get(words, "a")
    assert message is not None
    assert message.string == words


@pytest.mark.parametrize("comma", [",", ";", "\t"])
def test_what_was_filled_in_comes_back(comma: str) -> None:
    made = catalog()
    found = rows(table(made, EXAMPLES))
    found[1]["translation"] = "два"
    found[4]["translation"] = "ліжка"
    assert take(made, back(found, comma)) == []
    assert made["=1+1"] is None
    one, many = made.get("=1+1", "start/say"), made.get("bed", "beds/say")
    assert one is not None
    assert many is not None
    assert (one.string, many.string) == ("два", ("ліжко", "ліжка", ""))


def test_an_empty_cell_erases_nothing() -> None:
    made = catalog()
    found = rows(table(made, EXAMPLES))
    for row in found:
        row["translation"] = ""
    take(made, back(found))
    assert table(made, EXAMPLES) == table(catalog(), EXAMPLES)


@pytest.mark.parametrize(
    ("state", "words", "fuzzy"),
    [("stale", "''@x", True), ("", "''@x", False), ("stale", "нове", False)],
)
def test_a_stale_text_is_fresh_when_somebody_has_looked_at_it(
    state: str, words: str, fuzzy: bool
) -> None:
    made = catalog()
    found = rows(table(made, EXAMPLES))
    found[2].update(state=state, translation=words)
    take(made, back(found))
    message = made.get("'=old", "main/label")
    assert message is not None
    assert message.fuzzy is fuzzy


def test_a_row_that_the_flow_does_not_have_is_told() -> None:
    made = catalog()
    found = [{**rows(table(made, EXAMPLES))[0], "place": "gone/say"}]
    assert take(made, back(found)) == ["Row 2: the flow does not say this at gone/say any more."]


@pytest.mark.parametrize(
    ("form", "at"),
    [("x", 0), ("9: 5", 2), ("2", 1), (" 2:01", 1), ("2.5", 1), ("²", 0), ("0", 0)],
)
def test_a_form_that_was_written_over_goes_to_the_nearest(form: str, at: int) -> None:
    made = catalog()
    found = rows(table(made, EXAMPLES))
    found[4].update(form=form, translation="щось")
    take(made, back(found))
    message = made.get("bed", "beds/say")
    assert message is not None
    assert forms(message)[at] == "щось"


@pytest.mark.parametrize("text", ["", "place,written\n", "a;b\n1;2\n"])
def test_a_table_without_its_first_row_is_refused(text: str) -> None:
    with pytest.raises(NoTable, match="needs a column"):
        take(catalog(), text)


def test_a_cell_without_end_is_refused() -> None:
    with pytest.raises(NoTable, match="breaks off"):
        take(catalog(), ",".join(COLUMNS) + '\nstart/say,"' + "a" * 200_000)


def test_a_short_row_changes_nothing() -> None:
    made = catalog()
    assert take(made, ",".join(COLUMNS) + "\nstart/say,=1+1\n") == []
