"""What a person does, as the event that arrives on a channel.

One line serves every channel: a key is pressed on the phone and typed elsewhere, words are said
or typed, a choice is picked by its button, its key or its words. What a channel cannot do (being
silent by SMS, sending a photo by phone) is no deed there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flowengine.authoring.literal import Misread
from flowengine.authoring.wording import smooth
from flowengine.channels.lower import named
from flowengine.runtime.events import (
    AnyEvent,
    HungUp,
    MissedCall,
    Picked,
    Pressed,
    Received,
    Said,
    Silence,
    Started,
)

if TYPE_CHECKING:
    from flowengine.authoring.transcript import Deed
    from flowengine.runtime.effects import Choice, Prompt

KEYS = re.compile(r"[0-9*#]+")
HEARD_ONLY = ("silence", "missed call")
SENT_BY_VOICE = ("recording", "voice")


def possible(deed: Deed, channel: str) -> bool:
    """Whether a person can do that there."""
    if deed.channels and channel not in deed.channels:
        return False
    spoken = named(channel).spoken
    if deed.act in HEARD_ONLY or deed.confidence < 1:
        return spoken
    if deed.act == "sends":
        return named(channel).media or (spoken and deed.text.split()[0] in SENT_BY_VOICE)
    return True


def event(deed: Deed, channel: str, prompt: Prompt | None, at: float) -> AnyEvent:
    """The event of a possible deed. Raises Misread where no such choice is there."""
    match deed.act:
        case "silence":
            return Silence(at=at)
        case "missed call":
            return MissedCall(at=at)
        case "hangs up":
            return HungUp(at=at)
        case "comes back":
            return Started(at=at)
        case "sends":
            kind, _, reference = deed.text.partition(" ")
            return Received(at=at, kind=kind, reference=reference, label=reference)
        case "picks":
            return _picked(deed.text, channel, prompt, at)
        case "says" | "types":
            return Said(at=at, text=deed.text, confidence=deed.confidence)
        case _:
            return _entered(deed.text, channel, at)


def _entered(text: str, channel: str, at: float) -> AnyEvent:
    if named(channel).keypad and KEYS.fullmatch(text):
        return Pressed(at=at, keys=text)
    return Said(at=at, text=text)


def _picked(label: str, channel: str, prompt: Prompt | None, at: float) -> AnyEvent:
    choice = _choice(label, prompt)
    if prompt is not None and named(channel).buttons:
        return Picked(at=at, turn=prompt.turn, choice=choice.id)
    return _entered(choice.key or choice.label, channel, at)


def _choice(label: str, prompt: Prompt | None) -> Choice:
    choices = prompt.choices if prompt else ()
    for choice in choices:
        if smooth(choice.label).casefold() == smooth(label).casefold():
            return choice
    offered = ", ".join(f"“{choice.label}”" for choice in choices if not choice.quiet)
    raise Misread(
        f"There is no choice “{label}” here.",
        f"The choices are {offered}." if offered else "Nothing can be picked at this point.",
    )
