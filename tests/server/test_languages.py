from __future__ import annotations

import pytest
from starlette.requests import HTTPConnection

from flowengine.server.languages import CHOSEN, direction, name_in, own_name, preferred, read


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "ltr"),
        ("uk", "ltr"),
        ("fa", "rtl"),
        ("ar", "rtl"),
        ("he", "rtl"),
        ("xx", "ltr"),
        ("", "ltr"),
        ("!", "ltr"),
    ],
)
def test_direction(language: str, expected: str) -> None:
    assert direction(language) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [("uk", "українська"), ("fa", "فارسی"), ("en", "English"), ("xx", "xx")],
)
def test_a_language_is_named_as_its_speakers_do(language: str, expected: str) -> None:
    assert own_name(language) == expected


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("uk", "uk"),
        ("uk-UA,uk;q=0.9,en;q=0.8", "uk"),
        ("de,ru;q=0.5,en;q=0.7", "en"),
        ("de", None),
        ("", None),
        ("*;q=0.1", None),
        ("en;q=high,ru;q=0.1", "ru"),
        ("," * 100_000 + "uk", None),
    ],
)
def test_the_first_language_a_visitor_asks_for_and_we_have(
    accepted: str, expected: str | None
) -> None:
    assert preferred(accepted, ("uk", "ru", "en")) == expected


@pytest.mark.parametrize(
    ("chosen", "kept", "asked", "found"),
    [
        ("fa", "uk", "hr", "fa"),
        ("", "uk", "hr", "uk"),
        ("sw", "sw", "hr-HR,en;q=0.5", "hr"),
        ("", "", "", "en"),
        ("", "", "sw", "en"),
    ],
)
def test_what_one_chose_is_read_before_what_the_browser_asks_for(
    chosen: str, kept: str, asked: str, found: str
) -> None:
    headers = [(b"cookie", f"{CHOSEN}={kept}".encode()), (b"accept-language", asked.encode())]
    connection = HTTPConnection({"type": "http", "headers": headers})
    assert read(connection, chosen, ("en", "fa", "hr", "uk")) == found


@pytest.mark.parametrize(
    ("reader", "language", "name"),
    [("uk", "fa", "перська"), ("fa", "uk", "اوکراینی"), ("en", "hr", "Croatian"),
     ("hr", "hr", "hrvatski"), ("en", "xx", "xx"), ("??", "uk", "українська")],
)  # fmt: skip
def test_a_language_is_called_as_its_reader_calls_it(reader: str, language: str, name: str) -> None:
    assert name_in(reader, language) == name
