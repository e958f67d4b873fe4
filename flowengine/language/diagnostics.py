"""A mistake in a flow: a numbered, located value, never an exception.

The number is the contract with the author: each has one page in the manual, with a failing and a
mended example that are its tests. The message is one sentence in the author's words; the hint is
the mend.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowengine.language.nodes import Span


class Severity(StrEnum):
    ERROR = "error"  # the flow cannot be served
    WARNING = "warning"  # it can, but somebody will stumble


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """`code` is "FE" and three digits; `file` is the name the source was given under."""

    code: str
    file: str
    span: Span
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR
