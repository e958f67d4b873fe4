from __future__ import annotations

import pytest

from flowengine.language.checks.unset import (
    slots_are_set,
    texts_have_no_gaps,
    values_are_set_before,
)
from tests.language.checks.scopes import HEAD, scope, told


@pytest.mark.parametrize(
    ("flags", "lines", "at"),
    [
        ("", ['say "{{ x }}"'], [5]),
        ("", ["if x: end"], [5]),
        (", remembered", ['say "{{ x }}"'], []),
        ("", ["set x = 1", 'say "{{ x }}"'], []),
        ("", ['ask x "?"', 'say "{{ x }}"'], []),
        ("", ['menu "?" into x', '  1 "A"', 'say "{{ x }}"'], []),
        ("", ['say "x"'], []),
    ],
)
def test_slots_that_nothing_sets(flags: str, lines: list[str], at: list[int]) -> None:
    body = "".join(f"  {line}\n" for line in lines)
    source = f"slots\n  x: text{flags}\nstart:\n{body}  end\n"
    assert told(slots_are_set, source) == [("FE124", line) for line in at]


def test_another_flow_may_set_a_slot() -> None:
    source = 'slots\n  x: text\nstart:\n  say "{{ x }}"\n  end\n'
    other = f"{HEAD}start:\n  set x = 1\n  end\n"
    assert told(slots_are_set, scope(source, flows={"other": other})) == []


@pytest.mark.parametrize(
    ("lines", "at"),
    [
        (['ask x: text, optional "?"', 'say "{{ x }}"'], [4]),
        (['ask x: text, optional "?"', 'say "{{ x or y }}"'], []),
        (['ask x: text, optional "?"', "if x is set:", '  say "{{ x }}"'], []),
        (['ask x: text, optional "?"', "set z = x"], []),
        (['ask x "?"', 'say "{{ x }}"'], []),
        (["for x in y:", '  say "{{ x }}"'], []),
        (['say "{{ unknown }}"'], []),
        (["end", 'say "{{ x }}"', "set x = 1"], []),
    ],
)
def test_gaps_in_texts(lines: list[str], at: list[int]) -> None:
    body = "".join(f"  {line}\n" for line in lines)
    found = told(texts_have_no_gaps, f"start:\n{body}  end\n")
    assert found == [("FE126", line) for line in at]


def test_an_item_of_a_list_is_there_although_a_value_has_its_name() -> None:
    source = 'start:\n  for x in y:\n    say "{{ x }}"\n  set x = 1\n  end\n'
    assert told(texts_have_no_gaps, source) == []


def test_what_other_flows_set_too_is_not_judged() -> None:
    source = 'start:\n  ask x: text, optional "?"\n  say "{{ x }}"\n  save "X" = x\n  end\n'
    here = scope(source, flows={"other": f"{HEAD}start:\n  set x = 1\n  end\n"})
    assert told(texts_have_no_gaps, here) == told(values_are_set_before, here) == []


@pytest.mark.parametrize("head", ["", HEAD])
def test_without_a_beginning_nothing_is_judged(head: str) -> None:
    here = scope('begin:\n  save "X" = x\n  say "{{ x }}"\n  set x = 1\n  end\n', head=head)
    assert told(texts_have_no_gaps, here) == told(values_are_set_before, here) == []


ASKS = 'later:\n  ask x "?"\n  end\n'


@pytest.mark.parametrize(
    ("source", "at"),
    [
        ('start:\n  save "X" = x\n  -> later\n' + ASKS, [3]),
        ('start:\n  save "X" = x or 1\n  -> later\n' + ASKS, []),
        ('start:\n  say "{{ x }}"\n  -> later\n' + ASKS, []),
        ('start:\n  save "X" = x\n  -> later\nlater:\n  ask x "?"\n  -> start\n', []),
        ('start:\n  call later\n  save "X" = x\n  end\nlater:\n  ask x "?"\n  return\n', []),
        ('start:\n  save "X" = x\n  end\nanywhere\n  0 "a" -> later\n' + ASKS, []),
        ('start:\n  save "X" = x\n  end\non message:\n  set x = 1\n', []),
        ('start:\n  save "X" = x\n  -> later\nlater with x:\n  end\n', [3]),
        ('start:\n  save "X" = x\n  -> later\nlater:\n  menu "?" into x\n    1 "A"\n  end\n', [3]),
        ('start:\n  menu "?"\n    1 "A"\n  save "X" = x\n  fetch x from "u"\n  end\n', []),
        ('start:\n  end\nlost:\n  save "X" = x\n  end\n' + ASKS, []),
        ('on message:\n  save "X" = x\nstart:\n  -> later\n' + ASKS, []),
        ('slots\n  x: text, remembered\nstart:\n  save "X" = x\n  -> later\n' + ASKS, []),
        ('start:\n  save "X" = x\n  -> b\nb:\n  ask x: text, remembered "?"\n  end\n', []),
        ("start:\n  call clinic\n    with a = x\n  -> later\n" + ASKS, [4]),
    ],
)
def test_values_used_before_they_can_be_set(source: str, at: list[int]) -> None:
    assert told(values_are_set_before, source) == [("FE125", line) for line in at]
