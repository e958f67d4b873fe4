"""Versions of flows: publish, roll back, and keep what is served in line with what was published.

The newest publication of a flow is what new conversations begin with, on every node. What becomes
of those that have begun is the publication's policy: `pin` leaves everybody in their version,
`move` takes them to the new one, `divert` takes only those who wait at certain places. A folder
that is watched is one publisher among others, and pins.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowengine.host import bundles
from flowengine.host.parcels import NO_ROADS, Roads
from flowengine.host.planning import UNCHANGED, Places, Plan, own, planned
from flowengine.host.refusal import Refusal
from flowengine.host.resettling import Commit, Moved, Resettling
from flowengine.store.records import Publication
from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flowengine.host.editions import Editions
    from flowengine.host.library import Library
    from flowengine.host.planning import Change
    from flowengine.language.program import Program
    from flowengine.language.project import Sources
    from flowengine.store.records import Conversation
    from flowengine.store.verbs import Store

PIN, MOVE, DIVERT = "pin", "move", "divert"
FOLDER = "folder"  # who published what a watched folder brought

LOOK = 5.0  # seconds between two looks at what others have published

_log = logging.getLogger(__name__)

Read = Callable[[str], bytes | None]
Tell = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done with one flow. `publication` is None where it had been published before."""

    flow: str
    publication: Publication | None
    moved: Moved


