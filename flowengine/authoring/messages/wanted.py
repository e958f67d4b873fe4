"""What of a flow has to be translated, and into which languages, by what the flow itself says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flowengine.language.catalogue import Entry, entries
from flowengine.language.compile import scope_of
from flowengine.language.compile.files import parsed

if TYPE_CHECKING:
    from flowengine.language.project import Sources


@dataclass(frozen=True, slots=True)
class Wanted:
    """`languages` are those the flow speaks besides the one it is written in."""

    flow: str
    entries: tuple[Entry, ...]
    languages: tuple[str, ...]

    def entries_in(self, language: str) -> tuple[Entry, ...]:
        """All that the flow itself does not have in this language."""
        return tuple(entry for entry in self.entries if language not in entry.there)


def wanted(sources: Sources, flow: str) -> Wanted | None:
    """None where the flow does not parse, which `flowengine check` tells."""
    file = parsed(sources.flows[f"{flow}.flow"], f"{flow}.flow")[0]
    if file is None:
        return None
    scope = scope_of(replace(sources, catalogues={}), flow)
    others = tuple(name for name in scope.languages if name != scope.written_in)
    return Wanted(flow, entries(file), others)
