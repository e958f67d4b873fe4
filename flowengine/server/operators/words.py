"""What the operators' pages say, by language (`flowengine.server.wording`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.server import wording
from flowengine.server.wording import FALLBACK, Words

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FALLBACK", "Words", "spoken", "words"]


def spoken() -> Mapping[str, Words]:
    """All words, by language; what one lacks is English."""
    return wording.spoken("flowengine.server.operators")


def words(language: str) -> Words:
    return spoken().get(language, spoken()[FALLBACK])
