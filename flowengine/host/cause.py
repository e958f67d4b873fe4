"""What begins a turn: somebody said something, a timer fired, an errand came back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowengine.host.lines import Line
    from flowengine.store.records import Errand, Timer, Upload

GATHER = "gather"  # the host's own timer: no further piece of an answer came


@dataclass(frozen=True, slots=True)
class Cause:
    """What began a turn, besides its event: the person's line, its id and what was sent with it, a
    timer or an errand. `scope` is where the id counts, "" for in the conversation."""

    line: Line | None = None
    message_id: str = ""
    upload: Upload | None = None
    fired: Timer | None = None
    answered: Errand | None = None
    scope: str = ""

    @property
    def gathered(self) -> Timer | None:
        """The timer that lets the pieces of an answer be obeyed."""
        fired = self.fired
        return fired if fired is not None and fired.name == GATHER else None


UNCAUSED = Cause()
