"""The choice: nobody twice, nobody beyond their caps, nobody left who could be served."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from flowengine.desk import capacity, routing
from flowengine.desk.items import Item
from flowengine.desk.people import Agent
from flowengine.desk.routing.pool import lacks
from tests.desk.kit import NOW, QUEUES, agent, waiting

LANGUAGES = st.dictionaries(st.sampled_from(["uk", "fa", "en"]), st.integers(1, 5), max_size=3)
PEOPLE = st.lists(
    st.builds(
        lambda waited, language, media, priority, first, passed: waiting(
            "", waited, language=language, media=media, priority=priority, first=first,
            passed=passed,
        ),
        st.floats(0.0, 300.0),
        st.sampled_from(["", "uk", "fa"]),
        st.sampled_from(["voice", "chat", "async"]),
        st.integers(0, 3),
        st.booleans(),
        st.sampled_from([(), ("a0",), ("a0", "a1")]),
    ),
    max_size=12,
).map(lambda found: [replace(item, id=f"x{n}") for n, item in enumerate(found)])  # fmt: skip
AGENTS = st.lists(
    st.builds(
        lambda languages, present, status, voice, chat: agent(
            "", languages=languages, present=present, status=status,
            load={"voice": voice, "chat": 0 if voice else chat},
        ),
        LANGUAGES,
        st.booleans(),
        st.sampled_from(["ready", "ready", "ready", "wrap-up", "break"]),
        st.integers(0, 1),
        st.integers(0, 3),
    ),
    max_size=6,
).map(lambda found: [replace(one, id=f"a{n}") for n, one in enumerate(found)])  # fmt: skip


@given(PEOPLE, AGENTS)
def test_every_choice_is_sound_and_leaves_nobody_out(
    people: list[Item], agents: list[Agent]
) -> None:
    made = routing.choose(people, agents, QUEUES, NOW)
    known = {one.id: one for one in agents}
    given_out = [match.item.id for match in made]
    assert len(set(given_out)) == len(given_out)
    lanes = [(match.agent, capacity.lane(match.item.media)) for match in made]
    assert len(set(lanes)) == len(lanes)
    for match in made:
        assert can(known[match.agent], match.item)
    for item in people:
        if item.id not in given_out and not item.passed:
            lane = capacity.lane(item.media)
            left = [one for one in agents if (one.id, lane) not in lanes and can(one, item)]
            assert not left, "somebody waits beside somebody who could help"


def can(who: Agent, item: Item) -> bool:
    ready = who.present and who.status == "ready"
    asked = routing.terms(item, QUEUES, NOW)
    return ready and not lacks(who, asked) and capacity.fits(who.caps, who.load, item.media)


@settings(max_examples=50)
@given(PEOPLE, AGENTS)
def test_the_order_of_the_rows_does_not_matter(people: list[Item], agents: list[Agent]) -> None:
    made = routing.choose(people, agents, QUEUES, NOW)
    assert routing.choose(people[::-1], agents[::-1], QUEUES, NOW) == made


def test_f9_the_one_who_waits_longest_is_served_when_somebody_is_free() -> None:
    people = [waiting(f"x{n}", float(n)) for n in range(50)]
    (match,) = routing.choose(people, [agent("a")], QUEUES, NOW)
    assert match.item.id == "x49"


def test_f25_somebody_at_the_head_whom_nobody_can_help_stops_nobody() -> None:
    head = waiting("head", 900.0, language="fa", first=True, priority=3)
    made = routing.choose([head, waiting("next")], [agent("a")], QUEUES, NOW)
    assert [match.item.id for match in made] == ["next"]


def passed(seconds: float, *who: str) -> Item:
    return replace(waiting("x", 200.0, passed=who), since=NOW - seconds)


def chosen(item: Item, *agents: Agent) -> str:
    made = routing.choose([item], agents, QUEUES, NOW)
    return made[0].agent if made else ""


def test_who_let_it_pass_is_asked_again_after_a_minute_or_when_nobody_else_is_left() -> None:
    a, b = agent("a", idle=1.0), agent("b", idle=2.0)
    busy = agent("b", load={"chat": 3})
    assert chosen(passed(10.0, "a"), a, b) == "b"
    assert chosen(passed(10.0, "a"), a, busy) == ""
    assert chosen(passed(60.0, "a"), a, busy) == "a"
    assert chosen(passed(10.0, "a"), a) == "a"
    assert chosen(passed(10.0, "a", "b"), a, b) == "a"
    assert chosen(passed(10.0, "a"), a, agent("b", status="break")) == "a"


def test_who_let_it_pass_is_skipped_also_behind_somebody_who_was_just_chosen() -> None:
    people = [waiting("first", 500.0), passed(10.0, "a")]
    agents = [agent("b", idle=1.0), agent("a", idle=2.0), agent("c", idle=3.0)]
    made = {m.item.id: m.agent for m in routing.choose(people, agents, QUEUES, NOW)}
    assert made == {"first": "b", "x": "c"}


def test_what_the_log_is_told_names_nobody() -> None:
    item = waiting("x", 12.34, language="uk")
    (match,) = routing.choose([item], [agent("a", idle=990.0), agent("b")], QUEUES, NOW)
    assert match.agent == "b"
    assert match.why == {
        "ring": 0, "waited": 12.3, "score": 132.3, "scarce": False, "able": 2, "in_hand": 0,
        "flexibility": 2, "idle": None,
    }  # fmt: skip
    assert routing.sentence(match.why) == "waited 12 s; 2 on duty could take it; new here"
    rich = match.why | {"ring": 2, "scarce": True, "idle": 7.0}
    assert routing.sentence(rich) == (
        "waited 12 s; ring 2; 2 on duty could take it; few can help, so it came earlier;"
        " idle for 7 s"
    )
