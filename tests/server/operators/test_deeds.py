"""What somebody did is said in the reader's language, whoever wrote it down."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from flowengine.server.operators.deeds import told, who
from flowengine.server.operators.words import words

ROOT = Path(__file__).parents[3] / "flowengine"
# Where something is written down, by what writes it.
WRITERS = frozenset(("did", "read", "noted", "note", "_note", "_changed", "Audit"))


def written() -> Iterator[str]:
    """Every deed that stands in the code as one text, its holes filled with one letter."""
    for room in ("host", "server", "cli"):
        for file in sorted((ROOT / room).rglob("*.py")):
            if "Audit" not in (text := file.read_text(encoding="utf-8")) and "visit" not in text:
                continue
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.Call):
                    yield from _deed(node)


def _deed(node: ast.Call) -> Iterator[str]:
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    if name not in WRITERS:
        return
    place = 2 if name == "Audit" else 0
    for one in node.args[place : place + 2]:
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and " " in one.value:
            yield one.value
        if isinstance(one, ast.JoinedStr) and _first(one):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "x" for part in one.values
            )


def _first(text: ast.JoinedStr) -> bool:
    return isinstance(text.values[0], ast.Constant) and " " in str(text.values[0].value)


def test_every_deed_that_is_written_down_is_known() -> None:
    found = {one for one in written() if one not in ("command line",)}
    assert len(found) > 25
    unknown = {one for one in found if not re.search("[а-яіїєґ]", told(one, words("uk")))}
    assert unknown == set()


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("signed in", "вхід"),
        ("read the conversation", "прочитано розмову"),
        ("merged into p7", "об’єднано з p7"),
        ("erased: 3 conversations", "стерто розмов: 3"),
        ("sent again over the API", "надіслано ще раз через API"),
        ("transcript over the API", "репліки розмови через API"),
        ("listened to the talk, unseen by its agent",
         "прослуховування розмови, непомітно для консультанта"),
        ("asked who it is: he\nspoke over the API", "запит, хто це: he\nspoke over the API"),
        ("something of tomorrow", "something of tomorrow"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_deed_is_said_as_the_reader_says_it(what: str, said: str) -> None:
    assert told(what, words("uk")) == said
    assert told(what, words("en")) == what


def test_figures_of_a_deed_are_the_readers() -> None:
    assert told("erased: 31 conversations", words("fa")) == "گفت‌وگوهای زدوده: ۳۱"


def test_only_the_command_line_has_a_name_of_ours() -> None:
    assert who("command line", words("hr")) == "naredbeni redak"
    assert who("user/olena", words("hr")) == "user/olena"
