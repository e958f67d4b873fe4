"""People are moved to another version in the middle of everything a conversation can be in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from flowengine.language import program as p
from flowengine.runtime import begin, decode, encode
from flowengine.runtime import effects as fx
from flowengine.runtime.moving import move
from tests.runtime.talk import Talk, program

if TYPE_CHECKING:
    from collections.abc import Mapping

GONE = (
    "I am sorry, something has changed here meanwhile, and where we were is no more."
    " Let us go on from here."
)


def over(
    talk: Talk,
    source: str,
    places: Mapping[str, str] | None = None,
    *,
    blind: bool = False,
    others: Mapping[str, str] | None = None,
    tables: Mapping[str, str] | None = None,
) -> list[str]:
    """Moves the talk to another source and gives what is said; `blind`: the old one is lost."""
    new = program(source, others=others, tables=tables)
    before = None if blind else talk.program
    old = encode(talk.session)
    session, effects = move(new, talk.session, talk.clock, places, before=before)
    assert move(new, talk.session, talk.clock, places, before=before) == (session, effects)
    assert encode(talk.session) == old
    assert decode(encode(session)) == session
    assert session.digest == new.digest
    assert not session.place or isinstance(new.blocks[session.place].exit, p.Wait)
    ways = [frame for step in session.trail for frame in step.stack]
    assert {frame.then for frame in (*session.stack, *ways)} <= new.blocks.keys()
    assert [one for one in effects if isinstance(one, fx.Prompt)] in ([], list(effects[-1:]))
    talk.program, talk.session, talk.effects = new, session, effects
    prompts = [one for one in effects if isinstance(one, fx.Prompt)]
    talk.prompt = prompts[-1] if prompts else talk.prompt
    return talk.said


def at(source: str, *said: str, **given: object) -> Talk:
    """A talk that has come so far."""
    talk = Talk(source, **given)  # type: ignore[arg-type]
    talk.start()
    for text in said:
        talk.says(text)
    return talk


TWO = """start:
  ask a: text "A?"
  ask b: text "B?"
  say "{{ a }} {{ b }}."
  end
"""

# ------------------------------------------------------------ nothing to see


def test_whoever_sees_no_difference_is_told_nothing() -> None:
    talk = at(TWO, "one")
    before = talk.session
    assert over(talk, TWO.replace("{{ b }}.", "{{ b }}!")) == []
    assert (talk.session.turn, talk.session.asked) == (before.turn, before.asked)
    assert talk.says("two") == ["one two!", "ended: end"]


def test_a_button_of_the_same_question_is_still_obeyed() -> None:
    menu = 'menu main "What?"\n  1 "Tea" -> tea\n\nstart:\n  -> main\n\ntea:\n  say "{}."\n  end\n'
    talk = at(menu.format("Green"))
    assert over(talk, menu.format("Black")) == []
    assert talk.picks("Tea") == ["Black.", "ended: end"]


def test_a_step_may_be_renamed_with_all_that_waits_in_it() -> None:
    talk = at(TWO.replace("start:", "start:\n  -> begin\n\nbegin:"), "one")
    new = "moved begin -> questions\n\n" + TWO.replace(
        "start:", "start:\n  -> questions\n\nquestions:"
    )
    assert over(talk, new) == []
    assert talk.place == "questions/b"
    assert talk.says("back") == ["ask: A?"]


# ------------------------------------------------------------ the question has changed


def test_a_question_in_other_words_is_asked_anew() -> None:
    talk = at(TWO, "one")
    assert over(talk, TWO.replace("B?", "And B?")) == ["ask: And B?"]
    assert talk.says("two") == ["one two.", "ended: end"]


MENU = """start:
  -> main

menu main "What?"
  1 "Tea" -> tea
  2 "Milk" -> milk

tea:
  say "Tea."
  end

milk:
  say "Milk."
  end
