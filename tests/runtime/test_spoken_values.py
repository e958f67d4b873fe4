"""The grammar of a typed answer: a whole one where the answer can be said, none elsewhere."""

from __future__ import annotations

import pytest

from flowengine.language import program as p
from flowengine.runtime import spoken_values
from tests.runtime.talk import Talk


def given(types: list[str]) -> str:
    lines = "".join(f'  ask a{n}: {type_} "?"\n' for n, type_ in enumerate(types))
    talk = Talk(f"start:\n{lines}  end\n", "voice")
    asks = [b.exit for b in talk.program.blocks.values() if isinstance(b.exit, p.Ask)]
    own = [one.type for one in asks if one.name.startswith("line.")]
    found = spoken_values.grammar(talk.program, "en", own)
    assert spoken_values.grammar(talk.program, "en", own) is found
    return found


@pytest.mark.parametrize(
    ("types", "rules"),
    [
        (["number"], ["numbers_number"]),
        (["date", "time"], ["dates_date", "times_time"]),
        (["yes/no"], []),
        (["text"], []),
        (["name", "email"], []),
    ],
)
def test_whole_answers_of_what_can_be_listed(types: list[str], rules: list[str]) -> None:
    made = given(types)
    assert made.startswith("#JSGF") is bool(rules)
    assert all(rule in made for rule in rules)
