"""What can happen to a conversation: everything that enters `step`, as tagged immutable structs.

Every event carries its time; the interpreter has no clock of its own. Events are facts about the
outside ("this was typed", "that timer is due") and never commands to the interpreter.
"""

from __future__ import annotations

from typing import Any

import msgspec


class Event(msgspec.Struct, frozen=True, tag=True, kw_only=True, gc=False):
    """`at` is POSIX seconds."""

    at: float


class Started(Event, frozen=True, tag="started"):
    """The person arrives: a call is answered, a chat opened, a menu dialled.

    On a conversation that still waits somewhere this means "came back", and the flow's `resume`
    decides. `place` begins elsewhere than at the start: an entry's, or any in a test. `values`
    presets values as they are; `page` brings what a web page says, read by the type of the slots
    that are `from page` and left out where it does not fit.
    """

    place: str | None = None
    values: dict[str, Any] = {}
    page: dict[str, str] = {}


class Said(Event, frozen=True, tag="said"):
    """Typed or recognised words. `confidence` is 1.0 for typed text.

    `alternatives` are further hearings of the same utterance with their confidence, best first.
    """

    text: str
    confidence: float = 1.0
    alternatives: tuple[tuple[str, float], ...] = ()


class Pressed(Event, frozen=True, tag="pressed"):
    """Keys of a phone: digits, `*` and `#`; more than one where an answer was collected."""

    keys: str


class Picked(Event, frozen=True, tag="picked"):
    """A button. `turn` is that of its prompt, so that an old button is not obeyed."""

    turn: int
    choice: str


class Filled(Event, frozen=True, tag="filled"):
    """The fields of a form, all at once. `values` by slot, as they would be typed.

    `turn` is that of its prompt, so that an old form is not obeyed.
    """

    turn: int
    values: dict[str, str]


class Silence(Event, frozen=True, tag="silence"):
    """Nothing was heard until the prompt's time ran out (calls only; chats use timers)."""


class Switched(Event, frozen=True, tag="switched"):
    """The same conversation goes on by another road: a chat as a call, or back."""

    channel: str


class Received(Event, frozen=True, tag="received"):
    """A photo, file, location or voice recording, already stored: `reference` names it."""

    kind: str
    reference: str
    label: str = ""


class Fetched(Event, frozen=True, tag="fetched"):
    """The answer to a fetch of turn `turn`. `error` is set when there was none; `body` is JSON."""

    turn: int
    status: int = 0
    body: Any = None
    error: str = ""


class Due(Event, frozen=True, tag="due"):
    """A timer of turn `turn` ran out."""

    turn: int
    timer: str


class Queued(Event, frozen=True, tag="queued"):
    """Where the person stands: position from 1, expected wait in seconds (low, high)."""

    position: int
    wait: tuple[int, int] = (0, 0)


class Accepted(Event, frozen=True, tag="accepted"):
    """An agent took the conversation."""

    agent: str = ""


class HandoffEnded(Event, frozen=True, tag="handoff_ended"):
    """`outcome`: done, closed, nobody or full. After a talk the agent may send them to a `place` of
    the flow; `disposition` is what they called the talk, and `survey` whether an opinion may be
    asked for."""

    turn: int
    outcome: str
    place: str = ""
    disposition: str = ""
    survey: bool = True


class Signalled(Event, frozen=True, tag="signalled"):
    """Something in what the person said or did stands out. `sign`: anger, distress or crisis;
    `words` are those that matched, none where it was their behaviour."""

    sign: str
    words: tuple[str, ...] = ()


class HungUp(Event, frozen=True, tag="hung_up"):
    pass


class MissedCall(Event, frozen=True, tag="missed_call"):
    pass


class DeliveryFailed(Event, frozen=True, tag="delivery_failed"):
    """A message we sent did not arrive; `reason` is the channel's word for it."""

    reason: str = ""


AnyEvent = (
    Started | Said | Pressed | Picked | Filled | Silence | Switched | Received | Fetched
    | Due | Queued | Accepted | HandoffEnded | Signalled | HungUp | MissedCall | DeliveryFailed
)  # fmt: skip
