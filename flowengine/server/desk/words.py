"""The words of the desk's pages by language: a table of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.server import words as visitors
from flowengine.server.words import FALLBACK

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FALLBACK", "spoken", "words"]


def spoken() -> Mapping[str, Mapping[str, str]]:
    """All words, by language."""
    return visitors.spoken("flowengine.server.desk")


def words(language: str) -> Mapping[str, str]:
    return spoken().get(language, spoken()[FALLBACK])
