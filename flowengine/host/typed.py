"""What a person typed, made fit to be read: bounded, without control characters or reordering.

It refuses rather than cuts, so that nobody is answered on half of what they wrote. Marks that
honest keyboards insert (joiners, left-to-right marks, isolates) stay.
"""

from __future__ import annotations

import unicodedata

from flowengine.host.refusal import Refusal
from flowengine.runtime.limits import EVENT_TEXT

_ALLOWED = "\n\t"
_OVERRIDES = "\u202d\u202e"  # they make text read otherwise than it is stored

_UNSEEN = frozenset(("Cf", "Zl", "Zp", "Zs"))  # a message of these alone would be an empty bubble


def fit(text: str) -> str:
    """The text with plain line ends and without blanks around it.

    Raises Refusal: `empty`, `too-long`, `unreadable` (control characters, half characters) or
    `reversed` (characters that turn the direction of what follows by force).
    """
    if len(text) > EVENT_TEXT:
        text = f"A message can have {EVENT_TEXT} characters. Please shorten it."
        raise Refusal("too-long", text, count=EVENT_TEXT)
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if all(unicodedata.category(sign) in _UNSEEN for sign in text):
        raise Refusal("empty", "The message is empty. Please type something.")
    if any(mark in text for mark in _OVERRIDES):
        raise Refusal(
            "reversed", "The message holds marks that reverse text. Please type it without them."
        )
    if any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in text if sign not in _ALLOWED):
        raise Refusal(
            "unreadable", "The message holds characters that cannot be read. Please type it again."
        )
    return text
