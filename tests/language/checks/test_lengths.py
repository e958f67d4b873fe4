from __future__ import annotations

import pytest

from flowengine.language.checks.lengths import times_have_a_length
from tests.language.checks.scopes import END, scope, told

FETCH = 'start:\n  fetch x from "/a"\n    {}\n  end\n'
HANDOFF = "start:\n  handoff team\n    {}\n  end\n\nqueue team\n"


@pytest.mark.parametrize(
    ("source", "at"),
    [
        ("start:\n  wait 0s\n  end\n", [3]),
        ("start:\n  wait 0d\n  end\n", [3]),
        ("start:\n  wait 1s\n  wait until tomorrow 0:00\n  end\n", []),
        ('on quiet 0m: say "Hello?"\n' + END, [2]),
        ('on quiet 1m: say "Hello?"\non message: say "Hello."\n' + END, []),
        ('service s "https://a.example"\n  timeout 0s\n' + END, [3]),
        ('service s "https://a.example"\n  timeout 1s\nservice t "https://b.example"\n' + END, []),
        (FETCH.format("timeout 0s"), [4]),
        (FETCH.format('slow 0s: say "One moment."'), []),
        (HANDOFF.format('while waiting every 0s: say "Still here."'), [4]),
        (HANDOFF.format('while waiting every 1s: say "Still here."'), []),
        (HANDOFF.format("after 0s: -> start"), [4]),
        (HANDOFF.format('after 0s: say "Nobody." -> start'), [4]),
        (HANDOFF.format("after 1s: -> start"), []),
        (HANDOFF.format("after 0s: also team"), []),
        (HANDOFF.format('after 0s: say "You are in the queue."'), []),
        (HANDOFF.format("offer callback after 0s"), []),
        (HANDOFF.format("offer sms after 0s"), []),
        ("queue q\n  wrap up 0s\n  overflow after 0s to r\nqueue r\n" + END, []),
    ],
)
def test_lengths_of_time_that_are_none(source: str, at: list[int]) -> None:
    assert told(times_have_a_length, source) == [("FE199", line) for line in at]


def test_nothing_is_gathered_where_the_project_would() -> None:
    assert told(times_have_a_length, scope(f'flow shop "A"\ngather 0s\n{END}', head="")) == []
