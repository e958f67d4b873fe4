"""The program a conversation began with: from memory, from the library, or compiled again.

Sources are kept in the store under the program's digest, so that neither an edit nor a restart
changes what somebody is in the middle of.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import TYPE_CHECKING

from flowengine.host import bundles
from flowengine.host.refusal import Refusal
from flowengine.language.compile import compile_flow

if TYPE_CHECKING:
    from flowengine.host.library import Library
    from flowengine.language.program import Program
    from flowengine.store.verbs import Store

KEPT = 32  # older programs in memory; each is a few hundred kilobytes


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
        await self.keep(program)
        return program

    async def keep(self, program: Program) -> None:
        """Its sources are in the store when this returns."""
        sources = self.library.sources(program.digest)
        if self._stored.get(program.name) != program.digest and sources is not None:
            await bundles.keep(self._store, program, sources, self.library.content)
            self._stored[program.name] = program.digest

    async def adopt(self, flow: str, digest: str) -> bool:
        """New conversations begin with this version; False where it is lost, or broken by now."""
        bundle = await bundles.found(self._store, digest)
        if bundle is None:
            return False
        files = await bundles.contents(self._store, bundle)
        return await asyncio.to_thread(self.library.adopt, flow, bundle.sources, files)

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
        bundle = await bundles.found(self._store, digest)
        if bundle is not None:
            compiled = await asyncio.to_thread(compile_flow, bundle.sources, flow)
            if compiled.program is not None:
                return compiled.program
        raise Refusal("stranded", "This conversation cannot go on. Please start again.")
