"""What one call's sound tells the host. `at` is seconds since the call was answered."""

from __future__ import annotations

import msgspec

from flowengine.speech.recognition.recogniser import Guess

CUT_OFF = "cut off"  # why a call is over whose process died


class Report(msgspec.Struct, frozen=True, tag=True, kw_only=True, gc=False):
    at: float


class Played(Report, frozen=True, tag="played"):
    """`whole` is false where it was interrupted or flushed."""

    id: int
    whole: bool


class SpeechBegan(Report, frozen=True, tag="speech_began"):
    pass


class Sounding(Report, frozen=True, tag="sounding"):
    """What it sounds like so far: for captions, not for the interpreter."""

    text: str


class Heard(Report, frozen=True, tag="heard"):
    """Somebody said something. No guesses: it was nothing that was expected. `began` and `ended`
    are when speech did."""

    turn: int
    guesses: tuple[Guess, ...]
    began: float
    ended: float


class Pressed(Report, frozen=True, tag="pressed"):
    """One key, or the digits of one answer with their terminator."""

    turn: int
    keys: str


class Silent(Report, frozen=True, tag="silent"):
    turn: int


class Recorded(Report, frozen=True, tag="recorded"):
    """`wav` is a whole file; empty where nobody spoke. `by`: key, silence, limit or hang up."""

    turn: int
    wav: bytes
    seconds: float
    by: str


class Kept(Report, frozen=True, tag="kept"):
    """The recording of the call: a stereo WAV, the person on the left, we on the right."""

    wav: bytes


class Struggling(Report, frozen=True, tag="struggling"):
    """Words cannot be made out and keys should be offered. `why`: noise, babble, clipping, tone,
    endless (somebody who never stops) or failed (the recogniser)."""

    why: str


class Gone(Report, frozen=True, tag="gone"):
    """The call is over. `why`: hung up, ended (by us), lost (its connection), fault, or CUT_OFF."""

    why: str


class Company(Report, frozen=True, tag="company"):
    """In a conference: somebody is there whom this leg hears, or nobody is any more."""

    on: bool


class Keyed(Report, frozen=True, tag="keyed"):
    """In a conference: one key."""

    key: str


class KeysSent(Report, frozen=True, tag="keys_sent"):
    """These keys are on their way to the person, or begin to be heard by them."""

    keys: str


class Away(Report, frozen=True, tag="away"):
    """The connection broke and may come back; or it has."""

    on: bool


class Wished(Report, frozen=True, tag="wished"):
    """By an agent, of the call they are in. `what`: hold, or record."""

    what: str
    on: bool


class Trouble(Report, frozen=True, tag="trouble"):
    """For the log: `where` in the sound path, and `what`, never what was said."""

    where: str
    what: str


AnyReport = (
    Played | SpeechBegan | Sounding | Heard | Pressed | Silent | Recorded | Kept | Struggling
    | Gone | Company | Keyed | KeysSent | Away | Wished | Trouble
)  # fmt: skip
