"""The sources of a project, as texts: what somebody read from a folder, a database or a test.

Nothing here reads a file. A project is one folder: its flows, `project.flow` with what they share,
tables, and whatever recordings and pictures the flows name.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

PROJECT = "project.flow"
GRAMMARS = "grammars"
VOICES = "voices"
_SHIPPED = "standard"


@dataclass(frozen=True)
class Sources:
    """`flows`, `tables` by file name; `files` names all others; `grammars` by "en/numbers.jsgf".

    `catalogues` are translations, by "locale/uk/donors.po". `voices` are the names that a flow
    may give, empty where nobody knows them.
    """

    flows: Mapping[str, str]
    tables: Mapping[str, str] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    grammars: Mapping[str, str] = field(default_factory=dict)
    catalogues: Mapping[str, str] = field(default_factory=dict)
    voices: frozenset[str] = frozenset()

    @property
    def texts(self) -> dict[str, str]:
        """Everything that a mistake may stand in, by the name that a diagnostic has for it."""
        grammars = {f"{GRAMMARS}/{name}": text for name, text in self.grammars.items()}
        return {**self.flows, **self.catalogues, **grammars}

    @cached_property
    def digest(self) -> str:
        """Names these sources and the shipped flows they go with: 16 hexadecimal digits."""
        mixed = hashlib.sha256()
        for group in (self.flows, self.tables, self.grammars, self.catalogues, shipped()):
            for name in sorted(group):
                mixed.update(f"{name}\0{group[name]}\0".encode())
        return mixed.hexdigest()[:16]


@cache
def shipped() -> Mapping[str, str]:
    """The flows that come with flowengine: standard words and repairs, callback, survey …"""
    folder = files("flowengine.language") / _SHIPPED
    return {
        file.name: file.read_text("utf-8")
        for file in folder.iterdir()
        if file.name.endswith(".flow")
    }
