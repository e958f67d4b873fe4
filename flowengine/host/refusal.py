"""The host says no: a short code for programs and one sentence with the mend for people.

A refusal is never the flow's doing and changes nothing in any conversation.
"""

from __future__ import annotations


class Refusal(Exception):
    """`code` is stable and lower-case; `str()` is the sentence, in English.

    For pages in other languages: `key` is the code, and where one code has several sentences
    `about` tells them apart (`code/about`); `holes` are what stands in the sentence by name.
    """

    def __init__(self, code: str, sentence: str, *, about: str = "", **holes: object) -> None:
        super().__init__(sentence)
        self.code = code
        self.key = f"{code}/{about}" if about else code
        self.holes = holes
