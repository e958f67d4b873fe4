"""Over any sequence of moves: the clock stands, versions count, and nothing half-held is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from flowengine.desk import items, log, moves
from flowengine.desk.items import Guest, Item
from flowengine.desk.moves import Impossible, Move
from tests.desk.moves.kit import JOINED, PROMISED

if TYPE_CHECKING:
    from collections.abc import Callable

AGENTS = ("olena", "marko", "sofia")


def wish(at: float, later: float, *, soon: bool = False) -> Item:
    """A second promise to the same number."""
    asked = replace(PROMISED, id="second", until=at + later if later else 0.0, soon=soon)
    return moves.joined(asked, at).after


# Everything that may be tried on an item at `at`; `plus` are what it takes besides.
EVERY: list[tuple[str, Callable[[Item, float, str], Move]]] = [
    ("due", lambda i, at, _: moves.due(i, at)),
    ("diverted", lambda i, at, _: moves.diverted(i, "night", at)),
    ("also", lambda i, at, _: moves.also(i, "duty", at)),
    ("unserved", lambda i, at, _: moves.unserved(i, "nobody", at)),
    ("left", lambda i, at, _: moves.left(i, at + 60, at)),
    ("offered", lambda i, at, who: moves.offered(i, who, "token", at + 20, at, {})),
    ("accepted", lambda i, at, _: moves.accepted(i, at)),
    ("pulled", lambda i, at, who: moves.pulled(i, who, at)),
    ("refused", lambda i, at, _: moves.refused(i, at)),
    ("expired", lambda i, at, _: moves.expired(i, at)),
    ("withdrawn", lambda i, at, _: moves.withdrawn(i, at, "why")),
    ("lost", lambda i, at, _: moves.lost(i, at + 10, at)),
    ("resumed", lambda i, at, _: moves.resumed(i, at)),
    ("requeued", lambda i, at, _: moves.requeued(i, at, "why")),
    ("held", lambda i, at, _: moves.held(i, at)),
    ("unheld", lambda i, at, _: moves.unheld(i, at)),
    ("keyed", lambda i, at, _: moves.keyed(i, at)),
    ("guest", lambda i, at, who: moves.guest(i, Guest(agent=who, mode=items.TALK), at)),
    ("unguest", lambda i, at, who: moves.unguest(i, who, at)),
    ("to queue", lambda i, at, _: moves.transferred(i, at, queue="housing")),
    ("to agent", lambda i, at, who: moves.transferred(i, at, agent=who)),
    ("finished", lambda i, at, _: moves.finished(i, at + 60, at)),
    ("extended", lambda i, at, _: moves.extended(i, at + 90, at)),
    ("closed", lambda i, at, _: moves.closed(i, at, "done")),
    ("tried", lambda i, at, _: moves.tried(i, "busy", at + 1800, at)),
    ("raised", lambda i, at, who: moves.raised(i, items.HIGH, at, who)),
    ("switched", lambda i, at, _: moves.switched(i, "chat" if i.hold else "voice", at)),
    ("noted", lambda i, at, _: moves.noted(i, "note", at)),
    ("renewed", lambda i, at, _: moves.renewed(i, wish(at, 0.0), at)),
    ("put off", lambda i, at, _: moves.renewed(i, wish(at, 50.0), at)),
    ("superseded", lambda i, *_: moves.superseded(i)),
    ("as it opens", lambda i, at, _: moves.renewed(i, wish(at, 90.0, soon=True), at)),
]
STEPS = st.lists(
    st.tuples(st.sampled_from(EVERY), st.floats(0.0, 100.0), st.sampled_from(AGENTS)),
    max_size=40,
)
SOON = replace(PROMISED, soon=True, joined=10.0)
STARTS = st.sampled_from([JOINED, PROMISED, SOON, replace(JOINED, media=items.VOICE, turn=0)])


def sound(move: Move, at: float) -> None:
    """What holds of every move."""
    before, after = move.before, move.after
    assert before is not None
    assert after.version == before.version + 1
    if before.kind != items.CALLBACK:
        assert after.joined == before.joined
    assert after.joined <= max(before.joined, before.until, at)
    assert not after.soon or after.state == items.LATER
    assert (after.id, after.conversation, after.turn) == (
        before.id, before.conversation, before.turn,
    )  # fmt: skip
    assert bool(after.agent) == (after.state in items.HELD)
    assert bool(after.token) == (after.state == items.OFFERED)
    assert bool(after.accepted) == (after.state in items.TALKING | {items.WRAP_UP})
    until = {items.OFFERED, items.LOST, items.WRAP_UP, items.LATER}
    assert (after.until > 0.0) == (after.state in until)
    assert after.hold == 0.0 or after.state in items.TALKING
    assert not after.guests or after.state in items.TALKING
    assert after.renewal is None or after.state in items.TALKING | {items.WRAP_UP}
    assert not after.anew or after.state in (items.WRAP_UP, items.CLOSED)
    assert after.agent not in {guest.agent for guest in after.guests}
    assert all(entry.at == at and entry.item == after.id for entry in move.entries)
    assert move.tell is None or after.turn
    for entry in move.entries:
        assert all(entry.body.get(name, 0.0) >= 0.0 for name in ("talked", "held", "wrapped"))


@given(STARTS, STEPS)
def test_f14_whatever_happens_an_item_stays_sound_and_has_a_way_out(
    start: Item, steps: list[tuple[tuple[str, Callable[[Item, float, str], Move]], float, str]]
) -> None:
    item, at, taken, given_back = start, 1000.0, 0, 0
    for (_, attempt), later, who in steps:
        at += later
        try:
            move = attempt(item, at, who)
        except Impossible:
            continue
        sound(move, at)
        kinds = [entry.kind for entry in move.entries]
        taken += kinds.count(log.ACCEPTED)
        ends = {log.REQUEUED, log.TRANSFERRED, log.FINISHED, log.TRIED}
        given_back += item.state in items.TALKING and bool(ends.intersection(kinds))
        assert taken - given_back == (move.after.state in items.TALKING), "one talk at a time"
        item = move.after
    if item.state in items.OPEN:
        assert moves.closed(item, at, "").after.state == items.CLOSED


def test_every_move_was_tried() -> None:
    names = {"to queue", "to agent", "put off", "as it opens"} | {name for name, _ in EVERY}
    assert set(moves.__all__) - names == {"Impossible", "Move", "joined", "transferred"}


def test_a_refusal_is_one_sentence_with_the_state_in_it() -> None:
    with pytest.raises(Impossible, match=r'^An item that is "waiting" .*\.$'):
        moves.accepted(JOINED, 20.0)
