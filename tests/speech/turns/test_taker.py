"""The turn-taker alone, where time and signs must be exact. Its rules are in `test_cases`."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from flowengine.speech.duplex import reports
from flowengine.speech.duplex.orders import MATCH, OFF, SPEECH
from flowengine.speech.recognition.recogniser import Failed, Final, Guess, Partial
from flowengine.speech.turns import moves, signs
from flowengine.speech.turns.taker import Taker
from tests.speech.script import QUESTIONS
from tests.speech.talk import MENU

BEGAN = 1.06 - 3 * 0.02  # three frames before the one that decides
HOURS = (Guess("hours", 0.9),)


def _take(*given: signs.AnySign, taker: Taker | None = None) -> list[moves.AnyMove]:
    taker = taker or Taker()
    return [move for sign in given for move in taker.take(sign)]


def _speech(start: float, count: int = 10, speech: bool = True) -> list[signs.AnySign]:
    return [signs.Frame(round(start + 0.02 * number, 2), speech) for number in range(count)]


def _silence(start: float, count: int) -> list[signs.AnySign]:
    return _speech(start, count, speech=False)


def test_an_utterance_from_its_begin_to_what_was_heard() -> None:
    done = _take(
        signs.Asked(0.0, MENU),
        *_speech(1.02),
        signs.Told(1.21, Partial(1, "hours", complete=True)),
        *_silence(1.22, 10),
        signs.Told(1.41, Final(1, HOURS)),
    )
    assert done == [
        moves.Begin(1.06, 1, BEGAN),
        reports.SpeechBegan(at=1.06),
        reports.Sounding(at=1.21, text="hours"),
        moves.Lull(1.36, 1, BEGAN, 1.2),
        moves.End(1.4, 1, BEGAN, 1.2),
        reports.Heard(at=1.41, turn=1, guesses=HOURS, began=BEGAN, ended=1.2),
    ]


@pytest.mark.parametrize(
    "answer",
    [
        Partial(7, "a person", complete=True),
        Final(7, HOURS),
        Failed(7, "it broke"),
    ],
)
@pytest.mark.parametrize("said", [[], _speech(1.02)], ids=["in silence", "in another"])
def test_answers_for_an_utterance_that_is_over_are_left_out(
    answer: Partial | Final | Failed, said: list[signs.AnySign]
) -> None:
    taker = Taker()
    _take(signs.Asked(0.0, MENU), *said, taker=taker)
    assert _take(signs.Told(1.3, answer), taker=taker) == []


def test_what_it_sounds_like_is_told_when_it_changes() -> None:
    taker = Taker()
    _take(signs.Asked(0.0, MENU), *_speech(1.02), taker=taker)
    texts = ["opening", "opening", "opening hours"]
    done = _take(*(signs.Told(1.3, Partial(1, text)) for text in texts), taker=taker)
    assert [move.text for move in done if isinstance(move, reports.Sounding)] == [
        "opening", "opening hours",
    ]  # fmt: skip


def test_a_partial_behind_the_end_changes_nothing() -> None:
    taker = Taker()
    _take(signs.Asked(0.0, MENU), *_speech(1.02), *_silence(1.22, 40), taker=taker)
    assert _take(signs.Told(2.1, Partial(1, "hours", complete=True)), taker=taker) == []


def test_each_lull_is_told_once() -> None:
    """What is understood then decides how long the silence has to be."""
    taker = Taker()
    done = _take(signs.Asked(0.0, MENU), *_speech(1.02), *_silence(1.22, 15), taker=taker)
    assert [move for move in done if isinstance(move, moves.Lull)] == [
        moves.Lull(1.36, 1, BEGAN, 1.2)
    ]
    again = [*_speech(1.52), *_silence(1.72, 12)]
    told = signs.Told(1.95, Partial(1, "hours", complete=True))
    done = _take(*again, told, taker=taker)
    assert done == [
        moves.Lull(1.86, 1, BEGAN, 1.7),
        reports.Sounding(at=1.95, text="hours"),
        moves.End(1.95, 1, BEGAN, 1.7),
    ]


def test_a_recogniser_that_fails_in_the_middle_lets_people_finish() -> None:
    taker = Taker()
    asked = signs.Asked(0.0, MENU)
    failed = signs.Told(1.22, Failed(1, "it broke"))
    done = _take(asked, *_speech(1.02), failed, *_speech(1.24, 10), taker=taker)
    assert [type(move) for move in done] == [moves.Begin, reports.SpeechBegan]
    done = _take(*_silence(1.44, 40), taker=taker)
    assert [type(move) for move in done] == [moves.Drop, reports.Heard, reports.Struggling]


def test_a_recogniser_that_answers_before_it_is_asked_to_has_answered() -> None:
    done = _take(signs.Asked(0.0, MENU), *_speech(1.02), signs.Told(1.3, Final(1, HOURS)))
    assert isinstance(done[-1], reports.Heard)


def test_a_late_recogniser_is_told_to_stop() -> None:
    taker = Taker()
    _take(signs.Asked(0.0, MENU), *_speech(1.02), *_silence(1.22, 40), taker=taker)
    done = _take(signs.Tick(5.0), taker=taker)
    assert [type(move) for move in done] == [moves.Drop, reports.Heard, reports.Struggling]


def test_an_utterance_over_a_prompt_that_must_be_heard_is_dropped() -> None:
    taker = Taker()
    _take(signs.Asked(0.0, MENU), *_speech(1.02), taker=taker)
    assert _take(signs.Playing(1.3, OFF), taker=taker) == [moves.Drop(1.3, 1)]


def test_one_over_a_prompt_that_waits_for_a_match_goes_on() -> None:
    taker = Taker()
    _take(signs.Asked(0.0, MENU), *_speech(1.02), taker=taker)
    assert _take(signs.Playing(1.3, MATCH), taker=taker) == []
    done = _take(signs.Told(1.4, Final(1, HOURS)), taker=taker)
    assert [type(move) for move in done] == [moves.Drop, moves.Hush, reports.Heard]


def test_one_that_is_being_recognised_does_not_stop_the_prompt_behind_it() -> None:
    taker = Taker()
    _take(signs.Asked(0.0, MENU), *_speech(1.02), *_silence(1.22, 40), taker=taker)
    assert _take(signs.Playing(2.1, SPEECH), taker=taker) == []


def test_nothing_is_asked_so_nothing_happens() -> None:
    given: list[signs.AnySign] = [
        signs.Playing(0.0, SPEECH),
        *_speech(1.0),
        signs.Quiet(2.0),
        signs.Tick(9.0),
    ]
    assert _take(*given, signs.Held(9.0, True), signs.Held(9.5, False)) == []


def test_keys_on_hold_are_kept() -> None:
    taker = Taker()
    _take(signs.Asked(0.0, MENU), signs.Held(1.0, True), taker=taker)
    assert _take(signs.KeyDown(2.0, "1"), signs.KeyUp(2.1), taker=taker) == []
    assert _take(signs.Held(3.0, False), signs.Quiet(3.0), taker=taker) == [
        reports.Pressed(at=3.0, turn=1, keys="1")
    ]


def test_a_key_that_lost_its_end_makes_us_deaf_for_two_seconds_only() -> None:
    taker = Taker()
    _take(signs.Asked(0.0, QUESTIONS["code"]), signs.KeyDown(1.0, "*"), taker=taker)
    assert _take(*_speech(1.5), taker=taker) == []
    assert isinstance(_take(*_speech(3.0), taker=taker)[0], moves.Begin)


def test_whether_an_answer_is_wanted() -> None:
    taker = Taker()
    assert not taker.listening
    taker.take(signs.Asked(0.0, MENU))
    assert taker.listening
    taker.take(signs.Dismissed(1.0))
    assert not taker.listening


_ANSWERS = st.one_of(
    st.builds(Partial, st.integers(1, 4), st.sampled_from(["", "hours"]), st.booleans()),
    st.builds(Final, st.integers(1, 4), st.sampled_from([(), HOURS])),
    st.builds(Failed, st.integers(1, 4), st.just("it broke")),
)
_ANYTHING = st.one_of(
    st.builds(lambda question: signs.Asked(0.0, question), st.sampled_from([*QUESTIONS.values()])),
    st.builds(lambda by: signs.Playing(0.0, by), st.sampled_from(["off", "key", SPEECH, MATCH])),
    st.builds(lambda key: signs.KeyDown(0.0, key), st.sampled_from("12#*A")),
    st.builds(lambda answer: signs.Told(0.0, answer), _ANSWERS),
    st.builds(lambda on: signs.Held(0.0, on), st.booleans()),
    st.sampled_from([signs.Dismissed(0.0), signs.Quiet(0.0), signs.KeyUp(0.0), signs.Tick(0.0)]),
)
_SPELLS = st.tuples(st.sampled_from([0.02, 0.1, 0.4, 3.0]), st.booleans(), _ANYTHING)


@settings(max_examples=50, deadline=None)
@given(st.lists(_SPELLS, max_size=25))
def test_whatever_happens_each_question_has_one_answer_and_each_utterance_one_end(
    spells: list[tuple[float, bool, signs.AnySign]],
) -> None:
    taker, at, asked, speaking = Taker(), 0.0, False, 0
    for seconds, speech, sign in spells:
        frames = [signs.Frame(at + 0.02 * n, speech) for n in range(1, round(seconds * 50) + 1)]
        at += seconds
        for one in [*frames, replace(sign, at=at)]:
            asked = asked or isinstance(one, signs.Asked)
            for move in taker.take(one):
                assert move.at == one.at
                if isinstance(move, moves.Begin):
                    assert not speaking
                    speaking = move.utterance
                elif isinstance(move, moves.End | moves.Drop):
                    assert speaking in (move.utterance, 0)
                    speaking = 0
                elif isinstance(move, reports.Heard | reports.Pressed | reports.Silent):
                    assert asked
                    asked = False
