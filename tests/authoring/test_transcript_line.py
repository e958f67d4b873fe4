from __future__ import annotations

import pytest

from flowengine.authoring.literal import Misread
from flowengine.authoring.transcript import Agent, Bot, Caller, Deed, Line, Start, Wait
from flowengine.authoring.transcript_line import line


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("bot: Hello: you", Bot(1, (), "Hello: you")),
        ("Bot voice uk: Вітаємо", Bot(1, ("voice", "uk"), "Вітаємо")),
        ("bot:", Bot(1, (), "")),
        ("start", Start(1, None, None, ())),
        ("start in uk", Start(1, None, "uk", ())),
        (
            "start at shop.Person in uk with beds = 2, topic = EC",
            Start(1, "shop.person", "uk", (("beds", 2), ("topic", "EC"))),
        ),
        ("wait 2m15s", Wait(1, 135.0)),
        ("agent: accepts", Agent(1, "accepts")),
        ('agent: accepts "Ann"', Agent(1, "accepts", "Ann")),
        ("agent: Done", Agent(1, "done")),
        ('agent: done "Advice given"', Agent(1, "done", "Advice given")),
        ('agent: done "Advice" without survey', Agent(1, "done", "Advice", survey=False)),
        ("agent: done without survey", Agent(1, "done", survey=False)),
        ("agent: sends to Main", Agent(1, "sends", place="main")),
        ('agent: sends to shop.main "Advice"', Agent(1, "sends", "Advice", "shop.main")),
    ],
)
def test_each_kind_of_line(text: str, meant: Line) -> None:
    assert line(text, 1) == meant


@pytest.mark.parametrize(
    ("text", "deeds"),
    [
        ("3", (Deed("plain", "3"),)),
        ("I want to talk", (Deed("plain", "I want to talk"),)),
        ('"says who"', (Deed("plain", "says who"),)),
        ('says "three"', (Deed("says", "three"),)),
        ('says "three" at 40%', (Deed("says", "three", (), 0.4),)),
        ("says we meet at 40%", (Deed("says", "we meet at 40%"),)),
        ("types beds for two", (Deed("types", "beds for two"),)),
        ("key 12#", (Deed("key", "12#"),)),
        ("keys 1 2 #", (Deed("key", "12#"),)),
        ('picks "Call me back"', (Deed("picks", "Call me back"),)),
        ("silence", (Deed("silence"),)),
        ("is silent", (Deed("silence"),)),
        ("Hangs up", (Deed("hangs up"),)),
        ("comes back", (Deed("comes back"),)),
        ("missed call", (Deed("missed call"),)),
        ('sends photo "x.jpg"', (Deed("sends", "photo x.jpg"),)),
        ("sends location Long Street 1", (Deed("sends", "location Long Street 1"),)),
        ('"a | b" | c', (Deed("plain", "a | b"), Deed("plain", "c"))),
        ("«так» | ні", (Deed("plain", "так"), Deed("plain", "ні"))),
        ("3 (voice, sms)", (Deed("plain", "3", ("voice", "sms")),)),
        ("3 (email)", (Deed("plain", "3", ("email",)),)),
        ("room (big)", (Deed("plain", "room (big)"),)),
        ("one\ntwo", (Deed("plain", "one two"),)),
    ],
)
def test_what_a_caller_may_do(text: str, deeds: tuple[Deed, ...]) -> None:
    assert line(f"caller: {text}", 1) == Caller(1, deeds)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("caller:", "What the caller does is missing"),
        ("caller: 3 |", "What the caller does is missing"),
        ("caller: key A", "no keys of a phone"),
        ('caller: says "open', "closing quotation mark"),
        ("agent: sleeps", "An agent cannot do"),
        ("agent: sends", "Where the agent sends them is missing"),
        ("start nowhere", "This start is not understood"),
        ("ends", "not a line of its own"),
        ("caller voice: 3", "cannot begin with “caller”"),
        ("hello", "cannot begin with “hello”"),
        ("given", "is not a name with a value"),
        ("expect", "is not understood"),
        ("wait", "no length of time"),
    ],
)
def test_other_lines_are_told_with_a_mend(text: str, told: str) -> None:
    with pytest.raises(Misread) as caught:
        line(text, 1)
    assert told in caught.value.message
    assert caught.value.hint
