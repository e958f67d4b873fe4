from __future__ import annotations

import re
from pathlib import Path

import pytest

import flowengine.manual
from flowengine.language.parse import parse
from tests.language.reading import built, cut, told

PAGES = Path(next(iter(flowengine.manual.__path__))) / "mistakes"
BLOCK = re.compile(r"^```flow\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LANGUAGE = Path(__file__).parents[3] / "flowengine" / "language"
CODES = sorted(page.stem for page in PAGES.glob("FE0[0-4]*.md"))
TOO_LONG_TO_SHOW = ("FE035", "FE043")


@pytest.mark.parametrize("code", CODES)
def test_each_page_shows_its_mistake_and_the_mend(code: str) -> None:
    page = (PAGES / f"{code}.md").read_text("utf-8")
    assert page.startswith(f"# {code} · ")
    if code not in TOO_LONG_TO_SHOW:
        wrong, mended = BLOCK.findall(page)
        assert [one for one, _ in told(wrong)] == [code]
        assert built(mended).header.name is not None


def test_each_code_the_parser_tells_has_its_page() -> None:
    rooms = ("explain", "building", "syntax")
    modules = [module for room in rooms for module in (LANGUAGE / room).glob("*.py")]
    codes = {code for one in modules for code in re.findall(r"FE0[0-4]\d", one.read_text("utf-8"))}
    assert codes == set(CODES)


MENDS = [
    ("start:\n  say Hello there -> x\n", "Hello there", 'Write "Hello there".'),
    ("start:\n  wait 5 seconds\n", "5 seconds", "Write 5s."),
    ("start:\n  goto main\n", "goto", "Did you mean `->`?"),
    ("start:\n  hand off q\n", "hand off", "Did you mean `handoff`?"),
    ("start:\n  say “Hi\n", "“Hi", 'Every text begins with " and ends with " in the same line.'),
    ("start:\n  say 'Hi'\n", "'Hi'", 'Write "Hi".'),
    ("start:\n  - > x\n", "- >", "Write -> with nothing between the two signs."),
    ("call back:\n  end\n", "call back", "Write `call_back`."),
]


@pytest.mark.parametrize(("source", "marked", "hint"), MENDS)
def test_the_mark_and_the_mend(source: str, marked: str, hint: str) -> None:
    _, (only,) = parse(source, "a.flow")
    assert (cut(source, only.span), only.hint, only.file) == (marked, hint, "a.flow")


def test_a_long_line_is_not_repeated_whole() -> None:
    _, (only,) = parse(f"start:\n  {'x' * 5000} y\n", "a.flow")
    assert len(only.message) < 100


ALL = """\
menu main "Q"
  1 "A" => a
  2 "B" or
  hint "C"
  tel "D"

start
  sya "Hi"
  ask x: int "Q"
    hint 'H'
    1 "A" "B"
  if x = 1
    wait 5
  else:
    say "A" there
      uk "Б"
  frob
"""


def test_all_mistakes_of_a_file_are_told_in_one_run() -> None:
    assert told(ALL) == [
        ("FE005", 2), ("FE023", 3), ("FE009", 4), ("FE007", 5), ("FE003", 7), ("FE007", 8),
        ("FE024", 9), ("FE002", 10), ("FE011", 11), ("FE003", 12), ("FE019", 13), ("FE006", 15),
        ("FE003", 16), ("FE006", 17),
    ]  # fmt: skip
