from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowengine.language.parse import parse
from flowengine.language.syntax.recover import mistakes_in
from flowengine.language.syntax.source import MAX_DEPTH, MAX_MISTAKES
from tests.language.reading import built, told

MARGINS = [
    ('start:\n    say "A"\n  end', "FE015:2"),
    ('start:\n    say "A"\n    say "B"\n  end', "FE015:2"),
    ('start:\n  say "A"\n      end\n      end', "FE015:3"),
    ('start:\n  say "A"\n    end\n  say "B"\n    end', "FE015:3"),
    ('start:\nsay "A"\n  end', "FE016:2"),
    ('start:\nsay "A"\nend\nother:\n  end', "FE016:2"),
    ("start:\nother:\n  end", "FE017:1"),
    ("start:", "FE017:1"),
    ("start:\n  if a:\n  end", "FE016:3"),
    ("start:\n  if a:\n\nother:\n  end", "FE017:2"),
    ("start:\n  say\n\nother:\n  end", "FE023:2"),
    ("start:\n  if a:\n    end\n    else:\n    end", "FE015:4"),
    ('start:\n  say "A"\n  uk: "B"\n  end', "FE016:3"),
    ('start:\n  form "F"\n    ask a "A"\n  ask b "B"\n    ask c "C"\n    read back "R"', "FE016:4"),
    ("start:\n\tend\n\tend\n  end\n\tend", "FE014:2 FE014:5"),
    ("start:\n  # \tx\n\t\n  end\n  sya", "FE007:5"),
    ("  start:\n  end\n  sya", "FE007:3"),
    ('menu m "Q"\n  1 "A" -> a\n    uk: "Б"\n    2 "B" -> b', "FE015:4"),
]


@pytest.mark.parametrize(("source", "expected"), MARGINS)
def test_a_wrong_margin_is_told_once_and_where_it_is(source: str, expected: str) -> None:
    assert " ".join(f"{code}:{line}" for code, line in told(f"{source}\n")) == expected


SKIPPED = [
    ("start:\n  frob x\n    hint 'x'\n    frob\n  end\n  frob x", "FE007:2 FE007:6"),
    ("start:\n  if [:\n    sya\n  elif a:\n    sya\n  else:\n    sya\n  sya", "FE026:2 FE007:8"),
    ("@\n  sya\nstart:\n  sya", "FE038:1 FE007:4"),
    ("start:\n  if a:\n    frob x\n  end", "FE007:3"),
    ("start:\n  handoff q\n    frob x\n  sya", "FE007:3 FE007:4"),
]


@pytest.mark.parametrize(("source", "expected"), SKIPPED)
def test_a_line_nobody_understands_is_left_out_with_what_stands_beneath(
    source: str, expected: str
) -> None:
    assert " ".join(f"{code}:{line}" for code, line in told(f"{source}\n")) == expected


def nested(depth: int) -> str:
    return (
        "start:\n"
        + "".join(f"{'  ' * step}if a:\n" for step in range(1, depth))
        + ("  " * depth + "end\n")
    )


def test_so_many_steps_in_and_no_more() -> None:
    assert len(built(nested(MAX_DEPTH)).steps) == 1
    assert told(nested(MAX_DEPTH + 1)) == [("FE036", MAX_DEPTH + 2)]
    assert told(nested(500)) == [("FE036", MAX_DEPTH + 2)]


def test_nobody_reads_more_mistakes_than_so_many() -> None:
    assert len(told("start:\n" + "  sya\n" * 1000)) == MAX_MISTAKES


def test_a_sound_source_has_none() -> None:
    assert mistakes_in('start:\n  say "A"\n  if a:\n    end\n  else:\n    end\n', "a") == ()


FLOW = """\
flow shop "Shop"
slots
  name: text, remembered
hours office
  mon-fri 9:00-17:00

menu main "Q"
  1 "A" or "a" = x if y -> b
    uk: "А"
  - "B":
    say "C"
  silence 2: ask "D" # why
start with a:
  ask n: number from 1 to 6, optional "Q"
    hint "H"
    wrong if n > 3: -> x
  if a == 1:
    fetch x from y "/z"
      send a = b
      on error: end
  else:
    wait 5s
  handoff q
    needs skill "s"
"""
PIECES = [
    "",
    " ",
    "  ",
    "\t",
    '"',
    ":",
    "->",
    "=>",
    "or",
    "say",
    "1",
    "\n",
    "#",
    "\n  ",
    "x",
    "{{",
    "«",
]
EDITS = st.lists(
    st.tuples(st.integers(0, len(FLOW)), st.integers(0, 6), st.sampled_from(PIECES)),
    min_size=1,
    max_size=5,
)


@given(EDITS)
def test_whatever_is_broken_is_told_and_nothing_is_raised(
    edits: list[tuple[int, int, str]],
) -> None:
    source = FLOW
    for at, removed, piece in edits:
        source = source[:at] + piece + source[at + removed :]
    file, found = parse(source, "a.flow")
    assert (file is None) == bool(found)
    assert all(1 <= one.span.line <= source.count("\n") + 1 for one in found)
    assert all(one.message.endswith((".", "?")) for one in found)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(source: str) -> None:
    file, found = parse(source, "a.flow")
    assert (file is None) == bool(found)
