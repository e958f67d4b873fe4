"""What all drivers of this node share: who carries their calls, who makes their sound, who keeps
what is recorded. Protocols, so that a driver can be tried without a process and without a sound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from flowengine.channels.calls.utterances import Utterance
    from flowengine.channels.calls.wire import Arriving
    from flowengine.host.calls.meeting import Meeting
    from flowengine.host.calls.recordings import Recordings
    from flowengine.host.conversations import Conversations
    from flowengine.language.program import Program
    from flowengine.speech.duplex.orders import AnyOrder, Piece
    from flowengine.speech.duplex.reports import AnyReport


class Carrier(Protocol):
    """As `channels.calls.exchange.Exchange`: what concerns one call waits for nothing."""

    async def start(self) -> None: ...

    def prepare(self, language: str) -> None: ...

    async def stop(self) -> None: ...

    def answer(self, call: str, language: str = "") -> None: ...

    def reject(self, call: str, code: str, text: str) -> None: ...

    def order(self, call: str, order: AnyOrder) -> None: ...

    def sign(self, call: str, kind: str, *, on: bool = True, text: str = "") -> None: ...

    def caption(self, call: str, side: str, text: str, *, final: bool = True) -> None: ...


class Maker(Protocol):
    """Makes sound of one conversation's words; see `speaking.Voiced`."""

    def ready(self, utterance: Utterance) -> tuple[Piece, ...] | None:
        """What needs no waiting; None where it has to be made."""

    async def made(self, utterance: Utterance) -> tuple[Piece, ...]:
        """In the time that a person waits; nothing where it cannot be."""


class Makers(Protocol):
    """See `speaking.Speaking`."""

    async def prepare(self, program: Program) -> None:
        """What is said while something is slow is made now."""

    async def close(self) -> None: ...

    def voiced(self, conversation: str, program: Program) -> Maker: ...

    def over(self, conversation: str) -> None:
        """Nothing more is said in it."""


class Desk(Protocol):
    """Who brings our people into calls; see `host.desk.calls.Legs`. Nothing of it waits."""

    def arrived(self, arriving: Arriving) -> None:
        """Somebody of ours wants to join the call of an item."""

    def reported(self, call: str, report: AnyReport) -> bool:
        """What happens at a leg of ours; False where it is none."""

    def began(self, meeting: Meeting) -> None:
        """A caller is there and waits for the voice of whoever has taken their conversation."""

    def over(self, meeting: Meeting) -> None:
        """They have gone, or go on without us."""

    def keyed(self, meeting: Meeting, key: str) -> None:
        """They pressed a key."""

    def keys_sent(self, meeting: Meeting, keys: str) -> None:
        """Keys that one of us pressed have reached them."""

    def unable(self, meeting: Meeting, why: str) -> None:
        """Their carrier cannot do what one of us wanted."""

    def recorded(self, meeting: Meeting) -> None:
        """What is said is recorded from now on, or is not any more."""


class NoDesk:
    """Where nobody of ours can join a call; callers hear music then, as they do on hold."""

    def arrived(self, arriving: Arriving) -> None: ...

    def reported(self, call: str, report: AnyReport) -> bool:  # noqa: ARG002 - the interface's
        return False

    def began(self, meeting: Meeting) -> None: ...

    def over(self, meeting: Meeting) -> None: ...

    def keyed(self, meeting: Meeting, key: str) -> None: ...

    def keys_sent(self, meeting: Meeting, keys: str) -> None: ...

    def unable(self, meeting: Meeting, why: str) -> None: ...

    def recorded(self, meeting: Meeting) -> None: ...


NO_DESK = NoDesk()


@dataclass(frozen=True, slots=True)
class Means:
    """After `look` seconds drivers look what other nodes have not told; None where there is no
    other node. `desk` is told of callers who talk with somebody of ours."""

    conversations: Conversations
    carrier: Carrier
    speaking: Makers
    recordings: Recordings
    look: float | None = None
    desk: Desk = NO_DESK