"""
OTHER = MENU.replace('1 "Tea" -> tea\n  2 "Milk" -> milk', '1 "Milk" -> milk\n  2 "Tea" -> tea')


def test_an_old_button_does_not_choose_what_now_stands_in_its_place() -> None:
    talk = at(MENU)
    old = talk.prompt
    assert over(talk, OTHER) == ["menu: What? [1 Milk] [2 Tea]"]
    new, talk.prompt = talk.prompt, old
    assert talk.picks("Tea")[0].startswith("dropped")
    talk.prompt = new
    assert talk.picks("Tea") == ["Tea.", "ended: end"]


def test_a_guess_about_options_that_changed_places_is_not_asked_back() -> None:
    menu = 'start:\n  menu "Which?" into x\n    1 "{}"\n    2 "{}"\n  say "{{{{ x }}}}{}"\n  end\n'
    talk = at(menu.format("Red", "Blue", "."), "red or blue")
    assert talk.said == ["unsure: Which one do you mean? [1 Red] [2 Blue]"]
    assert over(talk, menu.format("Red", "Blue", "!")) == []
    assert over(talk, menu.format("Blue", "Red", "!")) == ["menu: Which? [1 Blue] [2 Red]"]


def test_a_failed_try_is_forgotten_with_the_question_it_was_made_at() -> None:
    source = """start:
  ask n: number "{}"
    give up after 2: -> bye
  end

bye:
  say "Bye."
  end
"""
    talk = at(source.format("How many?"), "x")
    over(talk, source.format("How many beds?"))
    assert "Bye." not in talk.says("x")
    assert over(talk, source.format("How many beds?")) == []
    assert talk.says("x") == ["Bye.", "ended: end"]


def test_another_kind_of_wait_of_the_same_name_is_entered_afresh() -> None:
    ask = 'service s "https://s.example"\n\nstart:\n  ask a: text "A?"\n  say "{{ a }}."\n  end\n'
    fetch = ask.replace('ask a: text "A?"', 'fetch a from s "/a"')
    talk = at(ask)
    assert over(talk, fetch) == ["GET https://s.example/a"]
    assert talk.fetched("x") == ["x.", "ended: end"]


def test_a_menu_may_get_words_before_it() -> None:
    talk = at(MENU)
    step = MENU.replace('menu main "What?"', 'main:\n  say "New."\n  menu "What?"')
    step = step.replace('  1 "Tea"', '    1 "Tea"').replace('  2 "Milk"', '    2 "Milk"')
    assert over(talk, step) == []
    assert over(talk, step.replace("Milk", "Soy milk"))[0].startswith("menu: What? [1 Tea]")


MORE = """moved begin -> more

start:
  -> more

more:
  say "More."
  ask d: text "D?"
  end
"""


def test_whose_wait_is_gone_from_a_step_that_moved_begins_that_step() -> None:
    talk = at(HELP + TWO.replace("start:", "start:\n  -> begin\n\nbegin:"), "one", "info")
    talk.says("see")
    assert over(talk, MORE) == ["More.", "ask: D?"]


def test_a_question_that_cannot_be_asked_here_is_told_to_be_a_fault() -> None:
    talk = at(TWO, "one")
    broken = TWO.replace('"B?"', '"B {{ 1 / (a | count - 3) }}?"')
    assert over(talk, broken)[0].startswith("fault")
    assert talk.session.place == "" or talk.session.ended


# ------------------------------------------------------------ the place is gone

SHORT = 'start:\n  -> main\n\nmenu main "What?"\n  1 "Bye" -> bye\n\nbye:\n  say "Bye."\n  end\n'


def test_whoever_has_lost_their_place_is_told_and_goes_on_at_the_main_menu() -> None:
    talk = at(TWO, "one")
    assert over(talk, SHORT) == [GONE, "menu: What? [1 Bye]"]
    assert talk.says("1") == ["Bye.", "ended: end"]


def test_the_flow_has_its_own_words_for_it_and_its_own_way() -> None:
    talk = at(TWO, "one")
    own = 'on lost: say "{{ event.place }} has moved." -> bye\n\n' + SHORT
    assert over(talk, own) == ["start/b has moved.", "Bye.", "ended: end"]


def test_the_words_alone_lead_to_the_main_menu_too() -> None:
    talk = at(TWO, "one")
    assert over(talk, 'on lost: say "Moved."\n\n' + SHORT) == ["Moved.", "menu: What? [1 Bye]"]


def test_a_project_without_any_words_for_it_leads_to_the_main_menu_at_once() -> None:
    own = {"standard.flow": 'languages en\nwritten in en\n\nperson:\n  say "Nobody."\n  end\n'}
    talk = at(TWO, "one")
    assert over(talk, SHORT, others=own) == ["menu: What? [1 Bye]"]


def test_a_fault_in_the_words_for_it_is_no_dead_end() -> None:
    talk = at(TWO, "one")
    own = 'on lost: say "{{ 1 / (language | count - 2) }}"\non fault: -> bye\n\n' + SHORT
    said = over(talk, own)
    assert said[0].startswith("fault")
    assert said[1:] == ["Bye.", "ended: end"]


def test_what_a_lost_loop_had_still_to_go_through_is_dropped() -> None:
    loop = 'start:\n  for x in [1, 2]:\n    ask a: text "A?"\n  end\n'
    talk = at(loop)
    assert any("/" in name for name in talk.session.values)
    over(talk, SHORT)
    assert not any("/" in name for name in talk.session.values)


def test_a_loop_goes_on_under_the_new_name_of_its_step() -> None:
    loop = (
        'start:\n  -> {0}\n\n{0}:\n  for x in [1, 2, 3]:\n    ask a: text "{{{{ x }}}}?"\n  end\n'
    )
    talk = at(loop.format("old"), "one")
    assert over(talk, "moved old -> new\n\n" + loop.format("new")) == []
    assert talk.says("two") == ["ask: 3?"]
    assert talk.says("back") == ["ask: 2?"]
    assert talk.says("two") == ["ask: 3?"]
    assert talk.says("three") == ["ended: end"]


# ------------------------------------------------------------ sent elsewhere


def test_whoever_is_diverted_leaves_detours_as_by_an_arrow() -> None:
    talk = at(TWO, "one")
    talk.start()
    assert talk.place.startswith("welcome_back")
    new = TWO + '\nelsewhere:\n  ask c: text "C?"\n  end\n'
    assert over(talk, new, {"line.welcome_back": "line.elsewhere"}) == ["ask: C?"]
    assert talk.session.stack == ()


def test_nobody_is_diverted_to_nowhere() -> None:
    talk = at(TWO)
    with pytest.raises(ValueError, match="has no place"):
        over(talk, TWO, {"line.start": "line.nowhere"})


# ------------------------------------------------------------ calls and detours

CALLS = """start:
  call sub
  say "Back."
  end

