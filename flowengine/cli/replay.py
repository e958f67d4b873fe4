"""`flowengine replay`: recorded conversations happen again in changed flows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowengine.cli.beside import beside, store_argument
from flowengine.cli.counting import many
from flowengine.cli.refusal import Refusal

if TYPE_CHECKING:
    from argparse import Namespace
    from collections import Counter

    from flowengine.host.editions import Editions
    from flowengine.host.replay import Entry, Findings
    from flowengine.language.program import Program
    from flowengine.language.project import Sources
    from flowengine.store.verbs import Store

LOST = "lost"  # the version it began with cannot be had any more
_STATES = {
    "hides": "happened again only up to something that is hidden in the record",
    "moved": "happened again only up to where the person was moved to another version",
    "incomplete": "happened again only as far as there is a record",
    LOST: "could not happen again: their version is lost",
}


def register(commands: Any) -> None:
    command = commands.add_parser(
        "replay",
        help="let recorded conversations happen again in changed flows, and list what differs",
        description="Lists every difference in what the bot would have said. Nobody is told"
        " anything, and nothing is written.",
    )
    command.add_argument(
        "--against", type=Path, required=True, metavar="DIR", help="the folder of changed flows"
    )
    command.add_argument(
        "--last", type=int, default=1000, metavar="N", help="so many conversations of each flow"
    )
    command.add_argument(
        "--flow", action="append", default=[], metavar="NAME", help="only this one; again for more"
    )
    store_argument(command)
    command.set_defaults(run=run)


def run(chosen: Namespace) -> int:
    """1 where anything differs. Raises Refusal."""
    if not chosen.against.is_dir():
        raise Refusal(f"There is no folder {chosen.against}. Name the folder of changed flows.")
    if chosen.last < 1:
        raise Refusal("Name how many conversations, for example --last 1000.")
    return beside(chosen.store, lambda store: _replay(store, chosen))


async def _replay(store: Store, chosen: Namespace) -> int:
    from flowengine.host.editions import Editions
    from flowengine.host.library import Library, read_folder

    sources = read_folder(chosen.against)
    editions = Editions(Library(None), store)
    flows = chosen.flow or sorted(
        name.removesuffix(".flow") for name in sources.flows if name != "project.flow"
    )
    found = [await _flow(store, editions, sources, flow, chosen.last) for flow in flows]
    return int(any(found))


async def _flow(store: Store, editions: Editions, sources: Sources, flow: str, last: int) -> bool:
    """True where anything differs."""
    from collections import Counter

    from flowengine.cli.progress import counted
    from flowengine.host.recordings import recording
    from flowengine.host.refusal import Refusal as Stranded
    from flowengine.host.replay import Findings, compared

    program = _changed(sources, flow)
    findings, states, turns = Findings(), Counter[str](), 0
    with counted(f"{flow}: {{}} conversations so far") as told:
        for number, one in enumerate(await store.recorded(flow, last), 1):
            recorded = recording(one, await store.traces(one.id))
            try:
                old = await editions.pinned(flow, recorded.digest)
            except Stranded:
                states[LOST] += 1
                continue
            findings.add(one.id, compared(recorded, old, program))
            states[recorded.state] += 1
            turns += len(recorded.events)
            told(number)
    _tell(flow, findings, states, turns)
    return bool(findings.entries)


def _changed(sources: Sources, flow: str) -> Program:
    from flowengine.language.compile import compile_flow

    if f"{flow}.flow" not in sources.flows:
        raise Refusal(f"There is no flow {flow} in that folder.")
    program = compile_flow(sources, flow).program
    if program is None:
        raise Refusal(f"{flow} has mistakes: `flowengine check` shows them. Mend them first.")
    return program


def _tell(flow: str, findings: Findings, states: Counter[str], turns: int) -> None:
    entries = findings.entries
    found = "no difference" if not entries else f"differences: {len(entries)}"
    talks = many(states.total(), "conversation")
    print(f"{flow}: {found} in {talks} with {many(turns, 'turn')}")
    for state, words in _STATES.items():
        if states[state]:
            print(f"  {states[state]:,} of them {words}.")
    for number, entry in enumerate(entries, 1):
        _tell_entry(number, entry, flow)


def _tell_entry(number: int, entry: Entry, flow: str) -> None:
    one = entry.example
    place = one.place.removeprefix(f"{flow}.") or "the start"
    people = f"{len(entry.keys):,} conversation{'s' if len(entry.keys) > 1 else ''}"
    print(f"{number}. {_KINDS[one.kind]} at {place}, in {people} ({entry.times:,} times)")
    for word, text in (("was", one.before), ("now", one.after)):
        print(
            f"   {word}: {text.replace(chr(10), chr(10) + '        ')}" if text else f"   {word}: –"
        )
    print(f"   first in conversation {entry.key}")


_KINDS = {
    "said": "Says something else",
    "elsewhere": "Goes elsewhere",
    "ends": "Ends otherwise",
    "fault": "Has a fault",
}
