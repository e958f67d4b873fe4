"""What a channel can do, as data. The modules beside this one each hold one such value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowengine.runtime.effects import Prompt


@dataclass(frozen=True, slots=True)
class Channel:
    """`options` gives the lines that name the choices of a prompt.

    `spoken`: the person hears it and cannot look again. `keypad`: digits arrive as keys, not as
    text. `buttons`: a choice can be picked. `markup`: `*bold*` is shown as such. `media`: a
    picture, file or place can be shown.
    """

    name: str
    spoken: bool
    keypad: bool
    buttons: bool
    markup: bool
    media: bool
    options: Callable[[Prompt], tuple[str, ...]]
