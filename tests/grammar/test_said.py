"""What people really type, in every language there is a table for: `said/README.md`."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowengine.grammar.standard import Standard
from tests.grammar.said_table import Listener, Said, table

FOLDER = Path(__file__).parent / "said"
TABLES = sorted(FOLDER.glob("*.said"))
ENOUGH = 0.95
MANY = 300


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_what_people_type_is_understood(standard: Standard, path: Path) -> None:
    cases = table(path)
    assert len(cases) >= MANY
    misses = dict(Listener(standard, path.stem).misses(cases))
    told = "\n".join(
        f"{path.name}:{said.line}: {'known: ' if said.is_known_miss else ''}"
        f"{said.kind} {said.text!r} is {_shown(found)}, not {_shown(said.expected)}"
        for said, found in misses.items()
    )
    rate = 1 - len(misses) / len(cases)
    print(f"\n{path.stem}: {rate:.1%} of {len(cases)} understood\n{told}")
    mended = [said.line for said in cases if said.is_known_miss and said not in misses]
    assert not mended, f"{path.name}: take the ~ away, these are understood now: lines {mended}"
    assert rate >= ENOUGH, told


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_no_line_stands_twice(path: Path) -> None:
    seen: dict[tuple[str, str], int] = {}
    for said in table(path):
        first = seen.setdefault((said.kind, said.text), said.line)
        assert first == said.line, f"{path.name}:{said.line} is line {first} again"


@pytest.mark.parametrize(
    "line", ["colour | red | red", "number | five", "date | x | 31 May", "number | x | 1 or"]
)
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "xx.said"
    path.write_text(f"# a comment\n\n{line}\n", "utf-8")
    with pytest.raises(ValueError, match=r"xx\.said:3"):
        table(path)


def test_a_line_is_read(tmp_path: Path) -> None:
    path = tmp_path / "xx.said"
    path.write_text("~time | at\\u200c7 | 07:00 or 19:00\nyesno | well | -\n", "utf-8")
    known, nothing = table(path)
    assert known.text == "at\u200c7"
    assert known.is_known_miss
    assert {str(value) for value in known.expected} == {"07:00:00", "19:00:00"}
    assert nothing == Said(2, "yesno", "well", frozenset(), is_known_miss=False)


def _shown(values: frozenset[object]) -> str:
    return " or ".join(sorted(str(value) for value in values)) or "nothing"
