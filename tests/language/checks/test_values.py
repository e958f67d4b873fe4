from __future__ import annotations

import pytest

from flowengine.language.checks.values import BUILTINS, Kind, names, variables
from flowengine.language.expressions.vocabulary import Type
from tests.language.checks.scopes import HEAD, parsed

SOURCE = """
slots
  phone: phone

hours office
  every day 9:00-17:00

table towns from "towns.csv"

start:
  ask age: number "How old are you?"
  fetch places from "https://x.example"
  set chosen = 1
  set contact.town = 1
  for town in towns:
    say "x"
  menu "Which?" into topic
    1 "A" = a
  call receipt
  end

receipt with label:
  return
"""


def test_every_name_is_collected_with_where_it_comes_from() -> None:
    found = {named.name: named.kind for named in names(parsed(HEAD + SOURCE))}
    assert found == {
        "phone": Kind.SLOT,
        "office": Kind.HOURS,
        "towns": Kind.TABLE,
        "age": Kind.ANSWER,
        "topic": Kind.CHOSEN,
        "places": Kind.RESULT,
        "chosen": Kind.SET,
        "label": Kind.PARAMETER,
        "town": Kind.LOOP,
    }


def test_names_of_loops_are_not_known_everywhere() -> None:
    known = variables([parsed(HEAD + SOURCE)])
    assert "town" not in known
    assert known["towns"] is Type.LIST
    assert known["office"] is Type.HOURS
    assert known.items() >= BUILTINS.items()


def test_a_queue_is_known_where_nothing_else_has_its_name() -> None:
    source = "queue office\nqueue team\nhours office\n  every day 9:00-17:00\nstart:\n  end\n"
    known = variables([parsed(HEAD + source)])
    assert (known["team"], known["office"]) == (Type.QUEUE, Type.HOURS)


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (['ask x: number "?"'], Type.NUMBER),
        (['ask x: yes/no "?"', '  yes "Yes"'], Type.BOOL),
        (['ask x: number "?"', '  star "None" = 0'], Type.ANY),
        (['ask x: date "?"', "set x = today"], Type.DATE),
        (['ask x: date "?"', 'ask x "?"'], Type.DATE),
        (['ask x: date "?"', 'ask x: text "?"'], Type.ANY),
        (["set x = 5"], Type.ANY),
        (['ask x: photo "?"'], Type.ANY),
    ],
)
def test_a_type_is_claimed_only_where_one_is_written(lines: list[str], kind: Type) -> None:
    body = "".join(f"  {line}\n" for line in lines)
    assert variables([parsed(f"{HEAD}\nstart:\n{body}  end\n")])["x"] is kind
