"""What may stop which prompt."""

from __future__ import annotations

from flowengine.speech.duplex.orders import KEY, MATCH, OFF, SPEECH

_STOPPED_BY = {OFF: (), KEY: (KEY,), MATCH: (KEY, MATCH), SPEECH: (KEY, MATCH, SPEECH)}


def stops(by: str, interrupt: str) -> bool:
    """Whether a key, speech or a match stops a prompt that was given with `interrupt`."""
    return by in _STOPPED_BY.get(interrupt, _STOPPED_BY[SPEECH])
