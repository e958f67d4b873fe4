"""Choices as something to read: a numbered list, `1. Study grants`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowengine.runtime.effects import Choice, Prompt


def options(prompt: Prompt) -> tuple[str, ...]:
    """One line a choice; a recording that names the keys is not heard here, so all are listed."""
    return tuple(_line(choice) for choice in prompt.choices if not choice.quiet)


def _line(choice: Choice) -> str:
    return f"{choice.key}. {choice.label}" if choice.key else f"- {choice.label}"