sub:
  ask a: text "A?"
  return
"""


def test_a_call_returns_to_the_new_version() -> None:
    talk = at(CALLS)
    assert over(talk, CALLS.replace("Back.", "Here again.")) == []
    assert talk.says("x") == ["Here again.", "ended: end"]


@pytest.mark.parametrize("blind", [False, True])
def test_a_call_whose_caller_is_gone_returns_to_the_words_for_it(blind: bool) -> None:
    talk = at(CALLS)
    new = SHORT + '\nsub:\n  ask a: text "A?"\n  return\n'
    over(talk, new, blind=blind)
    assert talk.says("x") == [GONE, "menu: What? [1 Bye]"]
    assert talk.says("1") == ["Bye.", "ended: end"]


def test_only_what_stands_above_a_lost_caller_is_kept() -> None:
    deep = """start:
  call one
  end

one:
  {0}
  return

two:
  call three
  return

three:
  ask a: text "A?"
  return

main:
  say "Main."
  end
"""
    talk = at(deep.format("call two"))
    assert len(talk.session.stack) == 3
    assert over(talk, deep.format("-> two")) == []
    assert talk.says("x") == [GONE, "Main.", "ended: end"]


HELP = """anywhere
  - "info":
    ask c: text "C?"
    say "{{ c }}."

