"""One line of a transcript, continuations joined: its keyword, and what follows it.

Each keyword has a function here; `given` and `expect` have modules of their own. A line that is
not understood raises Misread with the mend.
"""

from __future__ import annotations

import re

from flowengine.authoring.expectation_read import expect
from flowengine.authoring.given_read import given
from flowengine.authoring.literal import QUOTES, Misread, duration, pairs, quoted
from flowengine.authoring.transcript import Agent, Bot, Caller, Deed, Line, Start, Wait
from flowengine.language.checks.scope import CHANNELS

AGENT = ("accepts", "done", "sends", "closed", "nobody", "full")
_UNASKED = re.compile(r"\s*\bwithout\s+survey\s*$", re.IGNORECASE)
_SENT = re.compile(r"to\s+([\w.]+)(?:\s+(\S.*))?", re.IGNORECASE)

_COLON = re.compile(r"([^\W\d_]+)((?:\s+[\w-]+)*)\s*:\s*(.*)", re.DOTALL)
_START = re.compile(
    r"start(?:\s+at\s+([\w.]+))?(?:\s+in\s+([\w-]+))?(?:\s+with\s+(.*))?", re.I | re.DOTALL
)
_ONLY_ON = re.compile(r"\s*\(([\w\s,]+)\)\s*$")
_ACT = re.compile(r"(says|types|keys?|picks)\s+(.*)", re.IGNORECASE | re.DOTALL)
_SENDS = re.compile(r"sends\s+(\w+)\s+(.*)", re.IGNORECASE | re.DOTALL)
_SURE = re.compile(r"(.*\S)\s+at\s+(\d{1,3})\s*%", re.IGNORECASE | re.DOTALL)
_BARE = {
    "silence": "silence",
    "is silent": "silence",
    "hangs up": "hangs up",
    "comes back": "comes back",
    "missed call": "missed call",
}


def line(text: str, number: int) -> Line:
    """Raises Misread for what is no line of a transcript."""
    if colon := _COLON.fullmatch(text):
        word, tags, rest = colon[1].lower(), tuple(colon[2].lower().split()), colon[3]
        if word == "bot":
            return Bot(number, tags, rest)
        if word == "caller" and not tags:
            return Caller(number, _deeds(rest))
        if word == "agent" and not tags:
            return _agent(rest, number)
    word, _, rest = text.partition(" ")
    match word.lower():
        case "given":
            return given(rest.strip(), number)
        case "expect":
            return expect(rest.strip(), number)
        case "start":
            return _start(text, number)
        case "wait":
            return Wait(number, duration(rest.strip()))
        case "ends":
            raise Misread("“ends” is not a line of its own.", "Write: expect ended")
    raise Misread(
        f"A line cannot begin with “{word}”.",
        "It begins with given, start, bot:, caller:, agent:, wait or expect.",
    )


def _start(text: str, number: int) -> Start:
    found = _START.fullmatch(text)
    if found is None:
        raise Misread(
            "This start is not understood.", 'Write: start at call_back in uk with topic = "grants"'
        )
    values = pairs(found[3]) if found[3] else ()
    return Start(number, found[1] and found[1].lower(), found[2] and found[2].lower(), values)


def _agent(text: str, number: int) -> Agent:
    act, _, name = text.strip().partition(" ")
    if act.lower() not in AGENT:
        raise Misread(f"An agent cannot do “{text}”.", "Write one of: " + ", ".join(AGENT) + ".")
    name, unasked = _UNASKED.subn("", name)
    place = ""
    if act.lower() == "sends":
        found = _SENT.fullmatch(name.strip())
        if found is None:
            raise Misread("Where the agent sends them is missing.", "Write: agent: sends to main")
        place, name = found[1].lower(), found[2] or ""
    return Agent(number, act.lower(), quoted(name) or name.strip(), place, not unasked)


def _deeds(text: str) -> tuple[Deed, ...]:
    return tuple(_deed(one.strip()) for one in _alternatives(text))


def _alternatives(text: str) -> list[str]:
    """Split at the upright strokes that stand outside quotation marks."""
    parts, current, closing = [], "", ""
    for character in text:
        if closing:
            closing = "" if character in closing else closing
        elif character in QUOTES:
            closing = QUOTES[character]
        elif character == "|":
            parts.append(current)
            current = ""
            continue
        current += character
    return [*parts, current]


def _deed(text: str) -> Deed:
    channels: tuple[str, ...] = ()
    if (limit := _ONLY_ON.search(text)) and (names := _channels(limit[1])):
        text, channels = text[: limit.start()].strip(), names
    text = " ".join(text.split())
    if not text:
        raise Misread("What the caller does is missing.", 'Write: caller: 3 | says "three"')
    if text.lower() in _BARE:
        return Deed(_BARE[text.lower()], "", channels)
    if sends := _SENDS.fullmatch(text):
        return Deed("sends", f"{sends[1].lower()} {quoted(sends[2]) or sends[2]}", channels)
    if act := _ACT.fullmatch(text):
        return _worded(act[1].lower(), act[2], channels)
    words = quoted(text)
    return Deed("plain", text if words is None else words, channels)


def _worded(act: str, rest: str, channels: tuple[str, ...]) -> Deed:
    if act == "says" and (sure := _SURE.fullmatch(rest)) and quoted(sure[1]) is not None:
        return Deed(act, quoted(sure[1]) or "", channels, min(int(sure[2]), 100) / 100)
    words = quoted(rest)
    if not act.startswith("key"):
        return Deed(act, rest if words is None else words, channels)
    keys = (rest if words is None else words).replace(" ", "")
    if not re.fullmatch(r"[0-9*#]+", keys):
        raise Misread(f"“{rest}” are no keys of a phone.", "Keys are 0 to 9, * and #.")
    return Deed("key", keys, channels)


def _channels(text: str) -> tuple[str, ...]:
    names = tuple(text.lower().replace(",", " ").split())
    return names if names and all(name in CHANNELS for name in names) else ()
