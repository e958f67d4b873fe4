from __future__ import annotations

import asyncio
from typing import Any

import pytest

from flowengine.store.exporting import read, written
from flowengine.store.verbs import StoreError

ROWS: list[tuple[str, dict[str, object]]] = [
    ("sources", {"digest": "d1", "bundle": b"\x00\xff"}),
    ("message", {"conversation": "c1", "number": 1, "at": 0.1, "body": '{"text":"Привіт\\n"}'}),
]


async def _given(rows: list[tuple[str, dict[str, object]]]) -> Any:
    for row in rows:
        yield row


async def _lines(rows: list[tuple[str, dict[str, object]]]) -> list[str]:
    return [line async for line in written(_given(rows))]


async def _rows(lines: list[str]) -> list[tuple[str, dict[str, object]]]:
    return [row async for row in read(lines)]


@pytest.mark.parametrize("rows", [[], ROWS])
def test_what_is_written_is_read_back(rows: list[tuple[str, dict[str, object]]]) -> None:
    lines = asyncio.run(_lines(rows))
    assert all(line.endswith("\n") and line.count("\n") == 1 for line in lines)
    assert asyncio.run(_rows(lines)) == rows


HEAD = '{"format":"flowengine store","schema":1}\n'
ROW = '["sources",{"digest":"d"}]\n'


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ([], "Line 1 of the file cannot be read"),
        (["Dear all\n"], "Line 1 of the file cannot be read"),
        (["[]\n"], "no export"),
        (['{"format":"other"}\n'], "no export"),
        (['{"format":"flowengine store","schema":2}\n'], "another flowengine"),
        ([HEAD], "ends after 0 rows"),
        ([HEAD, ROW], "ends after 1 rows"),
        ([HEAD, ROW[:9]], "Line 2 of the file cannot be read"),
        ([HEAD, "7\n"], "Line 2 of the file is no row"),
        ([HEAD, '["sources"]\n'], "Line 2 of the file is no row"),
        ([HEAD, '[{"a":1},{}]\n'], "Line 2 of the file is no row"),
        ([HEAD, '["sources",{"bundle":{"base64":"=="}}]\n'], "Line 2 of the file cannot be"),
        ([HEAD, '["sources",{"bundle":{"base64":7}}]\n'], "Line 2 of the file cannot be"),
        ([HEAD, "[" * 100_000], "Line 2 of the file cannot be read"),
        ([HEAD, ROW, '{"rows":2}\n'], "1 rows were read"),
        ([HEAD, ROW, '{"rows":1}\n', ROW], "1 rows were read"),
    ],
)
def test_what_is_no_whole_export_is_refused(lines: list[str], why: str) -> None:
    with pytest.raises(StoreError, match=why):
        asyncio.run(_rows(lines))
