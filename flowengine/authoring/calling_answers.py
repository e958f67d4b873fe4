"""What a call's sound heard, as the event that the flow is told."""

from __future__ import annotations

from flowengine.host.heard import recognised
from flowengine.runtime import events
from flowengine.speech.duplex import reports

Answer = reports.Heard | reports.Pressed | reports.Silent | reports.Recorded


def event(answer: Answer, at: float) -> events.AnyEvent:
    """`at` is POSIX seconds."""
    match answer:
        case reports.Heard(guesses=guesses):
            return recognised(guesses, at)
        case reports.Pressed(keys=keys):
            return events.Pressed(at=at, keys=keys)
        case reports.Recorded(wav=wav) if wav:
            return events.Received(at=at, kind="recording", reference="recording.wav")
    return events.Silence(at=at)


def told(answer: Answer) -> str:
    """In a few words for the author."""
    match answer:
        case reports.Heard(guesses=()):
            return "(not understood)"
        case reports.Heard(guesses=(best, *_)):
            return f"{best.text} ({best.confidence:.0%})"
        case reports.Pressed(keys=keys):
            return f"[{' '.join(keys)}]"
        case reports.Recorded(wav=wav, seconds=seconds, by=by) if wav:
            return f"(a recording of {seconds:.1f} s, ended by {by})"
    return "(silence)"
