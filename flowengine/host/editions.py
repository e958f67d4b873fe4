"""The program a conversation began with: from memory, from the library, or compiled again.

Sources are kept in the store under the program's digest, so that neither an edit nor a restart
changes what somebody is in the middle of.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import TYPE_CHECKING

import msgspec

from flowengine.host.refusal import Refusal
from flowengine.language.compile import compile_flow
from flowengine.language.project import Sources

if TYPE_CHECKING:
    from flowengine.host.library import Library
    from flowengine.language.program import Program
    from flowengine.store.interface import Store

KEPT = 32  # older programs in memory; each is a few hundred kilobytes


class _Bundle(msgspec.Struct, frozen=True):
    """Sources as they are stored: what a program was compiled from, word for word."""

    flows: dict[str, str]
    tables: dict[str, str]
    files: frozenset[str]
    grammars: dict[str, str]
    catalogues: dict[str, str] = {}


def packed(sources: Sources) -> bytes:
    return msgspec.json.encode(
        _Bundle(
            dict(sources.flows),
            dict(sources.tables),
            sources.files,
            dict(sources.grammars),
            dict(sources.catalogues),
        )
    )


def unpacked(bundle: bytes) -> Sources:
    found = msgspec.json.decode(bundle, type=_Bundle)
    return Sources(found.flows, found.tables, found.files, found.grammars, found.catalogues)


class Editions:
    def __init__(self, library: Library, store: Store) -> None:
        self.library = library
        self._store = store
        self._older: OrderedDict[tuple[str, str], Program] = OrderedDict()
        self._stored: dict[str, str] = {}

    async def newest(self, flow: str) -> Program:
        """What a new conversation begins with; its sources are in the store when this returns.

        Raises Refusal `unknown-flow`.
        """
        program = self.library.programs.get(flow)
        if program is None:
            raise Refusal("unknown-flow", f"No hotline {flow} is served here.")
        sources = self.library.sources(program.digest)
        if self._stored.get(flow) != program.digest and sources is not None:
            kept = self._store.keep_sources(flow, program.digest, packed(sources))
            await asyncio.wrap_future(kept)
            self._stored[flow] = program.digest
        return program

    async def recover(self) -> bool:
        """Serve the last good edition of every flow that is broken at the start; True for any."""
        found = False
        for flow in self.library.broken.keys() - self.library.programs.keys():
            digest = await asyncio.wrap_future(self._store.edition(flow))
            bundle = await asyncio.wrap_future(self._store.sources(digest))
            if bundle is not None:
                found |= await asyncio.to_thread(self.library.adopt, flow, unpacked(bundle))
        return found

    async def pinned(self, flow: str, digest: str) -> Program:
        """The program of a running conversation. Raises Refusal `stranded` when it is lost."""
        current = self.library.programs.get(flow)
        if current is not None and current.digest == digest:
            return current
        program = self._older.get((flow, digest))
        if program is None:
            program = await self._compiled(flow, digest)
        self._older[flow, digest] = program
        self._older.move_to_end((flow, digest))
        while len(self._older) > KEPT:
            self._older.popitem(last=False)
        return program

    async def _compiled(self, flow: str, digest: str) -> Program:
        bundle = await asyncio.wrap_future(self._store.sources(digest))
        if bundle is not None:
            compiled = await asyncio.to_thread(compile_flow, unpacked(bundle), flow)
            if compiled.program is not None:
                return compiled.program
        raise Refusal("stranded", "This conversation cannot go on. Please start again.")
