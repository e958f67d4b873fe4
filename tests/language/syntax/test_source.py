from __future__ import annotations

import pytest

from flowengine.language.parse import parse
from flowengine.language.syntax.source import MAX_LINE, MAX_SOURCE, hidden, too_long, without_mark
from tests.language.reading import built, told


def _said(text: str) -> str:
    return f'start:\n  say "{text}"\n  end\n'


@pytest.mark.parametrize("mark", ["\x00", "\x07", "\x0b", "\x85", "\u2028", "\ud800", "\x1b"])
def test_an_invisible_sign_is_told_where_it_stands(mark: str) -> None:
    (only,) = hidden(_said("ab" + mark), "a.flow")
    assert (only.code, only.span.line, only.span.column) == ("FE033", 2, 10)
    assert parse(_said(mark), "a.flow") == (None, tuple(hidden(_said(mark), "a.flow")))


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("\u202a+380 44\u202c", []),
        ("\u2067a \u2066b\u2069 c\u2069", []),
        ("\u202a+380 44", ["FE034"]),
        ("a\u202c", ["FE034"]),
        ("\u202eabc\u202c", ["FE034", "FE034"]),
        ("\u2066a\u202c\u2069", ["FE034"]),
    ],
)
def test_reading_directions_must_close_in_their_line(text: str, codes: list[str]) -> None:
    assert [one.code for one in hidden(_said(text), "a.flow")] == codes


def test_an_open_direction_in_the_last_line_is_told_and_forgotten_in_the_next() -> None:
    assert [one.span.line for one in hidden("# \u202a\n# \u202c\n# \u202a", "a")] == [1, 2, 3]


def test_a_lone_carriage_return_is_told_and_windows_line_ends_pass() -> None:
    assert told("start:\r  end\n") == [("FE033", 1)]
    assert built("start:\r\n  end\r\n").steps[0].name.text == "start"


def test_a_byte_order_mark_is_no_column() -> None:
    assert without_mark("\ufeffstart:") == "start:"
    assert built("\ufeffstart:\n  end\n").steps[0].span.column == 1


def test_a_file_is_so_long_and_no_longer() -> None:
    assert too_long("#" * MAX_SOURCE, "a.flow") is None
    file, mistakes = parse("#" * (MAX_SOURCE + 1), "a.flow")
    assert (file, [one.code for one in mistakes]) == (None, ["FE035"])


def test_a_line_is_so_long_and_no_longer() -> None:
    assert built("#" * MAX_LINE).steps == ()
    assert told("\n#" + "#" * MAX_LINE) == [("FE043", 2)]


@pytest.mark.parametrize("data", ["Café".encode("cp1252"), "Café".encode("utf-16")])
def test_another_encoding_is_one_mistake(data: bytes) -> None:
    source = (
        b'flow a "A"\nstart:\n  say "'.decode() + data.decode("utf-8", "replace") + '"\n  end\n'
    )
    built, found = parse(source, "a.flow")
    assert built is None
    assert [(one.code, one.span.line) for one in found] == [("FE177", 3)]
