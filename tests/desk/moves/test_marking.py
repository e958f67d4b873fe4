"""Priorities, channels and notes."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from flowengine.desk import items, log, moves
from tests.desk.moves.kit import ACTIVE, JOINED, LOST, OFFERED, PROMISED, REST, kinds


def test_the_machine_only_raises() -> None:
    made = moves.raised(JOINED, items.URGENT, 20.0, "")
    assert (made.after.priority, made.after.state) == (items.URGENT, JOINED.state)
    assert made.entries[0].body == {"priority": 3, "before": 1, "by": ""}
    with pytest.raises(moves.Impossible, match="Only a person"):
        moves.raised(made.after, items.NORMAL, 21.0, "")
    assert moves.raised(made.after, items.NORMAL, 21.0, "sofia").after.priority == items.NORMAL
    with pytest.raises(moves.Impossible, match="already"):
        moves.raised(made.after, items.URGENT, 21.0, "sofia")
    with pytest.raises(moves.Impossible, match="ended"):
        moves.raised(REST[items.CLOSED], items.URGENT, 21.0, "")


@pytest.mark.parametrize("item", [JOINED, OFFERED, ACTIVE, LOST], ids=lambda one: one.state)
def test_who_goes_on_by_another_channel_loses_nothing(item: items.Item) -> None:
    made = moves.switched(item, "voice", 60.0)
    assert made.after == replace(item, channel="voice", media=items.VOICE, version=item.version + 1)
    (line,) = made.entries
    assert (line.kind, line.channel, line.body) == (
        log.CHANNEL, "chat", {"to_channel": "voice", "to_media": "voice"},
    )  # fmt: skip
    assert moves.switched(made.after, "sms", 61.0).after.media == items.ASYNC


def test_nobody_is_on_hold_in_a_chat() -> None:
    call = moves.held(replace(ACTIVE, channel="voice", media=items.VOICE, held=5.0), 40.0).after
    made = moves.switched(call, "chat", 60.0)
    assert kinds(made) == [log.CHANNEL, log.UNHELD]
    assert (made.after.hold, made.after.held) == (0.0, 25.0)


@pytest.mark.parametrize(
    ("item", "channel", "why"),
    [
        (ACTIVE, "chat", "already"),
        (PROMISED, "voice", "Nobody is there"),
        (REST[items.WRAP_UP], "voice", "is over"),
        (REST[items.CLOSED], "voice", "is over"),
    ],
)
def test_what_goes_on_by_no_other_channel(item: items.Item, channel: str, why: str) -> None:
    with pytest.raises(moves.Impossible, match=why):
        moves.switched(item, channel, 60.0)


def test_a_note_replaces_the_one_before() -> None:
    made = moves.noted(replace(ACTIVE, note="old"), "new", 20.0)
    assert (made.after.note, made.entries, made.tell) == ("new", (), None)
    with pytest.raises(moves.Impossible):
        moves.noted(REST[items.ABANDONED], "new", 20.0)
