"""The host says no: a short code for programs and one sentence with the mend for people.

A refusal is never the flow's doing and changes nothing in any conversation.
"""

from __future__ import annotations


class Refusal(Exception):
    """`code` is stable and lower-case; `str()` is the sentence, in English."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
