"""The words of pages by language, from `words/*.toml`; what has no file reads English."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FALLBACK = "en"


@cache
def spoken(room: str = "flowengine.server") -> Mapping[str, Mapping[str, str]]:
    """All words of a room's pages, by language."""
    folder = resources.files(room) / "words"
    return {
        file.name.removesuffix(".toml"): tomllib.loads(file.read_text(encoding="utf-8"))
        for file in folder.iterdir()
        if file.name.endswith(".toml")
    }


def words(language: str) -> Mapping[str, str]:
    return spoken().get(language, spoken()[FALLBACK])
