from __future__ import annotations

import pytest

from flowengine.language.checks.ladders import (
    also_has_a_queue,
    ladder_verbs_have_a_question,
    ladders_are_written_once,
)
from tests.language.checks.scopes import END, told


@pytest.mark.parametrize(
    ("source", "at"),
    [
        ('start:\n  ask x "?"\n    silence: again\n    no match: ask "What?"\n  end\n', []),
        ('start:\n  ask x "?"\n    star "Again": again\n  end\n', []),
        ('start:\n  ask x "?"\n    star "Again": ask "What?"\n  end\n', []),
        ("repairs\n  silence: again\n" + END, []),
        ("start:\n  again\n  end\n", [3]),
        ('start:\n  ask "What?"\n  end\n', [3]),
        ("on message: again\n" + END, [2]),
    ],
)
def test_verbs_of_ladders(source: str, at: list[int]) -> None:
    assert told(ladder_verbs_have_a_question, source) == [("FE102", line) for line in at]


@pytest.mark.parametrize(
    ("lines", "at"),
    [
        (["also x"], [3]),
        (["handoff x", "  after 3m: also y"], []),
        (["handoff x", "  while waiting every 45s: also y"], []),
        (["handoff x", "  on full: also y"], [4]),
    ],
)
def test_a_second_queue_needs_a_first(lines: list[str], at: list[int]) -> None:
    body = "".join(f"  {line}\n" for line in lines)
    found = told(also_has_a_queue, f"start:\n{body}  end\n")
    assert found == [("FE103", line) for line in at]


@pytest.mark.parametrize(
    ("below", "at"),
    [
        (["silence: again", "silence: again"], [5]),
        (["silence: again", "silence 2: again", "silence 2: again"], [6]),
        (["silence: again", "no match: again"], []),
        (["wrong if x: again", "wrong if y: again", "wrong: again"], []),
        (["give up after 2: end", "give up after 3: end"], [5]),
    ],
)
def test_ladders_are_written_once(below: list[str], at: list[int]) -> None:
    body = "".join(f"    {line}\n" for line in below)
    found = told(ladders_are_written_once, f'start:\n  ask x "?"\n{body}  end\n')
    assert found == [("FE141", line) for line in at]


def test_two_questions_have_each_their_own() -> None:
    ask = '  ask x "?"\n    silence: again\n'
    assert told(ladders_are_written_once, f"start:\n{ask}{ask}  end\n") == []


def test_an_outcome_is_written_once() -> None:
    source = "start:\n  handoff x\n    on full: end\n    on closed: end\n    on full: end\n  end\n"
    assert told(ladders_are_written_once, source) == [("FE141", 6)]
