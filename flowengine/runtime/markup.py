"""`*bold*`, the one mark an author may use: kept where it is shown, dropped where it is not.

A mark counts only where it hugs a word of letters, so that `*134*550*7#` stays what to dial.
"""

from __future__ import annotations

import re

BOLD = re.compile(r"(?<![\w*])\*(?=[^\W\d_])([^*\n]*[^\W_][.!?:;,…]*)\*(?![\w*])")


def plain(text: str) -> str:
    """The words without marks."""
    return BOLD.sub(r"\1", text)
