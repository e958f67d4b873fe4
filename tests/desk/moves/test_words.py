from __future__ import annotations

import pytest
from msgspec.structs import replace

from flowengine.desk import items, moves
from flowengine.desk.items import Item
from flowengine.desk.moves import Move
from flowengine.desk.moves.words import LOST, SOUGHT, TAKEN, Word, word
from tests.desk.moves.kit import JOINED

TALKED = replace(JOINED, state=items.ACTIVE, agent="olena", accepted=10.0, version=4)
GONE = moves.lost(TALKED, 80.0, 20.0).after
AGAIN = moves.requeued(GONE, 80.0, "lost").after


@pytest.mark.parametrize(
    ("move", "name", "agent"),
    [
        (moves.lost(TALKED, 80.0, 20.0), LOST, ""),
        (moves.lost(replace(TALKED, media=items.ASYNC), 80.0, 20.0), "", ""),
        (moves.raised(GONE, 2, 30.0, "sofia"), "", ""),
        (moves.resumed(GONE, 30.0), TAKEN, "olena"),
        (moves.resumed(replace(GONE, media=items.VOICE), 30.0), "", ""),
        (moves.requeued(GONE, 80.0, "lost"), SOUGHT, ""),
        (moves.requeued(TALKED, 80.0, "no-leg"), "", ""),
        (moves.pulled(AGAIN, "marko", 90.0), TAKEN, "marko"),
        (moves.pulled(JOINED, "marko", 90.0), "", ""),
        (moves.joined(JOINED, 5.0), "", ""),
        (moves.lost(replace(TALKED, kind=items.MESSAGE), 80.0, 20.0), "", ""),
    ],
)
def test_a_person_is_told_what_happened_to_them_once(move: Move, name: str, agent: str) -> None:
    once = f"desk {move.after.id} {move.after.version}"
    assert word(move) == (Word(name=name, once=once, agent=agent) if name else None)


def test_words_of_one_item_are_told_apart() -> None:
    """One that is lost twice is told so twice."""
    again: Item = moves.pulled(AGAIN, "marko", 90.0).after
    told = [word(moves.lost(one, 200.0, 100.0)) for one in (TALKED, again)]
    assert len({one.once for one in told if one}) == 2
