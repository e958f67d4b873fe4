"""What was recorded of a conversation, made ready to happen again: how it began, and every event.

It reads traces only. Where something in them is hidden (a secret, what was forgotten), or missing,
the recording ends before it: what came after cannot be heard again as it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from flowengine.host.lines import HIDDEN
from flowengine.host.tracing import Beginning
from flowengine.runtime import Session, begin
from flowengine.runtime.events import AnyEvent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flowengine.language.program import Program
    from flowengine.store.records import Conversation, Trace

WHOLE, HIDES, MOVED, INCOMPLETE = "whole", "hides", "moved", "incomplete"


class First(msgspec.Struct, frozen=True):
    """The event of the first trace."""

    begin: Beginning
    event: AnyEvent


@dataclass(frozen=True, slots=True)
class Recording:
    """`state` says why it ends: whole, hides, moved or incomplete. No events: it has no beginning.

    `digest` is the version it began with.
    """

    key: str
    flow: str
    digest: str
    channel: str
    beginning: Beginning | None
    events: tuple[AnyEvent, ...]
    state: str

    def session(self, program: Program) -> Session:
        """As it stood before its first event. Raises ValueError where there is no beginning."""
        if self.beginning is None:
            raise ValueError("Nothing is known of how this conversation began.")
        return begin(
            program,
            channel=self.channel,
            seed=self.beginning.seed,
            at=self.beginning.at,
            language=self.beginning.language,
            caller=self.beginning.caller,
            contact=self.beginning.contact,
        )


def moving(old: str, new: str) -> str:
    """The event of a turn in which somebody was moved from one version to another."""
    return msgspec.json.encode({"moved": {"from": old, "to": new}}).decode()


def recording(conversation: Conversation, traces: Iterable[Trace]) -> Recording:
    """What the traces of a conversation hold, in the order of their turns."""
    beginning, events, state = None, list[AnyEvent](), INCOMPLETE
    for number, trace in enumerate(sorted(traces, key=lambda one: one.revision), 1):
        state = _state(trace, number)
        if state != WHOLE:
            break
        try:
            if number == 1:
                first = msgspec.json.decode(trace.event, type=First)
                beginning, event = first.begin, first.event
            else:
                event = msgspec.json.decode(trace.event, type=AnyEvent)
        except msgspec.DecodeError:
            state = INCOMPLETE
            break
        events.append(event)
    # By now it may be in another version, or go on by another channel.
    began = conversation if beginning is None else beginning
    return Recording(
        conversation.id, conversation.flow, began.digest, began.channel, beginning,
        tuple(events), state,
    )  # fmt: skip


def _state(trace: Trace, number: int) -> str:
    """Revisions without a trace are none that the flow has seen; the first one always has one."""
    if number == 1 and trace.revision != 1:
        return INCOMPLETE
    if HIDDEN in trace.event:
        return HIDES
    return MOVED if trace.event.startswith('{"moved"') else WHOLE