"""


def test_a_detour_comes_back_to_the_question_in_its_new_words() -> None:
    talk = at(HELP + TWO, "one", "info")
    assert talk.said == ["ask: C?"]
    assert over(talk, HELP + TWO.replace("B?", "And B?")) == []
    assert talk.says("see") == ["see.", "ask: And B?"]


def test_a_detour_comes_back_to_where_its_question_was_with_what_was_reached() -> None:
    talk = at(HELP + TWO, "one", "info")
    assert over(talk, HELP + TWO.replace("{{ b }}.", "{{ b }}!")) == []
    assert talk.says("see") == ["see.", "ask: B?"]
    assert talk.says("two") == ["one two!", "ended: end"]


def test_a_detour_from_a_place_that_is_gone_comes_back_to_the_words_for_it() -> None:
    talk = at(HELP + TWO, "one", "info")
    assert over(talk, HELP + SHORT) == []
    assert talk.says("see") == ["see.", GONE, "menu: What? [1 Bye]"]


def test_a_detour_comes_back_to_another_kind_of_question() -> None:
    talk = at(HELP + TWO, "one", "info")
    assert over(talk, HELP + TWO.replace("b: text", "b: number")) == []
    menu = TWO.replace('ask b: text "B?"', 'menu "B?" into b\n    1 "Yes"').replace("; ", "")
    assert over(talk, HELP + menu) == []
    assert talk.says("see") == ["see.", "menu: B? [1 Yes]"]


def test_a_detour_comes_back_to_the_beginning_of_a_step_that_moved() -> None:
    talk = at(HELP + TWO.replace("start:", "start:\n  -> begin\n\nbegin:"), "one", "info")
    assert over(talk, HELP + MORE) == []
    assert talk.says("see") == ["see.", "More.", "ask: D?"]


def test_a_visit_returns_to_the_question_in_its_new_words() -> None:
    visit = 'anywhere\n  - "info" -> info\n\n' + TWO + '\ninfo:\n  ask c: text "C?"\n  return\n'
    talk = at(visit, "one", "info")
    assert over(talk, visit.replace("B?", "And B?")) == []
    assert talk.says("see") == ["ask: And B?"]


def test_parameters_hide_nothing_that_the_new_version_would_misread() -> None:
    source = CALLS.replace("call sub", 'ask n: text "N?"\n  call sub\n    with n = 1').replace(
        "sub:", "sub with n:"
    )
    talk = at(source, "many")
    assert over(talk, source.replace('ask n: text "N?"', 'ask n: number "N?"')) == []
    assert talk.says("x") == ["Back.", "ended: end"]
    assert "n" not in talk.values


# ------------------------------------------------------------ fetches

FETCH = """service s "https://s.example"

start:
  fetch x from s "/x"
    slow 2s: say "One moment."
    on error: say "No." -> done
    on late: say "By the way: {{ x }}."
  -> done

done:
  say "{{ x or 'nothing' }}."
  ask a: text "A?"
  end
"""


def test_an_answer_that_is_under_way_is_still_waited_for() -> None:
    talk = at(FETCH)
    assert over(talk, FETCH.replace("/x", "/y")) == []
    assert talk.due("slow") == ["One moment."]
    assert talk.fetched("x") == ["x.", "ask: A?"]


def test_nothing_is_asked_of_a_service_twice_where_nobody_knows_the_old_version() -> None:
    talk = at(FETCH)
    assert over(talk, FETCH.replace("/x", "/y"), blind=True) == []
    renamed = "moved start -> look\n\n" + FETCH.replace("start:", "start:\n  -> look\n\nlook:")
    assert over(talk, renamed, blind=True) == []
    assert talk.fetched("x") == ["x.", "ask: A?"]


def test_a_late_answer_is_heard_where_there_is_something_to_say_to_it() -> None:
    talk = at(FETCH)
    turn = talk.turn
    talk.fetched(error="timeout")
    assert list(talk.session.late) == [turn]
    moved = "moved start -> look\n\n" + FETCH.replace("start:", "start:\n  -> look\n\nlook:")
    assert over(talk, moved) == []
    assert talk.fetched("x", turn=turn) == ["By the way: x."]


@pytest.mark.parametrize(
    "new",
    [
        FETCH.replace('    on late: say "By the way: {{ x }}."\n', ""),
        FETCH.replace("fetch x", "fetch y").replace("By the way: {{ x }}", "{{ y }}"),
    ],
)
def test_a_late_answer_that_nothing_is_said_to_any_more_is_dropped(new: str) -> None:
    new = new if "fetch x" in new else new.replace("{{ x or 'nothing' }}", "{{ y or 'nothing' }}")
    talk = at(FETCH)
    turn = talk.turn
    talk.fetched(error="timeout")
    over(talk, new)
    assert talk.session.late == {}
    assert talk.fetched("x", turn=turn)[0].startswith("dropped")


CHECKED = """service s "https://s.example"

start:
  ask code: text "Code?"
    fetch found from s "/{{ code }}"
    wrong if found == "no": say "Not that one."
  say "Found."
  end
"""


def test_an_answer_that_is_being_looked_at_is_judged_by_the_new_version() -> None:
    talk = at(CHECKED, "x")
    assert over(talk, CHECKED.replace("Not that one.", "Unknown.")) == []
    assert talk.fetched("no") == ["Unknown.", "ask: Code?"]


PLAIN = """service s "https://s.example"

