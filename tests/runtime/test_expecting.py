"""What a recogniser is told at each kind of question: ways, values, keys and digits."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from flowengine.runtime import expecting
from flowengine.runtime.expecting import Expected, expected
from tests.runtime.talk import Talk


def told(talk: Talk) -> Expected:
    found = expected(talk.program, talk.session)
    assert found is not None
    assert expected(talk.program, talk.session) == found
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(found), type=Expected) == found
    return found


def phrases(found: Expected, way: str) -> tuple[str, ...]:
    return next((one.phrases for one in found.ways if one.id == way), ())


def asked(source: str, **more: Any) -> tuple[Talk, Expected]:
    talk = Talk(f"start:\n{source}\n  end\n", "voice", **more)
    talk.start()
    return talk, told(talk)


def test_a_menu_lists_options_by_words_and_numbers_then_commands_and_emergencies() -> None:
    talk = Talk(
        'words alarm\n  "fire"\non word alarm: say "Out!"\n'
        'anywhere\n  0 "a person" -> start\n'
        'start:\n  menu "How?"\n    1 "A bed, please" or "bed[s]"\n'
        '    star "9 to 5" or "office hours"\n    - "a lawyer" quiet\n  end\n',
        "voice",
    )
    talk.start()
    found = told(talk)
    assert phrases(found, "0") == ("a bed please", "bed", "beds", "one", "number one", "option one")
    assert phrases(found, "1") == ("office hours",)
    assert phrases(found, "2") == ("a lawyer",)
    assert phrases(found, "anywhere 0") == ("a person",)
    assert phrases(found, "words alarm") == ("fire",)
    assert (found.keys, found.digits, found.accepts, found.values) == ("1*0", 0, "", "")


@pytest.mark.parametrize(
    ("ask", "accepts", "rule", "digits", "exact", "free"),
    [
        ("n: number", "number", "numbers_number", 9, 0, False),
        ("n: number from 1 to 6", "number", "numbers_number", 1, 1, False),
        ("n: number from 1 to 60", "number", "numbers_number", 2, 0, False),
        ("n: number from 10 to 60", "number", "numbers_number", 2, 2, False),
        ("n: number from -9 to -1", "number", "numbers_number", 9, 0, False),
        ("n: digits 4", "digits", "digits_digits", 4, 4, False),
        ("n: digits", "digits", "digits_digits", 20, 0, False),
        ("n: date from today to today + 60 days", "date", "dates_date", 8, 0, False),
        ("n: time from 9:00 to 18:00", "time", "times_time", 4, 0, False),
        ("n: phone", "phone", "phone_", 15, 0, False),
        ("n: money", "money", "money_", 9, 0, False),
        ("n: text", "text", "", 0, 0, True),
        ("n: name", "name", "", 0, 0, True),
        ("n: email", "email", "", 0, 0, True),
        ("n: recording", "recording", "", 0, 0, False),
        ("n: rule size", "rule", "size", 0, 0, False),
        ("n: rule code", "rule", "", 0, 0, False),
    ],
)
def test_a_typed_answer(
    ask: str, accepts: str, rule: str, digits: int, exact: int, free: bool
) -> None:
    talk = Talk(
        f'rule size = "small | large"\nrule code = "<INTEGER>"\n\nstart:\n  ask {ask} "?"\n  end\n',
        "voice",
    )
    talk.start()
    found = told(talk)
    assert (found.accepts, found.digits, found.exact, found.free) == (accepts, digits, exact, free)
    assert (rule in found.values) if rule else found.values == ""
    assert found.values.startswith("#JSGF V1.0 UTF-8 en;") or not rule


def test_a_secret_is_one_while_it_is_read_back_too() -> None:
    talk, found = asked('  ask pin: digits 4, secret "PIN?"\n    confirm')
    assert found.secret
    talk.says("1 2 3 4", 0.9)
    assert told(talk).secret


def test_yes_and_no_are_ways_of_their_own_and_a_written_phrase_is_no_answer_besides() -> None:
    _, found = asked('  ask y: yes/no "Sure?"\n    yes "nope" or "I am"\n    no "never ever"')
    assert phrases(found, "yes")[:3] == ("nope", "i am", "yes")
    assert "nope" not in phrases(found, "no")
    assert phrases(found, "no")[-2:] == ("number two", "option two")
    assert (found.accepts, found.values, found.keys) == ("yes/no", "", "12")


def test_what_another_would_take_is_left_out() -> None:
    talk = Talk(
        'words alarm\n  "fire"\non word alarm: say "Out!"\n'
        'anywhere\n  - "help me" or "three" -> start\n'
        'start:\n  menu "How?"\n    1 "I saw a fire" or "bed"\n    2 "meal" or "help me"\n'
        '    3 "food"\n  end\n',
        "voice",
    )
    talk.start()
    found = told(talk)
    assert phrases(found, "0")[:2] == ("bed", "one")
    assert phrases(found, "1")[:3] == ("meal", "help me", "two")
    assert phrases(found, "anywhere 0") == ("three",)
    assert phrases(found, "2") == ("food",)


def test_what_was_denied_is_left_out_until_nothing_else_is_left() -> None:
    talk, found = asked('  menu "?"\n    1 "Red"\n    2 "Blue"')
    assert [way.id for way in found.ways][:2] == ["0", "1"]
    talk.says("red", 0.4)
    back = told(talk)
    assert [way.id for way in back.ways][:4] == ["yes", "no", "0", "1"]
    assert (back.accepts, back.keys, back.digits) == ("yes/no", "12", 0)
    talk.says("no", 0.9)
    assert phrases(told(talk), "0") == ()
    assert phrases(told(talk), "1")[0] == "blue"
    talk.says("blue", 0.4)
    talk.says("no", 0.9)
    assert phrases(told(talk), "0")[0] == "red"


def test_a_command_that_was_denied_is_left_out_with_all_its_words() -> None:
    talk, before = asked('  menu "?"\n    1 "Red"\n    2 "Blue"')
    talk.says("repeat", 0.4)
    talk.says("no", 0.9)
    left = {way.id for way in before.ways} - {way.id for way in told(talk).ways}
    assert [phrases(before, way)[0] for way in left] == ["repeat"]


def test_which_one_is_answered_by_label_or_number_or_no() -> None:
    talk, _ = asked('  menu "?"\n    1 "Red"\n    2 "Blue"\n    3 "Green"')
    talk.says("red or blue", 0.95)
    found = told(talk)
    assert phrases(found, "1") == ("red", "one", "number one", "option one")
    assert phrases(found, "2")[0] == "blue"
    assert "no" in phrases(found, "no")
    assert (found.accepts, found.keys, phrases(found, "0")) == ("", "123", ("number one",)[:0])


def test_browsing_is_told_the_words_of_moving() -> None:
    talk = Talk(
        'table houses from "houses.csv"\nstart:\n  browse h in houses\n    show "{{ h.name }}"\n'
        '    - "this one" -> start\n    - "next page" -> start\n  end\n',
        "voice",
        tables={"houses.csv": "name\nOne\nTwo\n"},
    )
    talk.start()
    found = told(talk)
    assert phrases(found, "next")[:2] == ("next", "next one")
    assert "next page" not in phrases(found, "next")
    assert found.keys == "123"


def test_options_from_data_are_told_as_they_are_now() -> None:
    table = "name\n" + "\n".join(f"House {chr(97 + at)}" for at in range(11))
    talk = Talk(
        'table houses from "houses.csv"\nstart:\n  ask h: choice from houses by name "Which?"\n'
        "  end\n",
        "voice",
        tables={"houses.csv": table},
    )
    talk.start()
    found = told(talk)
    assert phrases(found, "item10") == ("house k",)
    assert phrases(found, "item1")[:2] == ("house b", "two")
    assert phrases(found, "more") == ("more", "nine", "number nine", "option nine")
    assert (found.keys, found.digits) == ("123459", 0)


def test_a_form_takes_anything_at_first_then_each_answer_then_a_yes_or_a_change() -> None:
    talk, found = asked(
        '  form "What?"\n    ask when: date "When?"\n'
        '    ask how: choice "How?"\n      1 "Car" = car\n      2 "Foot" = foot\n'
        '    read back "{{ when }}, {{ how }}?"'
    )
    assert (found.accepts, found.free, found.digits) == ("form", True, 0)
    assert "dates_date" in found.values
    talk.says("tomorrow", 0.4)
    assert [way.id for way in told(talk).ways][:2] == ["yes", "no"]
    talk.says("yes", 0.9)
    assert phrases(told(talk), "0") == ("car", "one", "number one", "option one")
    talk.says("foot", 0.9)
    back = told(talk)
    assert (back.accepts, [way.id for way in back.ways][:2]) == ("yes/no", ["yes", "no"])
    talk.says("no", 0.9)
    change = told(talk)
    assert phrases(change, "1") == ("when",)
    assert change.keys.startswith("12")


def test_f28_who_waits_for_an_agent_is_heard_and_who_talks_with_one_is_not() -> None:
    talk = Talk(
        'words alarm\n  "fire"\non word alarm: say "Out!"\n'
        'anywhere\n  0 "leave the queue" -> leave\nqueue team\n'
        "start:\n  handoff team\n  end\nleave:\n  end\n",
        "voice",
    )
    talk.start()
    talk.queued(1)
    found = told(talk)
    assert phrases(found, "anywhere 0") == ("leave the queue",)
    assert phrases(found, "words alarm") == ("fire",)
    assert (found.keys, found.digits, found.accepts, found.free) == ("0", 0, "", False)
    talk.accepted()
    assert expected(talk.program, talk.session) is None


def test_nobody_is_asked_while_the_flow_is_busy_or_over() -> None:
    talk = Talk("start:\n  wait 5s\n  end\n", "voice")
    assert expected(talk.program, talk.session) is None
    talk.start()
    assert expected(talk.program, talk.session) is None


@pytest.mark.parametrize(("channel", "open_door"), [("voice", True), ("sms", True), ("sms", False)])
def test_commands_are_told_while_they_hold(channel: str, open_door: bool) -> None:
    talk = Talk(
        'slots\n  door: yes/no, from page\n\nanywhere\n  - "back door" if door -> start\n\n'
        'start:\n  menu "?"\n    1 "Red"\n  end\n',
        channel,
    )
    talk.start(None, door=open_door)
    assert phrases(told(talk), "anywhere 0") == (("back door",) if open_door else ())


def test_too_many_phrases_are_shared_out_fairly_and_the_rest_is_counted() -> None:
    first = [("a", tuple(f"a{at}" for at in range(250))), ("b", ("b0",)), ("none", ())]
    rest = [("c", tuple(f"c{at}" for at in range(120)))]
    ways, cut = expecting.shared(first, rest)
    assert [(way.id, len(way.phrases)) for way in ways] == [("a", 199), ("b", 1), ("c", 100)]
    assert ways[0].phrases[0] == "a0"
    assert cut == 71
    assert expecting.shared(first, []) == ((*ways[:0], *expecting.shared(first, [])[0]), 0)


def test_a_language_of_its_own_goes_before_the_one_the_flow_was_written_in() -> None:
    talk = Talk(
        'flow line "Line"\nlanguages en, uk\n\nstart:\n  menu "?"\n    uk: "??"\n'
        '    1 "Red" or "scarlet"\n      uk: "Червоний" or "яскраво червоний"\n'
        '    2 "Blue"\n      uk: "Синій"\n  end\n',
        "voice",
        language="uk",
    )
    talk.start()
    found = phrases(told(talk), "0")
    assert found[:3] == ("червоний", "яскраво червоний", "red")
    assert "номер один" in found
