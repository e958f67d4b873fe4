"""Which files of a folder of flows a visitor may fetch: those that a flow names, and `files/`.

Such a folder may hold what nobody outside is to read: a draft, a list of shifts, a photo of
somebody. A name counts where it stands whole between quotation marks in a flow, or alone in a cell
of a table that a flow reads. What a conversation puts together cannot be known before; it has to
lie below `files/`. Names only: whether a kind of file is fit for a page is not decided here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.language.project import PROJECT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from flowengine.language.program import Program
    from flowengine.language.project import Sources

OPEN = "files/"


def shown(program: Program, sources: Sources) -> frozenset[str]:
    """Names of files, as `sources.files` has them; `sources` are what `program` is made of."""
    cells = frozenset(_cells(program))
    flows = (f"{part}.flow" for part in program.parts)
    texts = [sources.flows.get(flow, "") for flow in (*flows, PROJECT)]
    return frozenset(
        name
        for name in sources.files
        if name.startswith(OPEN) or name in cells or _is_named(name, texts)
    )


def _cells(program: Program) -> Iterator[str]:
    for table in program.tables.values():
        for row in table:
            yield from row.values()


def _is_named(name: str, texts: Collection[str]) -> bool:
    return any(f'"{name}"' in text or f"'{name}'" in text for text in texts)
