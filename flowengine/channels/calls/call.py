"""One call as its carrier offers it, and what a carrier tells whoever attends to the call.

Nothing here waits: what takes time is told later, to the `Attendant`.
"""

from __future__ import annotations

from typing import Protocol

import msgspec

from flowengine.speech.duplex.line import Unable

__all__ = ["Attendant", "Call", "Stats", "Unable"]


class Stats(msgspec.Struct, frozen=True, kw_only=True):
    """Frames of 20 ms since the call was answered: `lost` never came, and `late` came or could have
    gone only after their time, and were left out."""

    received: int = 0
    sent: int = 0
    lost: int = 0
    late: int = 0


class Attendant(Protocol):
    """Who attends to a call's sound. `at` is seconds since the call was answered."""

    def frame(self, pcm: bytes, at: float) -> None:
        """20 ms heard, signed 16 bit little endian at the call's rate."""

    def key_down(self, key: str, at: float) -> None: ...

    def key_up(self, key: str, at: float) -> None: ...

    def wished(self, what: str, on: bool, at: float) -> None:
        """An agent wants something of the call they are in. See `reports.Wished`."""

    def gone(self, why: str, at: float) -> None:
        """The other side, or the connection, has ended it. See `reports.Gone`."""


class Call(Protocol):
    """What a carrier cannot do it refuses by raising `Unable`, in words for the log."""

    id: str
    rate: int

    def attend(self, attendant: Attendant) -> None: ...

    def at(self) -> float:
        """Seconds since it was answered. It stands still while nobody can hear us (`away`)."""

    def away(self) -> bool:
        """The connection broke, and may come back."""

    def answer(self) -> None: ...

    def early_media(self) -> None:
        """Be heard before it is answered, where the carrier bills from the answer on."""

    def reject(self, code: str, text: str) -> None:
        """End it with words: `code` is for programs, `text` one sentence for people."""

    def hang_up(self, reason: str) -> None: ...

    def hear(self) -> None:
        """The pacer asks: the attendant gets the frame that is due, where it has not got it yet;
        none where none has come, two where some are late."""

    def play(self, frame: bytes) -> None:
        """20 ms to be heard now; the pacer gives one each 20 ms, silence too."""

    def flush(self) -> None:
        """What the carrier still holds to be played is dropped."""

    def send_keys(self, keys: str) -> None:
        """As events of its protocol. `Unable` where it has none: then they are played as tones."""

    def hold(self, on: bool) -> None: ...

    def transfer(self, to: str) -> None: ...

    def bridge(self, other: Call) -> None:
        """From now on each hears the other and nobody else."""

    def stats(self) -> Stats: ...
