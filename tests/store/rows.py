"""Rows that many tests of this room begin with."""

from __future__ import annotations

from flowengine.store.records import (
    Conversation,
    Errand,
    Fact,
    Message,
    Outgoing,
    Timer,
    Trace,
    Upload,
)

NEW = Conversation(
    id="c1",
    flow="shop",
    digest="d1",
    channel="chat",
    token=b"hash",
    session=b"\x00session",
    prompt='{"kind":"prompt"}',
    ended=False,
    changed=100.0,
    began=90.0,
    place="main",
    gathered="[]",
)
HELLO = Message(1, 100.0, "flow", '{"text":"Привіт"}')
TIMER = Timer("c1", 1, "quiet", 160.0)
ERRAND = Errand("c1", 1, "fetch", "{}")
OUT = Outgoing("c1/1", "c1", 100.0, "{}", gateway="sms", to="+100")
FACT = Fact(100.0, "saved", '{"name":"Opinion"}')
UPLOAD = Upload("u1", 100.0, "Фото.jpg", "image/jpeg", b"\xff\xd8\x00")
TRACE = Trace(1, 100.0, '{"said":"hi"}', "start", "main", "[]", 0.01, "n1")
