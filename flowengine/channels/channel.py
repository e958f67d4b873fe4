"""What a channel can do, as data. The modules beside this one hold one such value each.

Nothing here decides: `arranging` and `lower` read these values, and so will the adapters to come.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowengine.runtime.effects import Prompt

ALWAYS = math.inf
DAY = 24.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """`options` gives the lines that name the choices of a prompt, in words.

    `spoken`: the person hears it and cannot look again. `keypad`: digits arrive as keys, not as
    text. `buttons` is how many choices can be picked under one message and `button_label` how many
    characters stand on one; `rows` and `row_label` the same for a list that opens. `markup`:
    `*bold*` is shown as such. `media`: a picture, file or place can be shown.

    `text` is the most characters of one message (0: no limit). `cellular`: the alphabet and the
    room are those of SMS and USSD (`language.alphabet`), and long screens are paged. `directed`:
    we can say that a text runs from right to left; else a mark in the text says so.

    `push` is for how many hours after the person's last sign of life we may write of our own
    accord, and `patience` how many seconds the network waits for an answer (0: for ever).
    """

    name: str
    options: Callable[[Prompt], tuple[str, ...]]
    spoken: bool = False
    keypad: bool = False
    buttons: int = 0
    button_label: int = 0
    rows: int = 0
    row_label: int = 0
    markup: bool = False
    media: bool = False
    text: int = 0
    cellular: bool = False
    directed: bool = False
    push: float = 0.0
    patience: int = 0
