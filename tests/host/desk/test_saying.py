from __future__ import annotations

import pytest

from flowengine.desk.items import Item
from flowengine.host import lines
from flowengine.host.desk.saying import answered, outgoing, pieces, spoken
from flowengine.host.parcels import NO_ROADS, decode
from flowengine.store.records import Conversation

CHAT = Conversation(
    "c1", "f", "d", "chat", b"", b"s", "", False, 5.0, messages=4, revision=2
)  # fmt: skip
TELEGRAM = Conversation(
    "c1", "f", "d", "telegram", b"", b"s", "", False, 5.0, messages=4, revision=2,
    gateway="tg", address="77",
)  # fmt: skip
ITEM = Item(id="i1", conversation="c1", queue="q", channel="chat", agent="u1", version=3)


@pytest.mark.parametrize(
    ("text", "most", "parts"),
    [
        ("one two", 0, ["one two"]),
        ("one two", 7, ["one two"]),
        ("one two three", 7, ["one two", "three"]),
        ("one\ntwo three", 5, ["one", "two", "three"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("", 3, [""]),
    ],
)
def test_a_long_text_is_broken_between_words(text: str, most: int, parts: list[str]) -> None:
    assert list(pieces(text, most)) == parts


def test_words_are_a_line_of_ours_under_the_agents_name() -> None:
    line = lines.written("Hello", "Olena", "m1")
    turn = spoken(CHAT, ITEM, "u1", line, 9.0, roads=NO_ROADS, first=True)
    (message,) = turn.messages
    assert (message.number, message.at, message.side) == (5, 9.0, lines.AGENT)
    assert lines.decode(message.body) == line
    assert (turn.message_id, turn.held, turn.conversation.changed) == ("u1 m1", ITEM, 9.0)
    assert turn.entries == (answered(ITEM, "u1", 9.0),)
    assert turn.outgoing == ()
    assert turn.trace is None


def test_only_the_first_words_count_in_the_log() -> None:
    line = lines.written("And?", "Olena", "m2")
    assert spoken(CHAT, ITEM, "u1", line, 9.0, roads=NO_ROADS, first=False).entries == ()


def test_by_a_gateway_each_piece_is_a_message_of_its_own() -> None:
    text = " ".join(["word"] * 1000)
    sent = list(outgoing(TELEGRAM, text, 9.0, NO_ROADS))
    assert len({one.key for one in sent}) == len(sent) == 2
    assert sent[0].at == 9.0 < sent[1].at
    assert " ".join(decode(one.body).text for one in sent) == text
    assert {(one.gateway, one.to) for one in sent} == {("tg", "77")}
    assert all(decode(one.body).person for one in sent)
