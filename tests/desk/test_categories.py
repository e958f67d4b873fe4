"""Contacts by category, and what is not told of few."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flowengine.desk import categories, episodes
from flowengine.desk.categories import Cell, hidden
from flowengine.desk.outcomes import UNKNOWN, Category
from tests.desk.history import Life, written

KNOWN = {
    "Family": Category(contact=True, name="Family"),
    "Peers": Category(contact=True, name="Peers"),
    "Silent": Category(contact=False, name=""),
}


def closed(name: str, outcome: str, channel: str) -> Life:
    life = Life(name, 0.0, channel=channel).accepted(1.0).do("finished", 90.0, 30.0)
    return life.do("closed", 40.0, outcome)


def test_contacts_are_counted_and_few_are_not_told() -> None:
    lives = [
        closed(f"{outcome} {channel} {n}", outcome, channel)
        for outcome, channel, count in (
            ("Family", "chat", 7), ("Family", "voice", 9), ("Peers", "chat", 6),
            ("Peers", "voice", 8), ("Silent", "voice", 4), ("Our own", "chat", 5),
        )
        for n in range(count)
    ]  # fmt: skip
    lives += [Life("talks", 0.0).accepted(5.0), closed("unsaid", "", "chat")]
    # Silent is few; by voice Peers would give it away, Peers in the chat that, and so on.
    parts = episodes.read(written(*lives)).parts
    assert categories.counted(parts, lambda part: KNOWN.get(part.outcome, UNKNOWN)) == (
        Cell(True, "Family", "chat", 7),
        Cell(True, "Family", "voice", 9),
        Cell(True, "Peers", "chat", None),
        Cell(True, "Peers", "voice", None),
        Cell(True, "own", "chat", None),
        Cell(False, "Silent", "voice", None),
    )


CELLS = st.dictionaries(
    st.tuples(st.booleans(), st.sampled_from("abc"), st.sampled_from("xyz")),
    st.integers(1, 12),
)


@given(CELLS)
def test_no_hidden_number_is_what_a_sum_leaves(counts: dict[tuple[bool, str, str], int]) -> None:
    secret = hidden(counts)
    assert {key for key, count in counts.items() if count < categories.FEW} <= secret
    lines = [[key for key in counts if key[:2] == name] for name in {key[:2] for key in counts}]
    lines += [[key for key in counts if key[2] == channel] for channel in "xyz"]
    for line in lines:
        assert len(line) == 1 or sum(key in secret for key in line) != 1


def test_where_nothing_is_few_all_is_told() -> None:
    assert hidden({(True, "a", "x"): 5, (True, "b", "x"): 500}) == frozenset()