class Publishing:
    """`commit` writes the turn of somebody who is moved: the store's own, or that of a host that
    also carries out what the turn asks for."""

    def __init__(
        self,
        library: Library,
        store: Store,
        editions: Editions,
        *,
        clock: Callable[[], float] = time.time,
        commit: Commit | None = None,
        roads: Roads = NO_ROADS,
    ) -> None:
        self.library = library
        self._store = store
        self._editions = editions
        self._clock = clock
        self._commit: Commit = commit or store.commit
        self.roads = roads
        self._seen: dict[str, int] = {}
        self._news = asyncio.Event()

    # ------------------------------------------------------------ by a person

    async def look(
        self, sources: Sources, flows: Iterable[str] = (), divert: Places | None = None
    ) -> Plan:
        """What publishing these sources would mean. Raises Refusal."""
        return await planned(self._store, sources, flows, divert)

    async def publish(
        self,
        plan: Plan,
        *,
        policy: str = PIN,
        by: str = "",
        note: str = "",
        read: Read = lambda _: None,
        tell: Tell = lambda _: None,
    ) -> tuple[Outcome, ...]:
        """Do what the plan says. A flow that is unchanged only has its people moved, as far as that
        was not finished. Raises Refusal `broken`, and then nothing was published.

        `read` gives the content of a file that the flows show, None where it is too large.
        """
        if plan.broken:
            names = ", ".join(one.flow for one in plan.broken)
            raise Refusal("broken", f"There are mistakes in {names}. Mend them first.")
        made = [(one, one.program) for one in plan.changes if one.program is not None]
        for _, program in made:
            await bundles.keep(self._store, program, plan.sources, read)
        return tuple(
            [
                Outcome(
                    change.flow,
                    await self._published(change, program, policy, by, note),
                    await self._resettled(program, policy, plan.places, tell),
                )
                for change, program in made
            ]
        )

    async def _published(
        self, change: Change, program: Program, policy: str, by: str, note: str
    ) -> Publication | None:
        if change.how == UNCHANGED:
            return None
        fresh = Publication(change.flow, 0, program.digest, self._clock(), policy, by, note)
        return await self._publish(fresh)

    async def _publish(self, fresh: Publication) -> Publication:
        """Others are told by the store; who publishes follows at once too."""
        done = await self._store.publish(fresh)
        self.wake()
        return done

    async def _resettled(
        self, program: Program, policy: str, places: Places, tell: Tell = lambda _: None
    ) -> Moved:
        if policy == PIN:
            return Moved()
        resettling = self._resettling(program, own(program, places), only=policy == DIVERT)
        return await resettling.everybody(tell)

    def _resettling(self, program: Program, places: Places, *, only: bool = False) -> Resettling:
        return Resettling(
            self._store,
            self._editions,
            program,
            places,
            only=only,
            commit=self._commit,
            roads=self.roads,
            clock=self._clock,
        )

    async def roll_back(self, flow: str, *, policy: str = PIN, by: str = "") -> Outcome:
        """Publish again what was published before. Raises Refusal `nothing-before`, `stranded`.

        Rolled back twice, it is where it was: this too is a publication.
        """
        newest, *older = await self._store.publications(flow) or (None,)
        before = next((one for one in older if newest and one.digest != newest.digest), None)
        if newest is None or before is None:
            raise Refusal("nothing-before", f"Nothing was published of {flow} before this.")
        program = await self._editions.pinned(flow, before.digest)
        note = f"back to {before.number}"
        publication = await self._publish(
            Publication(flow, 0, before.digest, self._clock(), policy, by, note)
        )
        return Outcome(flow, publication, await self._resettled(program, policy, {}))

    # ------------------------------------------------------------ by a server

    async def begin(self, *, watch: bool) -> bool:
        """At the start: serve each flow of the folder as it was published; True for any change.

        With `watch` the folder goes before what was published. Without it only what was never
        published is taken from there. Without a folder everything is served that was published.
        """
        published = await self._store.published()
        changed = False
        for flow, publication in published.items():
            known = flow in self.library.programs or flow in self.library.broken
            if self.library.path is not None and (watch or not known):
                self._seen[flow] = publication.number
                if not known or flow not in self.library.broken:
                    continue
            changed |= await self._serve(publication)
        await self.take_folder()
        return changed

    async def take_folder(self) -> None:
        """Publish what the folder brought, as far as it is not what was published last."""
        published = await self._store.published()
        for flow, program in self.library.programs.items():
            sources = self.library.sources(program.digest)
            if sources is None or flow in self.library.broken:
                continue
            last = published.get(flow)
            if last is not None and not await self._differs(last, sources, program):
                continue
            await self._editions.keep(program)
            fresh = Publication(flow, 0, program.digest, self._clock(), PIN, FOLDER)
            self._seen[flow] = (await self._store.publish(fresh)).number

    async def _differs(self, last: Publication, sources: Sources, program: Program) -> bool:
        if last.digest == program.digest:
            return False
        bundle = await bundles.found(self._store, last.digest)
        return bundle is None or bundles.differ(bundle.sources, sources, program.parts)

    async def follow(self) -> bool:
        """Serve what others have published meanwhile; True for any change."""
        changed = False
        for flow, publication in (await self._store.published()).items():
            if publication.number > self._seen.get(flow, 0):
                changed |= await self._serve(publication)
        return changed

    async def rescue(self, conversation: Conversation) -> bool:
        """Take somebody whose version is lost to the one that is served; True when they are there.

        It is lost when its sources are, or when a newer flowengine cannot read them any more.
        """
        program = self.library.programs.get(conversation.flow)
        if program is None or program.digest == conversation.digest:
            return False
        await self._editions.keep(program)
        return await self._resettling(program, {}).rescued(conversation.id, conversation.digest)

    async def watch(self, changed: Callable[[], None]) -> None:
        """Follow for ever; `changed` is called after each change of what is served."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK):
                    await self._news.wait()
            self._news.clear()
            try:
                if await self.follow():
                    changed()
            except Exception as error:  # noqa: BLE001 - the next publication may be fit again
                # One of a newer flowengine may be none that this one can read.
                why = error if isinstance(error, StoreError) else type(error).__name__
                _log.warning("what was published could not be read: %s", why)

    def wake(self) -> None:
        """Somebody else may have published something."""
        self._news.set()

    async def _serve(self, publication: Publication) -> bool:
        self._seen[publication.flow] = publication.number
        current = self.library.programs.get(publication.flow)
        if current is not None and current.digest == publication.digest:
            return False
        return await self._editions.adopt(publication.flow, publication.digest)


def places_of(pairs: Iterable[str]) -> Mapping[str, str]:
    """`OLD=NEW` as an operator writes it. Raises Refusal `unknown-place`."""
    found: dict[str, str] = {}
    for pair in pairs:
        old, equals, new = (part.strip() for part in pair.partition("="))
        if not (old and equals and new):
            raise Refusal("unknown-place", f"Write {pair} as OLD=NEW, two places of the flow.")
        found[old] = new
    return found
