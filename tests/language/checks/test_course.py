from __future__ import annotations

import pytest

from flowengine.language import nodes
from flowengine.language.checks import course
from flowengine.language.checks.course import Course
from tests.language.checks.scopes import scope


def sure_at(source: str, mark: str = "HERE") -> str | None:
    """Names that are sure where the text stands, as one word each; None where nobody comes."""
    here = scope(source, flows={"clinic": 'flow clinic "C"\n\nstart:\n  set w = 1\n  return\n'})
    leaf = next(q for q in here.index.nodes(nodes.Quote) if q.source == mark)
    found = Course(here).at(leaf)
    return None if found is None else "".join(sorted(found))


@pytest.mark.parametrize(
    ("lines", "sure"),
    [
        (["set a = 1"], "a"),
        (["set a = 1", "clear a"], ""),
        (["set a = 1", "forget a"], ""),
        (["set contact.a = 1"], "contact"),
        (['ask a "?"'], "a"),
        (['ask a: text, optional "?"'], ""),
        (['ask a "?"', '  1 "A" = x'], "a"),
        (['ask a "?"', '  1 "A" -> other'], "a"),
        (['ask a "?"', '  1 "A":', "    set b = 1"], ""),
        (['ask a "?"', '  1 "A" = x:', "    set b = 1"], "a"),
        (['ask a "?"', '  fetch b from "u"'], "ab"),
        (['ask a "?"', '  fetch b from "u"', "    on error: set c = 1"], "a"),
        (['menu "?" into a', '  1 "A" = x'], "a"),
        (
            ['menu "?"', '  1 "A":', "    set a = 1", '  2 "B":', "    set a = 2", "    set b = 3"],
            "a",
        ),
        (['menu "?"', '  1 "A":', "    set a = 1", '  2 "B"'], ""),
        (['menu "?"', '  1 "A":', "    set a = 1", '  2 "B" -> other'], "a"),
        (['menu "?"', "  silence: again"], ""),
        (['menu "?"', '  each a in b "{{ a }}" = a'], ""),
        (['fetch a from "u"'], "a"),
        (['fetch a from "u"', "  on error: -> other"], "a"),
        (['fetch a from "u"', '  on error: say "x"'], ""),
        (['fetch a from "u"', "  on late: set b = 1", "  slow 2s: set c = 1"], "a"),
        (["form", '  ask a: text "?"', '  ask b: text, optional "?"'], "a"),
        (["if a is empty:", '  ask a "?"'], "a"),
        (["if a is empty: -> other"], "a"),
        (["if a:", '  ask b "?"', "else:", '  ask b "?"'], "b"),
        (["if a == 1: set c = 1", "elif b == 1: set c = 1", "else: set c = 1"], "c"),
        (["for a in b:", "  set c = 1"], ""),
        (["repeat up to 3 times:", "  set c = 1"], ""),
        (["browse a in b", '  show "."', '  - "x":', "    set c = 1"], ""),
        (["call other"], "bz"),
        (["call clinic"], "w"),
        (["call repeat"], ""),
        (["call nowhere"], ""),
        (["handoff team", "  on full: set a = 1", "  after 3m: set b = 1"], ""),
        (["if x: end", "else: end"], None),
        (["return"], None),
        (['transfer to "112"'], None),
        (["-> other"], None),
    ],
)
def test_what_is_sure_after_a_statement(lines: list[str], sure: str | None) -> None:
    body = "".join(f"  {line}\n" for line in lines)
    other = "\nother:\n  set z = 1\n  set b = 1\n  return\n"
    found = sure_at(f'start:\n{body}  say "HERE"\n  end\n{other}')
    assert found == sure


HERE = 'place:\n  say "HERE"\n  end\n'


@pytest.mark.parametrize(
    ("source", "sure"),
    [
        ('start:\n  ask a "?"\n  -> place\n', "a"),
        ("start:\n  if x: -> place\n  set a = 1\n  -> place\n", ""),
        ('start:\n  set a = 1\n  -> place\nanywhere\n  0 "x" -> place\n', ""),
        ("start:\n  set a = 1\n  -> place\non message: -> place\n", ""),
        ("start:\n  set a = 1\n  -> place\nrepairs\n  give up after 3: -> place\n", ""),
        ("start:\n  set a = 1\n  -> place\non message:\n  set a = 1\n  -> place\n", "a"),
        ("start:\n  set a = 1\n  -> one\none:\n  set b = 1\n  -> two\ntwo:\n  -> place\n", "ab"),
        ('start:\n  ask a "?"\n    1 "A" -> place\n  set b = 1\n  -> place\n', ""),
        ('start:\n  ask a "?"\n    1 "A" = x -> place\n  -> place\n', "a"),
        ("start:\n  end\n", None),
        ("start:\n  -> nowhere\n", None),
    ],
)
def test_what_is_sure_at_a_step(source: str, sure: str | None) -> None:
    assert sure_at(source + HERE) == sure


def test_parameters_are_sure() -> None:
    source = 'start:\n  call there\n  end\nthere with a, b:\n  say "HERE"\n  return\n'
    assert sure_at(source) == "ab"


def test_a_step_that_leads_back_is_sure_of_what_its_first_visit_was() -> None:
    source = 'start:\n  say "HERE"\n  ask a "?"\n  -> start\n'
    assert sure_at(source) == ""


@pytest.mark.parametrize(
    ("mark", "sure"),
    [("INSIDE", "ab"), ("BACK", "ab"), ("LATER", "abf"), ("SLOW", "ab"), ("ASKED", "ab")],
)
def test_what_is_sure_within_a_question(mark: str, sure: str) -> None:
    source = """start:
  form "INSIDE"
    ask a: text "?"
      wrong if a == "x": ask "ASKED"
    ask b: text "?"
    read back "BACK"
  fetch f from "u"
    slow 2s: say "SLOW"
    on late: say "LATER"
  end
"""
    assert sure_at(source, mark) == sure


def test_in_too_great_a_tangle_nothing_is_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(course, "WALKS", 0)
    assert sure_at('start:\n  ask a "?"\n  say "HERE"\n  end\n') is None
