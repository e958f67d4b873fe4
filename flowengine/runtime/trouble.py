"""What goes wrong inside a turn, before it becomes a `Fault` effect with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowengine.language.program import Place


class Trouble(Exception):
    """The flow cannot go on as written. `place` is None until somebody on the way up knows it."""

    def __init__(self, message: str, place: Place | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.place = place
