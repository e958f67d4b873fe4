"""What publishing would do, told before it is done: which flows change, and who waits where.

It reads, and decides nothing: a plan is for a person to look at.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowengine.host import bundles
from flowengine.host.refusal import Refusal
from flowengine.language.compile import compile_flow
from flowengine.language.diagnostics import Diagnostic, Severity
from flowengine.language.program import Program
from flowengine.language.project import PROJECT, Sources
from flowengine.runtime.goals import KEPT, LOST, Goal, goal
from flowengine.store.records import Publication

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flowengine.store.verbs import Store

NEW, CHANGED, UNCHANGED, BROKEN = "new", "changed", "unchanged", "broken"
Places = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Waiters:
    """So many open conversations of an older version wait at `place`; `goal` is where it leads."""

    place: str
    count: int
    goal: Goal


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one flow since it was published. `program` is None where it is broken.

    `before` is its newest publication, `waiters` are people in older versions, most first.
    """

    flow: str
    how: str
    program: Program | None
    broken: tuple[Diagnostic, ...] = ()
    before: Publication | None = None
    waiters: tuple[Waiters, ...] = ()

    @property
    def uprooted(self) -> tuple[Waiters, ...]:
        """Those whose place has not the same name any more."""
        return tuple(one for one in self.waiters if one.goal.how != KEPT)

    @property
    def lost(self) -> int:
        """How many people would be told that their place is gone."""
        return sum(one.count for one in self.waiters if one.goal.how == LOST)


@dataclass(frozen=True, slots=True)
class Plan:
    """`places` are diverted: old block to new one, with the names of their flows."""

    sources: Sources
    changes: tuple[Change, ...]
    places: Places

    @property
    def broken(self) -> tuple[Change, ...]:
        return tuple(one for one in self.changes if one.how == BROKEN)


async def planned(
    store: Store, sources: Sources, flows: Iterable[str] = (), divert: Places | None = None
) -> Plan:
    """What it would mean to publish these sources; of all their flows where none is named.

    `divert` has places as an author writes them. Raises Refusal `unknown-flow`, `unknown-place`.
    """
    known = sorted(name.removesuffix(".flow") for name in sources.flows if name != PROJECT)
    wanted = list(flows) or known
    for flow in wanted:
        if flow not in known:
            raise Refusal("unknown-flow", f"There is no flow {flow} in this folder.")
    published = await store.published()
    programs = {flow: await asyncio.to_thread(compile_flow, sources, flow) for flow in wanted}
    places = _places([one.program for one in programs.values() if one.program], divert or {})
    return Plan(
        sources,
        tuple(
            [
                await _change(store, sources, flow, found.program, found.diagnostics,
                              published.get(flow), places)
                for flow, found in programs.items()
            ]
        ),
        places,
    )  # fmt: skip


def _places(programs: list[Program], divert: Places) -> Places:
    """With the names of the flows that have the new place."""
    found: dict[str, str] = {}
    for old, new in divert.items():
        owners = [one for one in programs if _block(one, new) in one.blocks]
        if not owners:
            raise Refusal("unknown-place", f"There is no place {new} to send people to.")
        for program in owners:
            found[_block(program, old)] = _block(program, new)
    return found


def _block(program: Program, place: str) -> str:
    """`step`, `step/wait` or `flow.step` as the name of a block."""
    return place if "." in place else f"{program.name}.{place}"


async def _change(
    store: Store,
    sources: Sources,
    flow: str,
    program: Program | None,
    diagnostics: tuple[Diagnostic, ...],
    before: Publication | None,
    places: Places,
) -> Change:
    if program is None:
        errors = tuple(one for one in diagnostics if one.severity is Severity.ERROR)
        return Change(flow, BROKEN, None, errors, before)
    bundle = None if before is None else await bundles.found(store, before.digest)
    if before is None:
        how = NEW
    elif bundle is None or bundles.differ(bundle.sources, sources, program.parts):
        how = CHANGED
    else:
        how = UNCHANGED
    return Change(flow, how, program, (), before, await _waiters(store, program, places))


async def _waiters(store: Store, program: Program, places: Places) -> tuple[Waiters, ...]:
    counts: dict[str, int] = {}
    for one in await store.waiting(program.name):
        if one.digest != program.digest and one.place:
            counts[one.place] = counts.get(one.place, 0) + one.count
    found = (
        Waiters(place, count, goal(program, place, own(program, places)))
        for place, count in counts.items()
    )
    return tuple(sorted(found, key=lambda one: (-one.count, one.place)))


def own(program: Program, places: Places) -> Places:
    """Those of the diverted places that lead somewhere in this program."""
    return {old: new for old, new in places.items() if new in program.blocks}
