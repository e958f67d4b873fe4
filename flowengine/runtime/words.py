"""A compiled text in the conversation's channel and language: the fitting variant.

The most exact variant wins, and a channel beats a language. Where the written words are said to
somebody who speaks another language, their numbers and plurals are in the written one too. Which
of several alternatives is taken is decided by the session's seed and the turn, so that the same
events give the same words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.runtime import effects as fx

if TYPE_CHECKING:
    from collections.abc import Container

    from flowengine.language import program as p
    from flowengine.runtime.turn import Turn


def text_of(turn: Turn, message: p.Message) -> str:
    """One of the fitting alternatives; empty where none is written for here."""
    alternatives, language = _fitting(turn, message)
    if not alternatives:
        return ""
    number = 0 if len(alternatives) == 1 else _chance(turn, len(alternatives))
    chosen = alternatives[number]
    return chosen if isinstance(chosen, str) else filled(turn, language, chosen)


def filled(turn: Turn, language: str, text: p.Code) -> str:
    """A text with its numbers and plurals in this language; the conversation stays in its own."""
    if language == turn.language:
        return str(text(turn.values))
    spoken, turn.language = turn.language, language
    try:
        return str(text(turn.values))
    finally:
        turn.language = spoken


def nearest(there: Container[p.Tags], channel: str, language: str) -> p.Tags:
    """Of what is written, the most exact for this channel and language."""
    for tags in ((channel, language), (channel, None), (None, language)):
        if tags in there:
            return tags
    return None, None


def literal(turn: Turn, text: p.Code | str) -> str:
    return text if isinstance(text, str) else str(text(turn.values))


def recording_of(turn: Turn, message: p.Message) -> str:
    """The recording that replaces synthesis here, or ""."""
    if not message.recordings:
        return ""
    best = nearest(message.recordings, turn.session.channel, turn.language)
    return message.recordings.get(best, "")


def say(turn: Turn, message: p.Message, interrupt: str = "") -> None:
    """The text and what is attached to it, as effects. A text that comes out empty is not said."""
    text = text_of(turn, message)
    if text:
        language = _fitting(turn, message)[1]
        recording = recording_of(turn, message)
        turn.emit(fx.Say(text=text, language=language, recording=recording, interrupt=interrupt))
    for one in message.attachments:
        words = text_of(turn, one.words) if one.words else ""
        turn.emit(fx.Show(kind=one.kind, reference=one.value(turn.values), text=words))


def _fitting(turn: Turn, message: p.Message) -> tuple[tuple[p.Code | str, ...], str]:
    """The alternatives, and the language they are in."""
    variants, written = message.variants, message.written or turn.language
    if len(variants) == 1:
        return variants[None, None], written
    best = nearest(variants, turn.session.channel, turn.language)
    return variants[best], best[1] or written


def _chance(turn: Turn, many: int) -> int:
    """A number from seed, turn and place in the turn: no generator whose state must be kept."""
    mixed = (
        turn.session.seed * 2654435761 + turn.number * 40503 + len(turn.effects) * 97
    ) & 0xFFFFFFFF
    return (mixed ^ mixed >> 15) % many
