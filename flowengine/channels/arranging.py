"""How the choices of a question appear: buttons where they fit, else a list, else numbers to type.

One rule for every channel, from what it can do. All or nothing: a question is never half buttons.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowengine.channels.channel import Channel
    from flowengine.runtime.effects import Prompt

BUTTONS, ROWS, NUMBERS, SPOKEN, NOTHING = "buttons", "rows", "numbers", "spoken", ""


def arranged(prompt: Prompt, channel: Channel) -> str:
    """One of the words above; NOTHING where there is nothing to choose."""
    labels = [choice.label for choice in prompt.choices if not choice.quiet]
    if not labels:
        return NOTHING
    if channel.spoken:
        return SPOKEN
    if _fit(labels, channel.buttons, channel.button_label):
        return BUTTONS
    return ROWS if _fit(labels, channel.rows, channel.row_label) else NUMBERS


def _fit(labels: list[str], most: int, width: int) -> bool:
    return len(labels) <= most and max(map(len, labels)) <= width
