"""What a person does on a page or says on the phone, as the interpreter's event and its line.

Each function gives a `Heard`: asked with the conversation as it stands then and the time, it makes
the two. So a turn that has to be done again is made from what the conversation is by then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from flowengine.host import keys, lines
from flowengine.host.cause import Cause
from flowengine.host.media.kinds import FILE
from flowengine.runtime.events import (
    AnyEvent,
    Filled,
    HungUp,
    Picked,
    Pressed,
    Received,
    Said,
    Silence,
    Started,
    Switched,
)
from flowengine.store.records import Upload

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowengine.host.media import Media
    from flowengine.speech.recognition.recogniser import Guess
    from flowengine.store.records import Conversation

DECIMALS = 5  # of a degree: a metre; more would say more than anybody knows

Heard = Callable[["Conversation", float], tuple[AnyEvent, Cause]]
Seal = Callable[[str, str, bytes], bytes]


def said(text: str, message_id: str = "") -> Heard:
    """Typed words, already fit to be read."""

    def heard(conversation: Conversation, at: float) -> tuple[AnyEvent, Cause]:
        line = lines.typed(text, message_id, lines.asked(conversation.prompt))
        return Said(at=at, text=text), Cause(line, message_id)

    return heard


def picked(turn: int, choice: str, message_id: str = "") -> Heard:
    """A button of the question of `turn`."""

    def heard(conversation: Conversation, at: float) -> tuple[AnyEvent, Cause]:
        line = lines.picked(choice, message_id, lines.asked(conversation.prompt))
        return Picked(at=at, turn=turn, choice=choice), Cause(line, message_id)

    return heard


def filled(turn: int, values: Mapping[str, str], message_id: str = "") -> Heard:
    """The form of `turn`, each value by its slot, already fit to be read."""

    def heard(conversation: Conversation, at: float) -> tuple[AnyEvent, Cause]:
        line = lines.filled(values, message_id, lines.asked(conversation.prompt))
        return Filled(at=at, turn=turn, values=dict(values)), Cause(line, message_id)

    return heard


def spoken(guesses: Sequence[Guess], message_id: str = "") -> Heard:
    """Recognised words, the best guess first; without any it was nothing that was expected, and
    the transcript has no line for it."""

    def heard(conversation: Conversation, at: float) -> tuple[AnyEvent, Cause]:
        event = recognised(guesses, at)
        if not guesses:
            return event, Cause(message_id=message_id)
        line = lines.typed(event.text, message_id, lines.asked(conversation.prompt))
        return event, Cause(line, message_id)

    return heard


def recognised(guesses: Sequence[Guess], at: float) -> Said:
    """Without a guess it is said, too: words that fit nothing."""
    if not guesses:
        return Said(at=at, text="", confidence=0.0)
    best, *others = guesses
    also = tuple((one.text, one.confidence) for one in others)
    return Said(at=at, text=best.text, confidence=best.confidence, alternatives=also)


def pressed(keys: str, message_id: str = "") -> Heard:
    """Keys of a phone, all of one answer."""

    def heard(conversation: Conversation, at: float) -> tuple[AnyEvent, Cause]:
        line = lines.pressed(keys, message_id, lines.asked(conversation.prompt))
        return Pressed(at=at, keys=keys), Cause(line, message_id)

    return heard


def switched(channel: str) -> Heard:
    """The same conversation goes on by another channel."""

    def heard(_conversation: Conversation, at: float) -> tuple[AnyEvent, Cause]:
        return Switched(at=at, channel=channel), Cause()

    return heard


def silence(_conversation: Conversation, at: float) -> tuple[AnyEvent, Cause]:
    """Nothing was heard for as long as the question has patience."""
    return Silence(at=at), Cause()


def hung_up(_conversation: Conversation, at: float) -> tuple[AnyEvent, Cause]:
    return HungUp(at=at), Cause()


def received(media: Media, message_id: str = "", seal: Seal | None = None) -> Heard:
    """A file, checked. Where any file was asked for, a photo and a recording are one too.

    `seal` makes of a conversation's key, the file's id and its content what is kept of it.
    """

    def heard(conversation: Conversation, at: float) -> tuple[AnyEvent, Cause]:
        asked = lines.asked(conversation.prompt)
        kind = FILE if asked is not None and asked.accepts == FILE else media.family
        upload = Upload(keys.new_key(), at, media.name, media.type, media.body)
        event = Received(at=at, kind=kind, reference=upload.id, label=upload.name)
        line = lines.sent(kind, upload, message_id)
        if seal is not None:
            upload = replace(upload, body=seal(conversation.id, upload.id, upload.body))
        return event, Cause(line, message_id, upload)

    return heard


def located(latitude: float, longitude: float, message_id: str = "") -> Heard:
    """Where they are, to a metre or so: "48.45,34.98", as a flow's own `location` is written."""
    place = f"{round(latitude, DECIMALS)},{round(longitude, DECIMALS)}"

    def heard(conversation: Conversation, at: float) -> tuple[AnyEvent, Cause]:
        line = lines.typed(place, message_id, lines.asked(conversation.prompt))
        return Received(at=at, kind="location", reference=place), Cause(line, message_id)

    return heard


def came_back(_conversation: Conversation, at: float) -> tuple[AnyEvent, Cause]:
    """The person is here again after a while; the flow's `resume` decides what that means."""
    return Started(at=at), Cause()
