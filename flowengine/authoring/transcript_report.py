"""A failed line of a transcript as its author reads it: what was expected, what is said instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowengine.authoring.transcript_play import Failure


def told(failure: Failure, file: str) -> str:
    """Several lines, without a final line break."""
    head = f"{file}:{failure.line}: “{failure.test}” on {failure.channel}: {failure.message}"
    parts = [head]
    if failure.expected is not None:
        parts += [_block("expected", failure.expected), _block("said", failure.said or "(nothing)")]
    if failure.hint:
        parts.append(f"  {failure.hint}")
    return "\n".join(parts)


def _block(word: str, text: str) -> str:
    first, *rest = text.splitlines() or [""]
    return "\n".join([f"  {word:<9} {first}", *(f"{'':<12}{line}" for line in rest)])
