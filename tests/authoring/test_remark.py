from __future__ import annotations

import pytest

from flowengine.authoring.remark import remark
from flowengine.runtime.effects import (
    Also,
    ContactSet,
    Dropped,
    Effect,
    Ended,
    Fault,
    Fetch,
    Forgot,
    GoneOn,
    Handoff,
    MessagesStopped,
    Noted,
    Saved,
    Say,
    Send,
    Tagged,
    ToAgent,
    Transfer,
)


@pytest.mark.parametrize(
    ("effect", "words"),
    [
        (Saved(name="Beds", value=2, category="", raw="two"), "saved “Beds”: 2"),
        (Saved(name="Beds", value="b", category="b", raw=""), "saved “Beds”: b"),
        (Saved(name="Beds", value="b", category="Big", raw=""), "saved “Beds”: b (Big)"),
        (Tagged(subject="contact", tag="x"), "tag on the contact: x"),
        (Noted(text="x"), "note: x"),
        (ContactSet(field="day", value=1), "kept of the person: day = 1"),
        (Forgot(path="contact.day"), "forgotten: contact.day"),
        (Send(key="", channel="sms", to="", text="x"), "sms to the person: x"),
        (Send(key="", channel="sms", to="+380", text="x"), "sms to +380: x"),
        (ToAgent(text="x"), "to the agent: x"),
        (GoneOn(channel="sms", to="050"), "goes on by sms to 050"),
        (MessagesStopped(), "no more messages to this person"),
        (
            Fetch(
                turn=1, key="", method="GET", url="https://a", headers={}, secrets={}, body=None,
                timeout=1, retry=0,
            ),
            "fetch: GET https://a",
        ),
        (
            Handoff(turn=1, queue="team", language="", skills=(), priority="", brief=""),
            "waits for team, priority normal",
        ),
        (
            Handoff(turn=1, queue="team", language="", skills=(), priority="high", brief="Ann"),
            "waits for team, priority high, “Ann”",
        ),
        (Also(queue="duty"), "offered to duty too"),
        (Transfer(to="112"), "transfer to 112"),
        (Fault(message="No.", file="a.flow", line=3, column=1), "fault in a.flow, line 3: No."),
        (Dropped(reason="too late"), "too late"),
        (Ended(reason="end"), "the conversation is over"),
        (Say(text="Hello", language="en"), ""),
    ],
)  # fmt: skip
def test_each_effect_in_a_few_words(effect: Effect, words: str) -> None:
    assert remark(effect) == words
