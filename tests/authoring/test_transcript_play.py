from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flowengine.authoring.transcript_play import Failure, play
from tests.authoring.conftest import SHOP, only_test, program

if TYPE_CHECKING:
    from flowengine.language.program import Program

PASSING = {
    "one talk on every channel": """
  bot: Hello. How can we help? …
  bot sms: Hi. How can we help? …
  caller: 1 | beds
  bot: For how many people?
  caller: 2 | says "two"
  bot: Done.
  expect saved "Beds" = 2
  expect saved "Beds"
  expect note "beds for 2"
  expect tag "shelter"
  expect tag contact "shelter"
  expect contact.beds = 2
  expect sent sms to "+380…" "Beds: 2."
  expect value beds = 2
  expect language en
  expect at most 40 characters
  expect no fault
  expect ended
""",
    "another language by a given": """
  given language uk
  bot: Вітаємо. …
  bot sms uk: … 1. Ліжка …
  caller: picks "Ліжка"
  bot en: never compared
  bot: На скільки людей?
""",
    "another language by the start": """
  start in uk
  bot uk: Вітаємо. …
  bot sms: Hi. Чим допомогти? …
  bot: English would stand here
""",
    "silence only happens on the phone": """
  start at beds
  bot: For how many people?
  caller: silence
  bot: I hear nothing. For how many people?
  expect nothing sent
  caller: 7
  bot: Six at most. For how many people?
""",
    "a queue, with time": """
  given queue team position 3, wait 2m-5m
  start at person with topic = "grants"
  expect queue team has caller, priority high, skill "housing", language en, brief "about grants"
  wait 45s
  bot: You are number 3.
  wait 10s
  bot:
  agent: accepts Ann
  agent: done
  expect ended
""",
    "nobody comes": """
  given queue team nobody
  start at person
  bot: Nobody is here.
""",
    "the queue is closed": """
  given queue team closed
  start at person
  bot: We are closed.
""",
    "an answer": """
  given fetch order = { "number": 4711 }
  start at order
  bot: Your number is 4711.
""",
    "a slow answer": """
  given fetch order after 3s = { "number": 4711 }
  start at order
  bot: One moment. Your number is 4711.
""",
    "no answer": """
  given fetch order fails
  start at order
  bot: That failed. How can we help? …
""",
    "an error of the service": """
  given fetch order fails with 503
  start at order
  bot: That failed. How can we help? …
""",
    "a late answer": """
  given fetch order late = { "number": 4711 }
  start at order
  bot: One moment. That failed. How can we help? …
  expect nothing sent
  wait 10s
  expect sent sms "Order 4711."
""",
    "answers are used up in order, then the lasting one": """
  given fetch order always fails
  given fetch order = { "number": 1 }
  bot: …
  caller: 3
  bot: Your number is 1.
""",
    "values given before and between": """
  given topic = "early", contact.name = "Ann"
  given caller "+380501112233"
  given seed 3
  bot: …
  expect value topic = "early"
  given topic = "late"
  caller: 2
  expect queue team has caller, brief "about late"
""",
    "the clock goes on": """
  given clock Tuesday 2027-03-02 12:00 Europe/Kyiv
  start at person
  given clock 2027-03-02 12:01 Europe/Kyiv
  wait 0s
  agent: nobody
  bot: Nobody is here.
""",
    "a photo is no answer on a phone, which leaves the turn out": """
  bot: …
  caller: sends photo "x.jpg" (voice)
  bot: never heard
""",
    "words for one channel say nothing of the others": """
  bot sms: Hi. How can we help? …
""",
    "keys only where there are keys": """
  start at beds
  bot: …
  caller: key 2 (voice) | types two (sms, chat)
  bot: Done.
""",
}


@pytest.mark.parametrize("lines", PASSING.values(), ids=PASSING)
def test_what_happens_passes(shop: Program, lines: str) -> None:
    assert play(shop, only_test('test "x"\n' + lines)) == ()