start:
  ask code: text "Code?"
  fetch found from s "/{{ code }}"
  say "Found {{ found }}."
  end
"""


def test_what_was_fetched_within_a_question_may_be_fetched_after_it() -> None:
    talk = at(CHECKED, "x")
    assert over(talk, PLAIN) == []
    assert talk.session.stack == ()
    assert talk.fetched("yes") == ["Found yes.", "ended: end"]


def test_what_was_fetched_after_a_question_may_be_fetched_within_it() -> None:
    talk = at(PLAIN, "x")
    assert over(talk, CHECKED) == []
    assert talk.fetched("yes") == ["ask: Code?"]


# ------------------------------------------------------------ queues, pauses, clocks

QUEUE = """queue people

start:
  handoff people
    on nobody: -> bye
  -> bye

bye:
  say "Bye."
  end
"""


@pytest.mark.parametrize("blind", [False, True])
def test_whoever_waits_in_a_queue_keeps_their_place_in_it(blind: bool) -> None:
    talk = at(QUEUE)
    assert over(talk, QUEUE.replace("Bye", "Goodbye"), blind=blind) == []
    talk.accepted()
    assert over(talk, QUEUE.replace("Bye", "See you"), blind=blind) == []
    assert talk.says("hello") == ["to the agent: hello"]
    assert talk.handed("done") == ["See you.", "ended: end"]


def test_a_queue_that_nobody_waits_in_any_more_is_left() -> None:
    talk = at(QUEUE)
    assert over(talk, SHORT) == ["leave the queue", GONE, "menu: What? [1 Bye]"]


def test_a_pause_goes_on_as_long_as_it_was() -> None:
    pause = 'start:\n  wait 5s\n  say "Now."\n  end\n'
    talk = at(pause)
    assert over(talk, pause.replace("5s", "9s")) == []
    assert talk.due("pause") == ["Now.", "ended: end"]


QUIET = 'on quiet 1h: say "Still there?"\n\n' + TWO


def test_a_clock_that_only_the_new_version_has_runs_from_the_last_turn_on() -> None:
    talk = at(TWO)
    talk.clock += 600
    assert over(talk, QUIET) == ["timer quiet 3600 in 3000 s"]
    assert talk.due("quiet 3600", talk.session.heard) == ["Still there?"]
    assert over(talk, QUIET.replace("say", "note")) == []
    talk.clock += 90_000
    assert over(talk, QUIET.replace("1h", "2h")) == ["timer quiet 7200 in 0 s"]


def test_whoever_was_told_something_has_all_the_time_there_is_to_answer() -> None:
    talk = at(QUIET)
    talk.clock += 3_000
    assert over(talk, QUIET.replace("A?", "And A?")) == [
        "timer quiet 3600 in 3600 s",
        "ask: And A?",
    ]


# ------------------------------------------------------------ forms and lists

FORM = """start:
  form "What shall I book?"
    ask beds: number "For how many?"
    ask day: text "Which day?"
    ask name: text, optional "Your name?"
    read back "{{ beds }} on {{ day }} for {{ name or 'you' }}?"
  say "Booked."
  end
"""


def test_a_form_half_filled_keeps_what_still_fits() -> None:
    talk = at(FORM, "4 beds")
    assert talk.said == ["ask: Which day?"]
    new = FORM.replace(
        '    ask day: text "Which day?"',
        '    ask street: text "Which street?"\n    ask day: text "When?"',
    )
    assert over(talk, new) == ["ask: Which street?"]
    assert talk.session.asked is not None
    assert talk.session.asked.filled == (0,)


def test_an_answer_of_another_type_is_asked_for_again() -> None:
    talk = at(FORM, "4 beds", "friday")
    assert talk.said == ["ask: Your name?"]
    new = FORM.replace('beds: number "For how many?"', 'beds: text "What beds?"')
    assert over(talk, new) == ["ask: What beds?"]
    assert "beds" not in talk.values
    assert talk.values["day"] == "friday"


def test_what_was_left_empty_stays_empty_only_where_it_may() -> None:
    talk = at(FORM, "4 beds", "friday", "skip")
    assert talk.said[0].startswith("yes/no: 4 on friday")
    assert over(talk, FORM.replace("optional ", "").replace("text,", "text")) == ["ask: Your name?"]


def test_a_form_that_lost_a_question_needs_one_less() -> None:
    talk = at(FORM, "4 beds", "friday")
    less = FORM.replace('    ask name: text, optional "Your name?"\n', "").replace(
        " for {{ name or 'you' }}", ""
    )
    assert over(talk, less)[0].startswith("yes/no: 4 on friday?")
    assert over(
        talk,
        FORM.replace('    ask beds: number "For how many?"\n', "").replace("{{ beds }} on ", ""),
    ) == ["ask: Your name?"]


def test_a_list_is_gone_through_from_where_it_was() -> None:
    browse = """start:
  set all = [1, 2, 3]
  browse x in all
    show "{{ x }}."
    - "this one":
      end
  end
