"""What a duplex asks of whoever carries its call. `channels.calls.call.Call` is one."""

from __future__ import annotations

from typing import Protocol


class Unable(Exception):
    """A carrier cannot do what it is asked: one sentence, for the log."""


class Line(Protocol):
    """Nothing here waits. What a carrier cannot do it refuses by `Unable`."""

    def flush(self) -> None:
        """What was handed over to be played, and is not heard yet, is dropped."""

    def send_keys(self, keys: str) -> None:
        """As events of its protocol; `Unable` where it has none, and they become tones."""

    def hold(self, on: bool) -> None: ...

    def hang_up(self, reason: str) -> None:
        """`reason` is that of the order; all that was to be heard has been handed over."""


class NoLine:
    """Where nobody carries the call: sound is made and heard, and that is all."""

    def flush(self) -> None: ...

    def send_keys(self, keys: str) -> None: ...

    def hold(self, on: bool) -> None: ...

    def hang_up(self, reason: str) -> None: ...
