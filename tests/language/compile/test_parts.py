"""What a flow inherits, and what an agent's script does not."""

from __future__ import annotations

import pytest

from tests.runtime.talk import Talk
from tests.runtime.talks import happens

PROJECT = """queue team

words danger
  "he has a knife"

anywhere
  0 "A person" or "somebody" -> person
  7 "Numbers":
    say "112."

on word danger: -> person

on quiet 5m: say "Are you there?"

on fault: -> person

person:
  handoff team
  end
"""
SCRIPT = """flow line "Questions to ask"
channels {channels}

{own}start:
  ask safe: yes/no "Is she safe?"
  set left = 6 / {left}
  say "Good."
  end
"""


def talk(channels: str, own: str = "") -> Talk:
    script = SCRIPT.format(channels=channels, own=own, left=3)
    found = Talk(script, others={"project.flow": PROJECT}, channel="agent")
    happens(found, "start")
    return found


@pytest.mark.parametrize(
    "said", ["somebody", "operator", "stop", "quick exit", "leave now", "he has a knife", "7"]
)
def test_an_agent_who_reads_a_script_is_handed_over_to_nobody(said: str) -> None:
    script = talk("agent")
    told = [happens(script, f"says {said}") for _ in range(5)]  # given up after three
    assert all("Is she safe?" in one[-1] for one in told)
    assert happens(script, "says yes") == ["Good.", "ended: end"]


def test_the_other_standard_words_and_commands_of_its_own_are_heard() -> None:
    script = talk("agent", 'anywhere\n  9 "Law": say "Article 126."\n\n')
    assert happens(script, "says repeat")[-1].startswith("ask: Is she safe?")
    assert happens(script, "says law")[0] == "Article 126."


def test_callers_of_a_flow_for_both_are_handed_over() -> None:
    for said in ("somebody", "he has a knife"):
        assert "hand off to team, normal" in happens(talk("chat, agent"), f"says {said}")


def test_a_fault_of_a_script_asks_again() -> None:
    script = SCRIPT.format(channels="agent", own="", left=0)
    found = Talk(script, others={"project.flow": PROJECT}, channel="agent")
    happens(found, "start")
    told = happens(found, "says yes")
    assert told[0].startswith("fault")
    assert "Is she safe?" in told[-1]
