"""Each agent gets a reason, and so does each wait."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from flowengine.desk import routing
from flowengine.desk.items import URGENT, Item
from flowengine.language.program import Queue, Ring
from tests.desk.kit import NOW, QUEUES, agent, waiting

CROWD = [
    agent("away", present=False),
    agent("pause", status="break"),
    agent("other", queues=frozenset({"duty"})),
    agent("weak", languages={"uk": 1}),
    agent("mute", languages={}),
    agent("unskilled", languages={"uk": 5}),
    agent("writing", status="wrap-up", skills={"law": 3}),
    agent("full", load={"chat": 3}, skills={"law": 3}),
    agent("asked", skills={"law": 3}),
    agent("older", skills={"law": 3}, idle=1.0),
    agent("best", skills={"law": 3}, idle=10.0),
    agent("next", skills={"law": 3}, idle=20.0),
]
QUEUE = {"advice": Queue(hours="", most=0, level=2, rings=(Ring(after=60, level=1),))}
ITEM = waiting("x", 40.0, language="uk", skills=(("law", 3),))
OTHERS = [
    waiting("offer", state="offered", agent="asked"),
    waiting("before", 50.0, language="uk", skills=(("law", 3),)),
    ITEM,
]


def test_everybody_has_a_reason() -> None:
    found = routing.explain(ITEM, CROWD, QUEUE, NOW, OTHERS)
    assert found.chosen == "best"
    assert [one.agent for one in found.candidates][:3] == ["best", "older", "next"]
    assert {one.agent: one.words for one in found.candidates} == {
        "best": "has 0 in hand, can do 3 things, idle for 990 s",
        "older": "is given to before first",
        "next": "could, but another comes before them",
        "asked": "is being asked about somebody else",
        "full": "has no room for chat (in hand: chat 3)",
        "writing": 'is not ready ("wrap-up")',
        "unskilled": 'skill "law" is asked for at level 3, and does not have it',
        "mute": 'language "uk" is asked for at level 2, and does not have it',
        "weak": 'language "uk" is asked for at level 2, and has level 1',
        "other": "does not answer this queue",
        "pause": 'is not ready ("break")',
        "away": "is not there",
    }
    able = {one.agent for one in found.candidates if one.able}
    assert able == {"best", "older", "next", "asked", "full", "writing"}
    assert {one.agent for one in found.candidates if one.free} == {"best", "older", "next"}


def test_the_wait_is_told_in_words() -> None:
    found = routing.explain(ITEM, CROWD, QUEUE, NOW, OTHERS)
    assert (found.position, found.ring, found.waited, found.score) == (2, 0, 40.0, 160.0)
    assert found.relaxes == NOW + 20.0
    assert found.words == (
        "1 before it in advice.",
        "Ring 0: asked for is uk at level 2, law at level 3.",
        "Urgent people always go before it; others overtake it only where they came less than"
        " 120 s after it for each level of priority they have more (120 s more where few can help"
        " them).",
        "By waiting alone something changes in 20 s.",
    )


def test_a_lone_wait_is_told_too() -> None:
    item = waiting("x", 5.0, priority=URGENT, first=True, language="fa")
    agents = [agent(f"a{n}") for n in range(3)] + [agent("fa", languages={"fa": 5}, load={})]
    found = routing.explain(item, agents, QUEUES, NOW)
    assert found.words == (
        "It is next in advice.",
        "Ring 0: asked for is fa at level 1.",
        "Few on duty can help, so it counts as having waited 120 s longer.",
        "Its agent was lost, so it stands at the head of its priority.",
        "It is urgent: only urgent people who came earlier go before it.",
    )
    assert found.candidates[0].words == "has 0 in hand, can do 2 things, has had nobody yet"
    plain = routing.explain(waiting("x"), [], QUEUES, NOW)
    assert (plain.chosen, plain.words[1]) == ("", "Ring 0: asked for is nothing in particular.")


def test_who_let_it_pass_is_shown() -> None:
    item = replace(waiting("x", passed=("a",)), since=NOW - 5)
    found = routing.explain(item, [agent("a"), agent("b", load={"voice": 1})], QUEUES, NOW)
    assert [one.words for one in found.candidates] == [
        "let it pass less than a minute ago",
        "has no room for chat (in hand: voice 1)",
    ]
    none = routing.explain(waiting("x"), [agent("b", caps={"chat": 0})], QUEUES, NOW)
    assert none.candidates[0].words == "has no room for chat (in hand: nothing)"


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (waiting("x", state="later"), "It is a promise to phone whose moment has not come."),
        (waiting("x", state="active", agent="a"), 'It is "active" with the agent a.'),
        (waiting("x", state="closed"), 'It has ended ("closed").'),
    ],
)
def test_what_does_not_wait_says_so(item: Item, words: str) -> None:
    found = routing.explain(item, [agent("a")], QUEUES, NOW)
    assert (found.words, found.position, found.candidates) == ((words,), 0, ())
