"""Each filter, test and function of the vocabulary, said in a flow."""

from __future__ import annotations

import pytest

from flowengine.language.expressions.vocabulary import FILTERS, FUNCTIONS, TESTS
from flowengine.runtime import functions
from tests.runtime.talk import Talk

FLOW = """languages en, uk, fa
written in en

hours office
  every day 9:00-17:00

hours never
  2020-01-01 9:00-10:00

queue listeners
  hours office

queue always

anywhere
  - "privacy" -> privacy
    uk: "приватність"
  star "help me" -> helping

start:
  set n = {{start}}
  say "{{ {expression} }}"
  menu "Which?"
    1 "Talk" -> talk
    - "Other" -> other
    hash "Third" -> third
  end
talk:
  end
other:
  end
third:
  end
privacy:
  end
helping:
  end
"""


def says(expression: str, language: str = "en") -> str:
    source = FLOW.replace("{expression}", expression).replace("{{start}}", "1")
    said = Talk(f'flow line "Line"\n{source}', language=language).start()
    return "" if said[0].startswith("menu:") else said[0]


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("date(2027, 3, 1) | date", "1 March 2027"),
        ("date(2027, 3, 1) | date('short')", "01/03/2027"),
        ("date(2027, 2, 30) or 'no such day'", "no such day"),
        ("time('9:00') | time", "09:00"),
        ("time('9' ~ '') | time", "09:00"),
        ("now | time", "12:00"),
        ("today | when", "today"),
        ("time('9:00') | when", "09:00"),
        ("office.next_opening | when", "tomorrow at 09:00"),
        ("19.9 | money('EUR')", "€19.90"),
        ("6 | money", "6"),
        ("'12 34' | digits", "1 2 3 4"),
        ("'0501112233' | phone", "050 111 22 33"),
        ("phone('050 111-22-33')", "0501112233"),
        ("[60, 180] | range", "about 1 to 3 minutes"),
        ("5 | range", "5"),
        ("2 | plural('place', 'places')", "places"),
        ("['a', 'b'] | list", "a and b"),
        ("['a', 'b'] | first", "a"),
        ("['a', 'b', 'c'] | first(2) | join", "a, b"),
        ("[] | first or 'none'", "none"),
        ("['a', 'b'] | last", "b"),
        ("['a', 'b', 'c'] | last(2) | join('; ')", "b; c"),
        ("['a', 'b'] | last(0) | count", "0"),
        ("[] | last or 'none'", "none"),
        ("'abc' | count", "3"),
        ("'abc' | upper", "ABC"),
        ("'ABC' | lower", "abc"),
        ("' a ' | trim", "a"),
        ("'abcdef' | cut(4)", "abc…"),
        ("'abc' | cut(4)", "abc"),
        ("2.55 | round(1)", "2.6"),
        ("2.4 | round", "2"),
        ("'1 200,50' | number", "1200.50"),
        ("'12' | number + 1", "13"),
        ("5 | number", "5"),
        ("'x' | number or 'none'", "none"),
        ("'1e30' | number or 'none'", "none"),
        ("'NaN' | number or 'none'", "none"),
        ("'yes' if office is open else 'no'", "yes"),
        ("'yes' if never is closed else 'no'", "yes"),
        ("'yes' if listeners is open else 'no'", "yes"),
        ("'yes' if always is closed else 'no'", "no"),
        ("'yes' if office is open_at(date(2027, 1, 2), time('9:00')) else 'no'", "yes"),
        ("'yes' if office is not open_at(today, time('17:00')) else 'no'", "yes"),
        ("'yes' if never is open_at(today) else 'no'", "no"),
        ("'yes' if office is open_at(now + hours(5)) else 'no'", "no"),
        ("'yes' if office is open_at(date(2027, 2, 30), time('9:00')) else 'no'", "no"),
        ("'yes' if today is weekend else 'no'", "yes"),
        ("'yes' if 2 is even else 'no'", "yes"),
        ("'yes' if 2 is odd else 'no'", "no"),
        ("'yes' if '4539 1488 0343 6467' is luhn else 'no'", "yes"),
        ("'yes' if '4539148803436468' is luhn else 'no'", "no"),
        ("'yes' if 'x' is luhn else 'no'", "no"),
        ("'yes' if '8001015009087' is sa_id else 'no'", "yes"),
        ("'yes' if '8013015009080' is sa_id else 'no'", "no"),
        ("'yes' if '80010' is sa_id else 'no'", "no"),
        ("'yes' if 'ab 12' is alphanumeric else 'no'", "yes"),
        ("(today + years(1)) | date", "2 January 2028"),
        ("(today + months(2)) | date", "2 March 2027"),
        ("(today + weeks(1)) | date", "9 January 2027"),
        ("(today - days(3)) | date", "30 December 2026"),
        ("(now + hours(3)) | time", "15:00"),
        ("(now + minutes(5)) | time", "12:05"),
        ("years_ago(18) | date", "2 January 2009"),
        ("key('talk')", "1"),
        ("key('third')", "#"),
        ("key('other') or 'none written'", "none written"),
        ("word('privacy')", "privacy"),
        ("word('talk')", "talk"),
        ("abs(-5)", "5"),
        ("min(3, 2, 5)", "2"),
        ("max(3, 2, 5)", "5"),
    ],
)
def test_what_an_expression_says(expression: str, text: str) -> None:
    assert says(expression) == text


def test_a_word_is_said_in_the_language_of_the_conversation() -> None:
    assert says("word('privacy')", "uk") == "приватність"


def test_a_number_is_written_as_the_language_does() -> None:
    assert says("'4711' | digits", "fa") == "\u200e۴ ۷ ۱ ۱"
    assert says("'09123456789' | phone", "fa") == "۰۹۱۲-۳۴۵-۶۷۸۹"


def test_what_a_function_refuses_is_a_fault_at_its_place() -> None:
    fault = says("time('late' ~ '') | time")
    assert fault == "fault line.flow:23:11 `late` is not a time of day."


def test_every_word_of_the_vocabulary_is_there() -> None:
    named = {s.name for s in FILTERS.values() if not s.inline}
    named |= {f"is {s.name}" for s in TESTS.values() if not s.inline} | set(FUNCTIONS)
    assert named <= {name.removesuffix("()") for name in functions.FUNCTIONS}


def test_a_fault_in_the_label_behind_a_word_has_the_place_of_the_label() -> None:
    talk = Talk(
        'anywhere\n  - "about {{ 1 / zero }}" -> about\n\n'
        "start:\n  set zero = 0\n  say \"{{ word('about') }}\"\n  end\n\nabout:\n  return\n"
    )
    assert talk.start()[0] == "fault line.flow:4:15 This divides by zero."