"""
    talk = at(browse, "next")
    assert over(talk, browse.replace("{{ x }}.", "No. {{ x }}."))[0].startswith("browse: No. 2.")


# ------------------------------------------------------------ what is known


def test_back_passes_over_a_question_that_is_gone() -> None:
    three = TWO.replace('  ask b: text "B?"', '  ask b: text "B?"\n  ask c: text "C?"')
    talk = at(three, "one", "two")
    assert over(talk, three.replace('  ask b: text "B?"\n', '  set b = "x"\n')) == []
    assert talk.says("back") == ["ask: A?"]
    assert talk.values == {}


def test_back_has_no_question_before_the_first_that_is_left() -> None:
    talk = at(TWO, "one")
    assert over(talk, TWO.replace('  ask a: text "A?"', '  set a = "x"')) == []
    assert talk.says("back") == ["ask: B?"]


def test_an_undone_answer_does_not_bring_back_a_value_of_another_type() -> None:
    source = (
        'start:\n  ask n: text "N?"\n  ask b: text "B?"\n  set n = "2"\n  ask c: text "C?"\n  end\n'
    )
    talk = at(source, "one", "two")
    over(talk, source.replace("n: text", "n: number").replace('"2"', "2"))
    talk.says("back")
    assert "n" not in talk.values


def test_what_was_promised_to_be_secret_does_not_outlive_the_promise() -> None:
    source = 'start:\n  ask pin: digits, secret "PIN?"\n  ask b: text "B?"\n  end\n'
    talk = at(source, "1234")
    assert talk.values["pin"] == "1234"
    over(talk, source.replace('  ask pin: digits, secret "PIN?"\n', ""))
    assert "pin" not in talk.values


def test_a_value_that_a_page_brings_counts_by_its_type() -> None:
    source = "slots\n  n: number, from page\n\n" + TWO
    talk = at(source)
    talk.session.values["n"] = 4
    over(talk, source.replace("n: number", "n: text"))
    assert "n" not in talk.values


def test_a_language_that_is_no_longer_offered_is_not_spoken_on() -> None:
    both = "languages en, uk\n\n" + TWO.replace('"A?"', '"A?"\n    uk: "А?"')
    talk = at(both, language="uk")
    assert talk.said == ["ask: А?"]
    assert over(talk, "languages en\n\n" + TWO) == ["ask: A?"]
    assert talk.session.language == "en"


# ------------------------------------------------------------ the old version is lost


def test_whoever_is_asked_something_is_asked_again_where_nobody_knows_what_changed() -> None:
    talk = at(TWO, "one")
    assert over(talk, TWO, blind=True) == ["ask: B?"]
    assert talk.says("two") == ["one two.", "ended: end"]


def test_a_form_begins_anew_where_nobody_knows_what_was_filled() -> None:
    talk = at(FORM, "4 beds")
    assert over(talk, FORM, blind=True)[0].startswith("form: What shall I book?")


# ------------------------------------------------------------ nobody waits


def test_who_has_not_begun_or_has_ended_only_changes_the_version() -> None:
    talk = Talk(TWO)
    assert over(talk, SHORT) == []
    assert talk.start() == ["menu: What? [1 Bye]"]
    assert over(talk, TWO) == ["ask: A?"] or talk.said
    talk.says("1")
    ended = at(SHORT, "1")
    assert over(ended, TWO) == []
    assert ended.says("hello") == ["ask: A?"]


def test_nobody_is_moved_to_another_flow() -> None:
    session = begin(program(TWO), channel="chat", seed=1, at=0.0)
    with pytest.raises(ValueError, match="another flow"):
        move(program(TWO), replace(session, flow="other"), 0.0)
