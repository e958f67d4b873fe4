"""The report on paper: letters of every language in it, and as many pages as it needs."""

from __future__ import annotations

import re
import zlib
from pathlib import Path
from typing import Any

import pytest

from flowengine.server.desk.reports.paper import ASIDE, FONT, Columns, Grid, _Paper, paper

NAMES = ("مشاوره فوری", "Юридична допомога", "Čovjek")


def streams(pdf: bytes) -> list[bytes]:
    found = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S)
    return [zlib.decompress(one) if one[:1] == b"x" else one for one in found]


def letters(pdf: bytes) -> set[str]:
    """What a reader finds when it copies: every letter that the fonts' maps to Unicode name."""
    maps = b"".join(one for one in streams(pdf) if b"beginbfchar" in one or b"beginbfrange" in one)
    codes = re.findall(rb"<[0-9A-Fa-f]+> <([0-9A-Fa-f]+)>", maps)
    return set("".join(bytes.fromhex(code.decode()).decode("utf-16-be") for code in codes))


def made(count: int = 1, **more: Any) -> bytes:
    rows = [[name, "12", "10"] for name in NAMES * count]
    parts: list[Grid | Columns] = [
        Columns("Offered", ["2026-03-01", "2026-03-02"], [(3.0, 1.0), (0.0, 0.0)], ("in", "out")),
        Grid("By queue", ["queue", "offered", "answered"], rows),
        Grid("Meanings", ["name", "value", "what"], [["a", "1", "long " * 60]], words=True),
    ]
    return paper("Звіт گزارش", ["2026-03"], parts, foot="March", **more)


@pytest.mark.parametrize("more", [{}, {"rtl": True, "wide": True}])
def test_names_of_all_languages_can_be_copied(more: dict[str, bool]) -> None:
    pdf = made(**more)
    assert pdf.startswith(b"%PDF-")
    assert pdf.rstrip().endswith(b"%%EOF")
    assert set("".join(NAMES)) - {" "} <= letters(pdf)
    assert b"FiraGO" in pdf


def test_persian_letters_are_joined() -> None:
    """One letter has other glyphs at the beginning, in the middle and at the end of a word."""
    pdf = paper("ههه", [], [], foot="")
    codes = b"".join(one for one in streams(pdf) if b"beginbfchar" in one or b"beginbfrange" in one)
    assert len(set(re.findall(rb"<([0-9A-Fa-f]+)> <0647>", codes))) == 3


def test_a_long_table_goes_on_on_the_next_page() -> None:
    rows = [["a", "1"]] * 60
    pdf = paper("Report", [], [Grid("Rows", ["name", "count"], rows)], foot="March")
    assert len(re.findall(rb"/Type /Page\b", pdf)) == 2


@pytest.mark.parametrize(("rtl", "cells"), [(False, ["a", "1", "why"]), (True, ["why", "1", "a"])])
def test_the_first_column_stands_where_one_begins_to_read(
    monkeypatch: pytest.MonkeyPatch, rtl: bool, cells: list[str]
) -> None:
    from fpdf.table import Table

    seen: list[list[str]] = []
    drawn = Table.row

    def row(self: Table, cells: list[str]) -> object:
        seen.append(list(cells))
        return drawn(self, cells)

    monkeypatch.setattr(Table, "row", row)
    grid = Grid("Meanings", ["name", "value", "what"], [["a", "1", "why"]], words=True)
    paper("Report", [], [grid], foot="March", rtl=rtl)
    assert seen[1] == cells


def test_pages_are_numbered_in_the_readers_figures() -> None:
    seen: list[str] = []

    def figure(text: str) -> str:
        seen.append(text)
        return text

    rows = [["a", "1"]] * 60
    paper("Report", [], [Grid("Rows", ["n", "c"], rows)], foot="March", figure=figure)
    assert seen[-2:] == ["1/2", "2/2"]


@pytest.mark.parametrize(("word", "broken"), [("long", False), ("Запропоновано" * 2, True)])
def test_no_word_of_a_heading_is_broken(tmp_path: Path, word: str, broken: bool) -> None:
    sheet = _Paper(str, tmp_path, rtl=False, wide=False)
    size = sheet._heads([word, "x"], [0.2, 0.8])
    sheet.pdf.set_font(FONT, "B", size)
    assert sheet.pdf.get_string_width(word) < 0.2 * sheet.pdf.epw - 2 * ASIDE
    assert (size < 7.5) is broken
    sheet.bytes()  # which closes the files of its fonts: left open they fail another test
