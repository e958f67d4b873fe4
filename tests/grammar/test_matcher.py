from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowengine.grammar import search
from flowengine.grammar.expansion import GrammarError
from flowengine.grammar.jsgf import parse_expansion
from flowengine.grammar.matcher import MAX_PHRASES, Choice, Match, Matcher


def choice(key: str, *phrases: str) -> Choice:
    return Choice(key, tuple(parse_expansion(phrase) for phrase in phrases))


MENU = Matcher(
    [
        choice("talk", "I want to talk", "talk [to (somebody | a person)]"),
        choice("shelter", "Shelter tonight", "shelter", "[a] bed[s]"),
        choice("call", "Call me back"),
        choice("person", "a person"),
        choice("grants", "стипенді(я | ї | ю)"),
        choice("two", "two", "2"),
    ],
    filler=("um", "please", "i want"),
)


@pytest.mark.parametrize(
    ("text", "keys", "score"),
    [
        ("I want to talk!", "talk", search.EXACT),
        ("BEDS", "shelter", search.EXACT),
        ("Стипендію", "grants", search.EXACT),
        ("um, a bed please", "shelter", search.WITHOUT_FILLER),
        ("I want shelter", "shelter", search.WITHOUT_FILLER),
        ("sheltr", "shelter", search.SLIP),
        ("clal me back", "call", search.SLIP),
        ("стипенндія", "grants", search.SLIP),
        ("please clal me back", "call", search.SLIP_WITHOUT_FILLER),
        ("is there any shelter left", "shelter", search.INSIDE),
        ("shelter or talk", "talk shelter", search.INSIDE),
        ("talk to a person now", "talk", search.INSIDE),
        ("3", "", 0),
        ("tow", "", 0),
        ("the weather", "", 0),
        ("um please", "", 0),
        ("", "", 0),
        ("…", "", 0),
    ],
)
def test_match(text: str, keys: str, score: float) -> None:
    found = MENU.match(text)
    assert [match.key for match in found] == keys.split()
    assert all(match.score == score for match in found)
    assert MENU.match(text) == found


@pytest.mark.parametrize(
    ("text", "exact", "find"),
    [
        ("a person", "person", "person"),
        ("talk to a person", "talk", "talk"),
        ("no, a person, please", None, "person"),
        ("shelters", None, None),
        ("", None, None),
    ],
)
def test_exact_and_find(text: str, exact: str | None, find: str | None) -> None:
    exactly, found = MENU.exact(text), MENU.find(text)
    assert (exactly and exactly.key) == exact
    assert (found and found.key) == find
    if found:
        assert found.score == (search.EXACT if exact else search.INSIDE)


@pytest.mark.parametrize(
    ("text", "keys", "scores"),
    [
        ("a bed", "shelter", [1.0]),
        ("talk to a person", "talk", [1.0]),
        ("shelter or talk to a person", "talk shelter", [0.7, 0.7]),
        ("please clal me back", "call", [0.8]),
        ("the weather", "", []),
        ("", "", []),
    ],
)
def test_ranked(text: str, keys: str, scores: list[float]) -> None:
    found = MENU.ranked(text)
    assert [match.key for match in found] == keys.split()
    assert [match.score for match in found] == scores
    assert found[: len(MENU.match(text))] == MENU.match(text)
    assert MENU.ranked(text, 1) == found[:1]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("oi, hochu pomerty", "danger"),
        ("z [jxe gjvthnb", "danger"),
        ("хо\u0301чу пoмерти зараз", "danger"),
        ("хочу пиріг", None),
        ("help me", None),
    ],
)
def test_danger_is_found_however_it_is_typed(text: str, key: str | None) -> None:
    found = Matcher([choice("danger", "хочу померти", "допоможіть")]).find(text)
    assert (found and found.key) == key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("хочу померьти", "danger"),
        ("ну хчоу померти зараз", "danger"),
        ("хочу померити", None),
        ("шелтер", None),
    ],
)
def test_danger_is_found_with_one_slip(text: str, key: str | None) -> None:
    matcher = Matcher([choice("danger", "хочу померти")], ordinary={"померити"})
    found = matcher.find(text)
    assert (found and found.key) == key
    assert found is None or found.score == search.SLIP_INSIDE


