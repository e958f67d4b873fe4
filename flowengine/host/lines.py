"""What a turn leaves for the person, as lines of the transcript: plain data that a page can draw.

The words come from the interpreter as they are; how a line looks is the page's business. Effects
that are not for the person (results, requests, timers) have no line here.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from flowengine.runtime.effects import (
    Choice,
    Effect,
    Ended,
    Field,
    GoneOn,
    Play,
    Prompt,
    Recording,
    Say,
    Send,
    Show,
    Transfer,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from flowengine.store.records import Upload

PERSON, FLOW = "person", "flow"
AGENT = "agent"  # one of us, who talks with the person in the flow's stead
PROMPT, ENDED, PLAY, TRANSFER = "prompt", "ended", "play", "transfer"  # kinds
GONE_ON = "gone_on"  # the kind of a line behind which the talk goes on by the channel it names
RECORD = "record"  # the kind of a line that says from where on a call is recorded, or is not
ON, OFF = "on", "off"
HIDDEN = "••••"  # in the place of words that are not to be read


class Line(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`kind`: text, prompt, ended, transfer, play, record, gone_on, or that of a `show` (link …).

    `id` is the sender's own name for a line of the person; `turn`, `choices` and `accepts` belong
    to a prompt, and so do the bounds `least` and `most`, and the `fields` of a form that begins;
    `reference` is what a `show` gave. What a person sent has the kind photo, file or recording, its
    name as text, and `reference` with `upload` (its id), `type` and `bytes` where it was kept.

    For whoever drives a call: a `recording` that is heard instead of the text, what stops the text
    (`interrupt`), and of a prompt whether the keys are to be said, the seconds of `patience` and
    `pause`, and the `limit` of what may be recorded; each as in the effect. `hint` is how many
    signs at the end of a recorded prompt's text are its hint, which the recording does not say.

    `by` is the shown name of the agent whose words these are; a call says them only where they are
    to be heard `aloud`.
    """

    kind: str
    text: str = ""
    language: str = ""
    id: str = ""
    turn: int = 0
    choices: tuple[Choice, ...] = ()
    accepts: str = ""
    secret: bool = False
    least: str = ""
    most: str = ""
    optional: bool = False
    fields: tuple[Field, ...] = ()
    reference: Any = None
    recording: str = ""
    interrupt: str = ""
    says_keys: bool = True
    patience: float = 0.0
    pause: float = 0.0
    limit: int = 0
    hint: int = 0
    by: str = ""
    aloud: bool = False


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Line)


def encode(line: Line) -> str:
    return _encoder.encode(line).decode()


def decode(body: str) -> Line:
    return _decoder.decode(body)


@lru_cache(maxsize=1024)
def asked(prompt: str) -> Line | None:
    """What the person is being asked, None where `prompt` is "". Many are asked the same."""
    return decode(prompt) if prompt else None


def told(effects: Iterable[Effect], channel: str) -> list[Line]:
    """The lines of one turn, in order, for a conversation on `channel`."""
    lines = (_line(effect, channel) for effect in effects)
    return [line for line in lines if line is not None]


def _line(effect: Effect, channel: str) -> Line | None:
    match effect:
        case Say():
            return _said(effect)
        case Prompt():
            return prompted(effect)
        case Show():
            return Line(kind=effect.kind, reference=effect.reference, text=effect.text)
        case Send(to="", text=text) if effect.channel == channel:
            return Line(kind="text", text=text)
        case Transfer():
            return Line(kind=TRANSFER, text=effect.to)
        case GoneOn():
            return Line(kind=GONE_ON, text=effect.channel)
        case Play():
            return Line(kind=PLAY, reference=effect.file, interrupt=effect.interrupt)
        case Recording():
            return Line(kind=RECORD, text=ON if effect.on else OFF)
        case Ended():
            return Line(kind=ENDED, text=effect.reason)
        case _:
            return None


def _said(say: Say) -> Line:
    return Line(
        kind="text",
        text=say.text,
        language=say.language,
        recording=say.recording,
        interrupt=say.interrupt,
    )


def prompted(prompt: Prompt) -> Line:
    """A question with its choices; quiet ones are heard but not shown."""
    return Line(
        kind=PROMPT,
        text="\n".join(part for part in (prompt.text, prompt.hint) if part),
        language=prompt.language,
        turn=prompt.turn,
        choices=tuple(choice for choice in prompt.choices if not choice.quiet),
        accepts=prompt.accepts,
        secret=prompt.secret,
        least=prompt.least,
        most=prompt.most,
        optional=prompt.optional,
        fields=prompt.fields,
        recording=prompt.recording,
        interrupt=prompt.interrupt,
        says_keys=prompt.says_keys,
        patience=prompt.patience,
        pause=prompt.pause,
        limit=prompt.limit,
        hint=len(prompt.hint) if prompt.recording else 0,
    )


def typed(text: str, message_id: str, asked: Line | None) -> Line:
    """A line of the person; what was asked as a secret is not written down."""
    hidden = asked is not None and asked.secret
    return Line(kind="text", text=HIDDEN if hidden else text, id=message_id)


def written(text: str, by: str, message_id: str, *, aloud: bool = False) -> Line:
    """An agent's words; `by` is the name that the person reads."""
    return Line(kind="text", text=text, id=message_id, by=by, aloud=aloud)


def pressed(keys: str, message_id: str, asked: Line | None) -> Line:
    """Keys of a phone; what they chose stands for them."""
    offered = asked.choices if asked is not None else ()
    label = next((one.label for one in offered if one.key == keys), keys)
    return typed(label, message_id, asked)


def picked(choice: str, message_id: str, asked: Line | None) -> Line:
    """The button's label stands for the person's words."""
    offered = asked.choices if asked is not None else ()
    label = next((one.label for one in offered if one.id == choice), choice)
    return Line(kind="text", text=label, id=message_id)


ENDS = " ?:.؟？"  # of a question that stands as the name of its answer


def filled(values: Mapping[str, str], message_id: str, asked: Line | None) -> Line:
    """A form as the person filled it in, one field a line; what is secret is not written down."""
    fields = asked.fields if asked is not None else ()
    shown = [
        f"{field.label.rstrip(ENDS)}: {_chosen(field, values[field.slot])}"
        for field in fields
        if values.get(field.slot)
    ]
    return Line(kind="text", text="\n".join(shown) or "–", id=message_id)


def _chosen(field: Field, value: str) -> str:
    if field.secret:
        return HIDDEN
    return next((one.label for one in field.choices if value in (one.id, one.key)), value)


def sent(kind: str, upload: Upload, message_id: str) -> Line:
    """A file of the person: named, and found again by its id."""
    found = {"upload": upload.id, "type": upload.type, "bytes": len(upload.body)}
    return Line(kind=kind, text=upload.name, id=message_id, reference=found)


def enclosed(kind: str, upload: Upload, by: str, message_id: str) -> Line:
    """A file of one of us, found again in the same way; `by` is the name that the person reads."""
    found = {"upload": upload.id, "type": upload.type, "bytes": len(upload.body)}
    return Line(kind=kind, text=upload.name, id=message_id, reference=found, by=by)


def bodies(effect: Effect) -> str:
    """An effect as JSON, to be kept."""
    return _encoder.encode(effect).decode()
