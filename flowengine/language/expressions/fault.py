"""What goes wrong while a checked expression runs: the one exception that compiled code may raise.

The runtime catches it, tells `on fault` where it was, and the conversation goes on.
"""

from __future__ import annotations


class Fault(Exception):
    """`offset` counts characters into the expression (or quote) that was compiled."""

    def __init__(self, offset: int, message: str) -> None:
        super().__init__(message)
        self.offset = offset
        self.message = message
