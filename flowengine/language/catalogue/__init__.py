"""Translations that lie beside a flow, as gettext catalogues: `locale/uk/donors.po`.

What a catalogue says becomes variants of the file's own texts, as though its author had written
them below each text; checks, compiler and `show` then know one kind of translation only. An entry
marked fuzzy is stale and left out: the written language is heard until somebody looks at it. It
reads texts, no files, and refuses nothing: what is wrong comes out as diagnostics with the line of
the catalogue.
"""

from __future__ import annotations

from flowengine.language.catalogue.entries import Entry, entries
from flowengine.language.catalogue.po import Catalogue, Written, read_catalogue
from flowengine.language.catalogue.translated import FOLDER, catalogues_of, translated

__all__ = [
    "FOLDER",
    "Catalogue",
    "Entry",
    "Written",
    "catalogues_of",
    "entries",
    "read_catalogue",
    "translated",
]
