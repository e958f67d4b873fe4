from __future__ import annotations

import pytest

from flowengine.host import lines
from flowengine.host.endings import ended, erased, leaves
from flowengine.host.lines import Line
from flowengine.runtime import effects as fx
from flowengine.store.records import Conversation, Outgoing

BEFORE = Conversation(
    "c1", "shop", "d1", "chat", b"t", b"", '{"kind":"prompt"}', False, 1.0, messages=4, revision=2
)  # fmt: skip


def test_leaving_keeps_only_that_it_is_over_and_what_others_were_promised() -> None:
    out = Outgoing("c1/k", "c1", 1.0, "{}")
    found = erased(BEFORE, (out,), 100.0)
    assert found.erases
    assert (found.conversation.session, found.conversation.prompt) == (b"", "")
    assert found.conversation.ended
    assert [(one.number, lines.decode(one.body)) for one in found.messages] == [
        (5, Line(kind="ended", text="quick exit"))
    ]
    assert (found.outgoing, found.facts, found.message_id) == ((out,), (), "")


@pytest.mark.parametrize(("reason", "found"), [("quick exit", True), ("end", False)])
def test_only_a_quick_exit_leaves_without_a_trace(reason: str, found: bool) -> None:
    assert leaves((fx.Say(text="x", language="en"), fx.Ended(reason=reason))) is found


def test_what_we_end_keeps_what_was_said_and_asks_nothing_more() -> None:
    found = ended(BEFORE, b"as it stands", "by hand", 100.0)
    assert not found.erases
    assert (found.conversation.session, found.conversation.prompt) == (b"as it stands", "")
    assert found.conversation.ended
    assert lines.decode(found.messages[0].body) == Line(kind="ended", text="by hand")
