from __future__ import annotations

from flowengine.authoring.walk.deciding import Deciding
from flowengine.language.compile import scope_of
from tests.runtime.talk import sources

SOURCE = """
anywhere
  9 "way out" -> out

start:
  ask a: yes/no "?"
  ask b: number "?"
    wrong if b > limit: again
  if a: -> other
  -> last

other:
  set c = 1
  if c == 1 and d: -> last
  -> last

last:
  if a: say "A."
  end

out:
  ask e: yes/no "?"
  if e: say "E."
  end

limited with limit:
  for i in things: say "{{ i }}"
  return
"""


def test_a_value_counts_where_it_can_still_decide() -> None:
    found = Deciding([scope_of(sources(SOURCE), "line")])
    assert found.at("line.start/a", 7) >= {"a", "b", "limit", "d"}
    assert "c" not in found.at("line.start/a", 7)  # set anew before it is read
    assert "limit" not in found.at("line.start", 12)
    assert found.at("line.other", 14) >= {"a", "c", "d"}
    assert found.at("line.last", 19) >= {"a"}
    assert "e" not in found.at("line.last", 19)
    assert "e" in found.at("line.out/e", 24)
    assert "things" in found.at("line.limited", 99)  # it may come again
    assert found.at("line.nowhere/x", 1) == frozenset()