FAILING = {
    "other words": (
        "  bot: Goodbye.\n",
        2,
        "The bot says something else.",
        "",
    ),
    "the words of the second line of the bot": (
        "  bot: Hello.\n  bot: Goodbye.\n",
        2,
        "The bot says something else.",
        "",
    ),
    "no such choice": (
        '  bot: …\n  caller: picks "Soup"\n',
        3,
        "There is no choice “Soup” here.",
        "The choices are “Beds”, “A person”, “Order”, “Goodbye”.",
    ),
    "over": (
        "  bot: …\n  caller: 4\n  caller: 1\n",
        4,
        "The conversation was over before this line.",
        "",
    ),
    "nothing given": (
        "  start at order\n",
        2,
        "The flow fetches “order” here, and nothing is given for it.",
        "Write above this line: given fetch order = { } or: given fetch order fails",
    ),
    "no such place": ("  start at nowhere\n", 2, "There is no place nowhere in shop.", ""),
    "two starts": (
        "  start\n  start\n",
        3,
        "The conversation runs already.",
        "Write: caller: comes back",
    ),
    "no queue": (
        "  bot: …\n  agent: accepts\n",
        3,
        "Nobody waits for an agent here.",
        "The flow has handed nobody off.",
    ),
    "no longer in the queue": (
        "  start at person\n  agent: nobody\n  agent: done\n",
        4,
        "This changes nothing here: ",
        "",
    ),
    "backwards": (
        "  start\n  given clock 2020-01-01 10:00\n",
        3,
        "Time does not run backwards.",
        "Begin another test for an earlier time.",
    ),
    "late person": (
        "  start\n  given language uk\n",
        3,
        "The language is known by now.",
        "Write it above the first line.",
    ),
    "late contact": (
        "  start\n  given contact.name = Ann\n",
        3,
        "The person is known by now.",
        "Write it above the first line.",
    ),
    "no zone": (
        "  given clock 2027-03-02 12:00 Europe/Nowhere\n",
        2,
        "There is no time zone “Europe/Nowhere”.",
        "Write it like Europe/Kyiv.",
    ),
    "expectation": (
        "  bot: …\n  expect ended\n",
        3,
        "The conversation waits at shop.main/menu.",
        "",
    ),
}


@pytest.mark.parametrize(("lines", "line", "message", "hint"), FAILING.values(), ids=FAILING)
def test_what_does_not_hold_is_told_with_its_line(
    shop: Program, lines: str, line: int, message: str, hint: str
) -> None:
    (failure,) = play(shop, only_test('test "x" on chat\n' + lines))
    assert (failure.line, failure.hint) == (line, hint)
    assert failure.message.startswith(message)
    assert (failure.test, failure.channel) == ("x", "chat")


def test_the_words_that_were_said_are_shown_beside_those_expected(shop: Program) -> None:
    (failure,) = play(shop, only_test('test "x" on sms\n  bot: Hello.\n  bot: Anything else?\n'))
    assert failure == Failure(
        "x",
        "sms",
        2,
        "The bot says something else.",
        expected="Hello. Anything else?",
        said="Hi.\nHow can we help?\n1. Beds\n2. A person\n3. Order\n4. Goodbye",
    )


def test_each_alternative_is_played_and_what_is_the_same_everywhere_told_once(
    shop: Program,
) -> None:
    test = only_test('test "x" on voice, sms\n  bot: …\n  caller: 1 | 4 | bye\n  bot: For how …\n')
    found = [(failure.channel, failure.line, failure.said) for failure in play(shop, test)]
    assert found == [("voice, sms", 4, "Goodbye.")]


def test_a_channel_that_the_flow_does_not_have_is_told(shop: Program) -> None:
    (failure,) = play(shop, only_test('test "x" on ussd\n  bot: …\n'))
    assert failure.message == "The flow does not run on it, only on voice, sms, chat."


def test_a_fault_fails_unless_a_line_expects_it() -> None:
    bad = program(
        'flow bad "Bad"\nchannels chat\n\nstart:\n  ask n: number "How many?"\n'
        '  say "{{ 10 / (n - 1) }}"\n  end\n'
    )
    lines = "  bot: How many?\n  caller: 1\n"
    (failure,) = play(bad, only_test('test "x"\n' + lines))
    assert failure.line == 3
    assert failure.message.startswith("A fault in bad.flow, line 6: ")
    assert failure.hint == "Where the test is about it, write: expect fault"
    assert play(bad, only_test('test "x"\n' + lines + "  expect fault\n")) == ()


def test_the_lines_that_ran_are_traced(shop: Program) -> None:
    trace: list[tuple[str, int]] = []
    assert play(shop, only_test('test "x" on chat\n  bot: …\n  caller: 4\n'), trace) == ()
    ran = {SHOP.splitlines()[line - 1].strip() for file, line in trace if file == "shop.flow"}
    assert {'say "Hello."', 'say "Goodbye."', "end"} <= ran
    assert 'say "Done."' not in ran
    assert {line for line in trace if line[0] == "shop.flow"} < shop.lines
