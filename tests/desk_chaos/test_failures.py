"""F1 to F30 and F35, the ways in which desks of others lost people: who proves that ours does not.

Tests carry the number in their names. One that is about what is stored must run on either store.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
BOTH = frozenset({"store", "stores", "address", "work", "talks_on"})  # fixtures on either store
NUMBERS = (*range(1, 31), 35)
# By number: what goes wrong, and one test that shows it does not. Each is as strict as its words.
MODES = {
    1: ("given to several by overlapping routers",
        "host/desk/test_router.py::test_f1_routers_of_several_nodes_offer_each_item_once"),
    2: ("flips between router, hand and rule",
        "store/desk/test_moving.py::test_f2_of_two_who_move_the_same_item_one_is_told_and_writes_nothing"),
    3: ("the router overrides who fetched by hand",
        "host/desk/test_acting.py::test_f3_what_was_fetched_by_hand_stays_where_it_is"),
    4: ("more than an agent has room for",
        "store/desk/test_moving.py::test_f4_nobody_is_given_more_than_fits"),
    5: ("two accept the same in one moment",
        "store/desk/test_moving.py::test_f5_of_two_accepts_in_the_same_moment_one_wins"),
    6: ("accepted and dropped: the caller is left",
        "host/desk/test_desk.py::test_f6_who_accepts_and_drops_is_followed_by_another_at_once"),
    7: ("work for who is offline",
        "host/desk/test_desk.py::test_f7_no_work_for_who_is_not_ready"),
    8: ("who comes again gets their old, absent agent",
        "host/desk/test_desk.py::test_f8_who_comes_again_when_their_agent_is_away_goes_to_the_queue"),
    9: ("newer ones overtake who waited when nobody was there",
        "host/desk/test_desk.py::test_f9_who_frees_gets_the_oldest_first"),
    10: ("a hidden page seems to be gone",
         "server/desk/test_socket.py::test_f10_a_page_that_only_answers_pings_stays_present"),
    11: ("a closed browser seems to be there",
         "host/desk/test_attendance.py::test_f11_a_browser_that_was_closed_is_no_agent"),
    12: ("closing one of two pages takes the agent away",
         "host/desk/test_attendance.py::test_f12_of_two_pages_one_is_enough"),
    13: ("a page that is loaded again drops the person",
         "host/desk/test_desk.py::test_f13_a_page_that_is_loaded_again_drops_nobody"),
    14: ("stuck, and nobody can end it",
         "desk_chaos/test_modes.py::test_f14_a_supervisor_ends_what_is_stuck_in_any_state"),
    15: ("missing in a list until it is loaded again",
         "browser/test_console.py::test_f15_a_change_that_was_lost_is_asked_for_and_the_list_is_whole"),
    16: ("shown twice, when news come in another order",
         "browser/test_console.py::test_f16_changes_in_any_order_show_a_conversation_once"),
    17: ("two messages at once make two conversations",
         "desk_chaos/test_modes.py::test_f17_two_texts_at_once_from_somebody_new_are_one_person_in_one_place"),
    18: ("a message that comes again is heard again",
         "host/desk/test_talk.py::test_f17_f18_what_the_person_sends_twice_is_one_line_of_one_conversation"),
    19: ("a message that is there already fails for ever",
         "host/desk/test_talk.py::test_f19_words_whose_id_was_taken_meanwhile_are_answered_as_said"),
    20: ("an agent is busy for ever with nothing",
         "host/desk/test_desk.py::test_f20_nothing_holds_an_agent_for_ever"),
    21: ("answered hours after the person hung up",
         "host/desk/test_desk.py::test_f21_who_hangs_up_at_any_moment_leaves_nobody_answered"),
    22: ("an agent gets a call whose caller is gone",
         "store/desk/test_turning.py::test_f22_who_hangs_up_leaves_nobody_with_a_dead_call"),
    23: ("one who cannot stops all behind them",
         "host/desk/test_desk.py::test_f23_an_agent_who_cannot_stops_nobody_behind_them"),
    24: ("the dispatcher died, and nobody noticed",
         "host/desk/test_router.py::test_f24_it_is_noticed_when_nobody_is_given_to_who_is_free"),
    25: ("somebody at the head stops the queue",
         "host/desk/test_desk.py::test_f25_somebody_at_the_head_stops_nobody"),
    26: ("what comes twice is counted twice",
         "desk_chaos/test_modes.py::test_f26_whatever_comes_twice_is_counted_once"),
    27: ("wrap-up ends with that of another queue",
         "desk/test_presence.py::test_f27_an_agent_has_one_wrap_up_clock_and_it_never_becomes_shorter"),
    28: ("who waits is not heard, and announcements delay the answer",
         "host/calls/test_meeting.py::test_f28_music_between_announcements_and_none_delays_the_answer"),
    29: ("closed hours count, and late answers are hidden",
         "host/desk/test_reporting.py::test_f29_a_letter_that_lay_overnight_is_counted_by_the_office"),
    30: ("a start sets agents offline",
         "host/desk/test_attendance.py::test_f30_a_start_sets_nobody_offline"),
    35: ("who passed it on still reads along",
         "host/desk/test_talk.py::test_f35_who_passed_a_talk_on_is_out_of_it_in_that_moment"),
}  # fmt: skip
# What no store has a part in: a page, a call, arithmetic.
STORELESS = frozenset({15, 16, 28})


@cache
def _found() -> dict[int, dict[str, frozenset[str]]]:
    """By number the tests that bear it, each with its arguments."""
    found: dict[int, dict[str, frozenset[str]]] = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        if not re.search(r"def test_f\d+_", text):
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                bears = re.match(r"test_((?:f\d+_)+)", node.name)
                for number in re.findall(r"\d+", bears[1]) if bears else ():
                    arguments = frozenset(one.arg for one in node.args.args)
                    name = f"{path.relative_to(TESTS)}::{node.name}"
                    found.setdefault(int(number), {})[name] = arguments
    return found


@pytest.mark.parametrize("number", NUMBERS)
def test_every_failure_mode_has_its_test_and_what_is_stored_on_either_store(number: int) -> None:
    what, proof = MODES[number]
    tests = _found().get(number, {})
    moved = [one for one in tests if one.partition("::")[2] == proof.partition("::")[2]]
    assert moved, f"F{number} ({what}) is not proved any more: there is no {proof}."
    if number not in STORELESS:
        both = [name for name, arguments in tests.items() if arguments & BOTH]
        assert both, f"F{number} ({what}) is proved on one store only."


def test_no_number_means_nothing() -> None:
    assert set(MODES) == set(NUMBERS)
    assert set(_found()) <= set(NUMBERS)
