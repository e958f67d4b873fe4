"""What a worker is asked and what it answers: one line of JSON each, over its stdin and stdout."""

from __future__ import annotations

import msgspec


class Speak(msgspec.Struct, frozen=True, kw_only=True, tag="speak"):
    """`text` as the engine reads it. `rate` is in words a minute and `pitch` 0 to 100, 0 and 50
    being the engine's own; `level` in dBFS while speaking. `model` is Piper's: a file or a package.
    The sound is written to the file `to`."""

    text: str
    engine: str
    voice: str
    to: str
    rate: int = 0
    pitch: int = 50
    level: float = -20.0
    model: str = ""


class Fit(msgspec.Struct, frozen=True, kw_only=True, tag="fit"):
    """Make the recording `source` like what is synthesised, and write it to the file `to`."""

    source: str
    to: str


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """The first line of every worker."""


class Done(msgspec.Struct, frozen=True, tag="done"):
    """`seconds` of sound are written."""

    seconds: float


class NotDone(msgspec.Struct, frozen=True, tag="not done"):
    """`why` in one sentence, with the mend. `full`: the file could not be written there."""

    why: str
    full: bool = False


Work = Speak | Fit
Answer = Ready | Done | NotDone

_work: msgspec.json.Decoder[Work] = msgspec.json.Decoder(Work)
_answer: msgspec.json.Decoder[Answer] = msgspec.json.Decoder(Answer)


def line(told: Work | Answer) -> bytes:
    return msgspec.json.encode(told) + b"\n"


def read_work(said: bytes) -> Work:
    """Raises msgspec.DecodeError for what is none."""
    return _work.decode(said)


def read_answer(said: bytes) -> Answer:
    """Raises msgspec.DecodeError for what is none."""
    return _answer.decode(said)


class Unable(Exception):
    """An engine or a file cannot be used: one sentence with the mend."""
