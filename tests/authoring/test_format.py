from __future__ import annotations

import re
from pathlib import Path

import pytest

from flowengine.authoring.format import NotAFlow, format_source
from tests.language.reading import built, plain

WRITTEN = """\
# top
flow shop   "Shop"
languages fa,  uk


hours   office
    mon–fri   9:00 – 17:00 , 18:00-19:00
    holidays ua closed
    sat,sun closed   # off
start:
      ASK n:number   from -5 to 5 “How "many"?”   # q
        # deep
      ask d: date from today to today+60 days "When"
      set Order.Name=f( A )
      menu "x"
          1 "a" or "b"   →  Main
          2 "longer" go to Main

          - "far" -> main
          # between
          hash "c" = Big.Name -> main
          3 "سلام" -> main
              uk: "x"
          4 "سلام" -> main
             # note
             With a = 1
          5 "12 سلام":
            end
          #tail of menu
      # tail of start
Main:
  say «hi {{ name or "x" }} ""»
  confirm_it: "x"
  # last
# end of file
"""

FORMATTED = """\
# top
flow shop "Shop"
languages fa, uk

hours office
  mon-fri 9:00-17:00, 18:00-19:00
  holidays UA closed
  sat, sun closed  # off

start:
  ask n: number from -5 to 5 "How ""many""?"  # q
  # deep
  ask d: date from today to today + 60 days "When"
  set Order.Name = f( A )
  menu "x"
    1 "a" or "b" -> main
    2 "longer"   -> main

    - "far" -> main
    # between
    hash "c" = Big.Name -> main
    3 "سلام"
      -> main
      uk: "x"
    4 "سلام" -> main
      # note
      with a = 1
    5 "12 سلام":
      end
      #tail of menu
      # tail of start

main:
  say "hi {{ name or "x" }} "" "
    confirm_it: "x"
    # last

# end of file
"""


def test_one_form() -> None:
    assert format_source(
        WRITTEN.replace('""»', '"" »').replace("  confirm_it", "    confirm_it")
    ) == (FORMATTED)


def test_the_form_keeps_its_form() -> None:
    assert format_source(FORMATTED) == FORMATTED
    assert format_source("\ufeff" + FORMATTED.replace("\n", "\r\n")) == FORMATTED


@pytest.mark.parametrize(
    "source", ["", "\n\n", "# a", "# a\n\n# b\n", "start:\n  end", "\n\nflow a\n"]
)
def test_small_files(source: str) -> None:
    once = format_source(source)
    assert once == format_source(once)
    assert re.findall("#.*", once) == re.findall("#.*", source)
    assert plain(built(once)) == plain(built(source))


def test_arrows_stay_close_where_one_line_is_long() -> None:
    label = "a" * 90
    source = f'menu m\n  1 "b" -> x\n  2 "{label}" -> x\n'
    assert format_source(source) == source


def test_what_does_not_parse_keeps_its_form() -> None:
    with pytest.raises(NotAFlow) as refused:
        format_source("start:\n  sya\n")
    assert [one.code for one in refused.value.diagnostics] == ["FE007"]


def test_trial_flows_say_the_same_afterwards(shared: Path) -> None:
    trials = sorted((shared / "language-probe" / "after").glob("*.flow"))
    for trial in trials:
        source = trial.read_text("utf-8")
        once = format_source(source)
        assert once == format_source(once)
        assert plain(built(once)) == plain(built(source))
        comments = sorted(re.findall("#.*", source))
        assert sorted(re.findall("#.*", once)) == comments
    assert trials
