from __future__ import annotations

import pytest

from flowengine.desk.items import Item
from flowengine.host import lines
from flowengine.host.desk.masking import (
    hidden,
    is_anonymous,
    masked,
    masked_line,
    pseudonym,
    unnamed,
)
from flowengine.language.program import Queue
from flowengine.store.records import Conversation

ITEM = Item(
    id="i", conversation="c1", queue="q", channel="sms", contact="k1", phone="+380501234567",
    brief="call +380 50 123 45 67", note="or ann@example.org",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Call +380 50 123-45-67 now", "Call •••• now"),
        ("050 123 45 67", "••••"),
        ("0501234567, please", "••••, please"),
        ("380501234567", "••••"),
        ("00380 50 1234567", "••••"),
        ("شماره ۰۹۱۲۳۴۵۶۷۸۹", "شماره ••••"),
        ("ann.b+x@example.org!", "••••!"),
        ("on 2026-05-01 at 14:30", "on 2026-05-01 at 14:30"),
        ("room 1204, 3 people", "room 1204, 3 people"),
        ("1500.50 UAH", "1500.50 UAH"),
    ],
)
def test_what_can_be_dialled_or_written_to_is_hidden(text: str, seen: str) -> None:
    assert masked(text) == seen.replace("••••", lines.HIDDEN)


def test_an_item_and_a_line_lose_where_the_person_can_be_reached() -> None:
    bare = unnamed(ITEM)
    assert (bare.phone, bare.brief, bare.note) == ("", "call ••••", "or ••••")
    plain, number = (
        lines.Line(kind="text", text="Hi"),
        lines.Line(kind="text", text="+380501234567"),
    )
    assert masked_line(plain) == plain
    assert masked_line(number).text == lines.HIDDEN
    theirs, ours = (
        lines.Line(kind="text", text="Hi", id="wamid.HBgMMzgwNTAxMjM0NTY3"),
        lines.Line(kind="text", text="Hi", id="m1", by="Olena"),
    )
    assert (masked_line(theirs).id, masked_line(ours).id) == ("", "m1")


@pytest.mark.parametrize(
    ("queue", "so"),
    [
        (Queue(hours="", most=0), False),
        (Queue(hours="", most=0, anonymous=True), True),
        (None, True),  # no flow has it any more: it may have been
    ],
)
def test_what_a_queue_promised_is_kept_when_the_queue_is_gone(
    queue: Queue | None, so: bool
) -> None:
    assert is_anonymous(queue, None) is so


def test_a_person_has_one_name_of_ours_for_as_long_as_there_is_a_contact() -> None:
    other = Item(id="j", conversation="c2", queue="q", channel="chat", contact="k1")
    nobody = Item(id="j", conversation="c2", queue="q", channel="chat")
    assert pseudonym(ITEM) == pseudonym(other) != pseudonym(nobody)
    assert pseudonym(ITEM).startswith("Contact ")


@pytest.mark.parametrize(("address", "so"), [("~abc", True), ("+380501234567", False), ("", False)])
def test_a_sealed_address_hides_the_person(address: str, so: bool) -> None:
    talk = Conversation("c", "f", "d", "sms", b"", b"", "", False, 0.0, address=address)
    assert hidden(talk) is so
