"""A catalogue as a table for those who prefer a spreadsheet, and such a table taken back.

UTF-8 with a mark at its beginning, which spreadsheets want; one row for each text, or for each form
of a text that counts something. A cell that a spreadsheet would take for a formula gets an
apostrophe before it, which comes off again. An empty cell erases nothing.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

from babel.messages.catalog import Catalog, Message

from flowengine.authoring.messages.po import forms

_NUMBER = re.compile(r"[1-9]")
COLUMNS = ("place", "written", "form", "translation", "state", "note")
_FORMULA = tuple("=+-@\t\r\n")  # what makes a formula of a cell


class NoTable(Exception):
    """The file lacks a column that it needs, or is no table at all."""


def table(catalog: Catalog, examples: list[str]) -> str:
    """`examples` are numbers for each form of the language, from the catalogue's rule."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for message in catalog:
        if message.id:
            for row in _rows(message, examples):
                writer.writerow([_defused(cell) for cell in row])
    return "\ufeff" + made.getvalue()


def _rows(message: Message, examples: list[str]) -> Iterator[tuple[str, ...]]:
    note, place = " ".join(message.auto_comments), message.context or ""
    if isinstance(message.id, str):
        text = str(message.string or "")
        yield place, message.id, "", text, _state(message, text), note
        return
    strings = [*forms(message), *[""] * len(examples)]
    for number, example in enumerate(examples):
        text = strings[number]
        state = _state(message, text)
        yield place, message.id[0], f"{number + 1}: {example}", text, state, note


def _state(message: Message, text: str) -> str:
    return "missing" if not text else "stale" if message.fuzzy else ""


def _defused(cell: str) -> str:
    return f"'{cell}" if cell.lstrip("'").startswith(_FORMULA) else cell


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA) else cell


def take(catalog: Catalog, source: str) -> list[str]:
    """Writes the table's translations into the catalogue; what it could not place, as sentences.

    A text that was stale is fresh again when its cell has changed, or its state was emptied.
    Raises NoTable.
    """
    lost = []
    for number, row in enumerate(_read(source), 2):
        message = catalog.get(row["written"], row["place"])
        if message is None:
            lost.append(f"Row {number}: the flow does not say this at {row['place']} any more.")
        elif row["translation"]:
            _fill(message, row, catalog.num_plurals)
    return lost


def _read(source: str) -> Iterable[dict[str, str]]:
    text = source.lstrip("\ufeff")
    first = text.partition("\n")[0]
    reader = csv.DictReader(
        io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), restval=""
    )
    names = [name.strip().lower() for name in reader.fieldnames or ()]
    missing = [name for name in COLUMNS[:5] if name not in names]
    if missing:
        raise NoTable(f"The table needs a column “{missing[0]}”; keep its first row as it was.")
    reader.fieldnames = names
    try:
        for row in reader:
            yield {name: _plain((row[name] or "").replace("\r\n", "\n")) for name in COLUMNS[:5]}
    except csv.Error as error:
        raise NoTable(f"The table breaks off behind line {reader.line_num} ({error}).") from error


def _fill(message: Message, row: dict[str, str], count: int) -> None:
    text, number = row["translation"], 0
    if isinstance(message.id, str):
        changed, message.string = text != message.string, text
    else:
        form = _NUMBER.match(row["form"].strip())
        number = int(form[0]) - 1 if form else 0
        strings = [*forms(message), *[""] * count][:count]
        number = min(number, count - 1)
        changed, strings[number] = text != strings[number], text
        message.string = tuple(strings)
    if changed or not row["state"].strip():
        message.flags.discard("fuzzy")
        message.previous_id = []
