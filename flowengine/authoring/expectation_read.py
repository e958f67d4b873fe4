"""The `expect` lines of a transcript: what must be true here besides the words.

| line | what is looked at |
|---|---|
| `expect queue Q has caller, priority highest` | the hand-offs so far; skill, level, language |
| `expect saved "Booking" = 4711` | the last result of that name |
| `expect note "…"`, `expect tag "shelter"` | any note, any tag so far |
| `expect sent sms to "+380…" "…"` | any message by another road |
| `expect callback to "+380…"` | any promise to phone |
| `expect transfer to "+380…"` | any transfer |
| `expect value x = 3`, `expect contact.day = …` | the value now; the last one kept of the person |
| `expect language uk`, `expect ended` | how things stand now |
| `expect messages stopped`, `expect nothing sent` | what the person gets later |
| `expect fault "…"`, `expect no fault` | what could not go on as written |
| `expect at most 160 characters` | the longest message of this turn |
"""

from __future__ import annotations

import re

from flowengine.authoring.literal import QUOTES, Misread, pairs, quoted, value, value_at
from flowengine.authoring.transcript import Expect

_QUEUE = re.compile(r"queue\s+(\w+)\s+has\s+caller(.*)", re.IGNORECASE | re.DOTALL)
_DETAIL = re.compile(
    r"\s*,?\s*(?:with\s+)?(priority|skill|level|language|brief)"
    r"\s+(\"[^\"]*\"|\S+?)(?=\s*(?:,|$))",
    re.IGNORECASE,
)
_SAVED = re.compile(r"saved\s+(.*)", re.IGNORECASE | re.DOTALL)
_SENT = re.compile(r"sent\s+(\w+)(?:\s+to\s+(\"[^\"]*\"|\S+))?\s*(.*)", re.IGNORECASE | re.DOTALL)
_TO = re.compile(r"(callback|transfer)\s+to\s+(.*)", re.IGNORECASE)
_TAG = re.compile(r"tag\s+(?:(\w+)\s+)?(\"[^\"]*\"|\w+)", re.IGNORECASE)
_TEXT = re.compile(r"(note|fault)\b\s*(.*)", re.IGNORECASE | re.DOTALL)
_MOST = re.compile(r"at\s+most\s+(\d+)\s+characters?", re.IGNORECASE)
_LANGUAGE = re.compile(r"language\s+([\w-]+)", re.IGNORECASE)
_BARE = {
    "ended": "ended",
    "no fault": "no fault",
    "nothing sent": "nothing sent",
    "messages stopped": "messages stopped",
}


def expect(text: str, number: int) -> Expect:
    """What follows the word `expect`. Raises Misread."""
    bare = " ".join(text.lower().split())
    if bare in _BARE:
        return Expect(number, _BARE[bare])
    for read in (_queue, _saved, _sent, _to, _tag, _text, _plain, _valued):
        if (found := read(text, number)) is not None:
            return found
    raise Misread(
        f"“expect {text}” is not understood.",
        "It may name: queue, saved, note, tag, sent, callback, transfer, value, contact,"
        " language, ended, fault, no fault, at most … characters.",
    )


def _queue(text: str, number: int) -> Expect | None:
    found = _QUEUE.fullmatch(text)
    if found is None:
        return None
    details = tuple((word.lower(), _words(said)) for word, said in _DETAIL.findall(found[2]))
    if _DETAIL.sub("", found[2]).strip(" ,"):
        raise Misread(
            f"“{found[2].strip(' ,')}” is not understood.",
            "After “has caller” may stand: priority, skill, level, language, brief.",
        )
    return Expect(number, "queue", found[1].lower(), None, details)


def _saved(text: str, number: int) -> Expect | None:
    found = _SAVED.fullmatch(text)
    if found is None:
        return None
    if found[1][0] not in QUOTES:
        raise Misread(
            "The name of the result stands in quotation marks.",
            'Write: expect saved "Booking" = 4711',
        )
    label, end = value_at(found[1])
    rest = found[1][end:].strip()
    return Expect(number, "saved", label, value(rest.removeprefix("=")) if rest else "…")


def _sent(text: str, number: int) -> Expect | None:
    found = _SENT.fullmatch(text)
    if found is None:
        return None
    to, words = found[2] or "…", found[3].strip() or "…"
    return Expect(number, "sent", found[1].lower(), _words(words), (("to", _words(to)),))


def _to(text: str, number: int) -> Expect | None:
    found = _TO.fullmatch(text)
    if found is None:
        return None
    if found[1].lower() == "callback":
        return Expect(number, "sent", "callback", "…", (("to", _words(found[2])),))
    return Expect(number, "transfer", "", _words(found[2]))


def _tag(text: str, number: int) -> Expect | None:
    found = _TAG.fullmatch(text)
    return found and Expect(number, "tag", (found[1] or "").lower(), _words(found[2]))


def _text(text: str, number: int) -> Expect | None:
    found = _TEXT.fullmatch(text)
    return found and Expect(number, found[1].lower(), "", _words(found[2].strip() or "…"))


def _plain(text: str, number: int) -> Expect | None:
    if found := _MOST.fullmatch(text):
        return Expect(number, "at most", "", int(found[1]))
    found = _LANGUAGE.fullmatch(text)
    return found and Expect(number, "language", "", found[1].lower())


def _valued(text: str, number: int) -> Expect | None:
    """`value x = 3`, `contact.day = …`, and `x = 3` for short."""
    if "=" not in text:
        return None
    name, wanted = pairs(re.sub(r"^value\s+", "", text, flags=re.IGNORECASE))[0]
    if name.startswith("contact."):
        return Expect(number, "contact", name.removeprefix("contact."), wanted)
    return Expect(number, "value", name, wanted)


def _words(text: str) -> str:
    known = quoted(text)
    return text.strip() if known is None else known