@pytest.mark.parametrize("before", [10, 1_990, 2_500, 3_980])
def test_a_long_message_is_read_piece_by_piece(before: int) -> None:
    matcher = Matcher([choice("danger", "want to die")])
    assert matcher.find("and " * (before // 4) + "i want to die") is not None


def test_less_sure_readings_come_after() -> None:
    matcher = Matcher([choice("b", "call"), choice("a", "please call")], filler=("please",))
    assert matcher.ranked("please call") == (Match("a", 1.0), Match("b", search.WITHOUT_FILLER))


HOSTILE = [
    "\u202e" * 50_000,
    "ا1a\u0300" * 30_000,
    "зa" * 50_000,
    "y" * 100_000,
    "👍" * 50_000,
    "z̸" * 40_000,
    "ﷺ" * 9_000,
    "hochu " * 20_000,
    "\ud800\udfff" * 50_000,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_read_in_bounds(text: str) -> None:
    matcher = Matcher([choice("a", "хочу житло"), choice("b", "yes", "بله")], filler=("um", "ну"))
    assert matcher.match(text) == ()
    assert matcher.find(text) is None
    assert matcher.ranked(text) == ()


def test_equals_stay_equal_and_one_key_counts_once() -> None:
    matcher = Matcher(
        [choice("a", "this one"), choice("b", "this one", "that"), choice("b", "this [one]")]
    )
    assert matcher.match("this one") == (Match("a", 1.0), Match("b", 1.0))


def test_tags_give_the_value() -> None:
    rules = {"size": parse_expansion("small {small} | (large | big) {large}")}
    matcher = Matcher([choice("size", "[a] <size> (one {one} | two {two})")], rules)
    assert matcher.match("big two") == (Match("size", 1.0, ("large", "two")),)
    assert matcher.match("a lareg one")[0].tags == ("large", "one")


def test_wrong_rules_are_refused_when_made() -> None:
    with pytest.raises(GrammarError):
        Matcher([choice("a", "<nothing>")])


def test_lists() -> None:
    matcher = Matcher([choice("a", "Yes [please]", "OK"), choice("b", "No", "<CLOCK>", "OK")])
    assert matcher.samples(3) == ["Yes please", "No", "OK"]
    assert matcher.samples(99) == ["Yes please", "No", "OK", "17:30", "Yes"]
    assert matcher.phrases() == ["yes please", "no", "ok", "yes"]
    assert matcher.words() == {"yes", "please", "ok", "no"}


def test_phrases_for_a_recogniser_are_words_only() -> None:
    matcher = Matcher([choice("a", "Twenty-one, don’t!", "24/7", "room 5"), choice("b", "Пʼять")])
    assert matcher.phrases() == ["twenty one don't", "п'ять"]


def test_phrase_lists_are_bounded() -> None:
    matcher = Matcher([choice("a", "(a | b | c | d | e | f)+ " * 5)])
    assert len(matcher.phrases()) == MAX_PHRASES


def test_no_choices() -> None:
    matcher = Matcher([])
    assert (matcher.match("hello"), matcher.find("hello"), matcher.phrases()) == ((), None, [])


@given(st.text())
def test_no_text_raises(text: str) -> None:
    assert all(0 < match.score <= 1 for match in MENU.match(text))
    assert MENU.exact(text) is None or MENU.find(text) is not None


def test_a_huge_text_is_cut_not_read() -> None:
    text = "um shelte" * 1_100_000
    assert MENU.match(text) == ()
    assert MENU.find(text + "shelter") is None
