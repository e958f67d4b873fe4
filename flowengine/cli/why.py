"""`flowengine why`: what happened to somebody who was handed over, and while they wait, why."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowengine.cli.beside import beside, store_argument
from flowengine.cli.refusal import Refusal

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping

    from flowengine.desk.items import Item
    from flowengine.desk.log import Entry
    from flowengine.host.desk.terms import Terms
    from flowengine.store.verbs import Store


def register(commands: Any) -> None:
    command = commands.add_parser(
        "why",
        help="say what happened to a person at the desk, and why they wait",
        description="Tells an item's way through the desk from its log; while it waits, who could"
        " take it and why each of the others does not.",
    )
    command.add_argument("item", metavar="ITEM", help="its id, or that of its conversation")
    command.add_argument(
        "--flows", type=Path, metavar="FOLDER", help="whose terms count: levels, rings, overflow"
    )
    store_argument(command)
    command.set_defaults(run=run)


def run(chosen: Namespace) -> int:
    """Raises Refusal."""
    known = terms(chosen.flows) if chosen.flows else {}
    return beside(chosen.store, lambda store: _why(store, chosen.item, known))


def terms(folder: Path) -> dict[str, Terms]:
    from flowengine.host.desk.terms import gathered
    from flowengine.host.library import read_folder
    from flowengine.language.compile import compile_flow

    if not folder.is_dir():
        raise Refusal(f"There is no folder {folder}. Name the folder of the flows.")
    sources = read_folder(folder)
    names = [name.removesuffix(".flow") for name in sources.flows if name != "project.flow"]
    made = [(name, compile_flow(sources, name).program) for name in names]
    for name, program in made:
        if program is None:
            raise Refusal(f"{name} has mistakes: `flowengine check` shows them. Mend them first.")
    return gathered(program for _, program in made if program is not None)


async def _why(store: Store, key: str, terms: Mapping[str, Terms]) -> int:
    found = await store.item(key)
    items = (found,) if found else await store.items(conversation=key)
    if not items:
        raise Refusal(f"There is no item {key}. The board and the console show ids.")
    shown = {user.id: user.shown for user in await store.users()}
    for item in items:
        await _one(store, item, shown)
        await _live(store, item, terms, shown)
    return 0


async def _one(store: Store, item: Item, shown: Mapping[str, str]) -> None:
    from flowengine.desk.items import PRIORITIES

    priority = next(name for name, level in PRIORITIES.items() if level == item.priority)
    print(f"{item.id}: {item.kind} in {item.queue}, {item.state}, priority {priority}")
    for entry in await store.entries(item=item.id):
        since = f"+{max(entry.at - item.joined, 0.0):.0f} s"
        print(f"  {since:>9}  {_words(entry, shown)}")


def _words(entry: Entry, shown: Mapping[str, str]) -> str:
    from flowengine.desk import log, routing

    who = shown.get(entry.agent, entry.agent)
    body = dict(entry.body)
    if entry.kind == log.OFFERED:
        return f"offered to {who}: {routing.sentence(body.get('why') or {})}"
    for name in ("to_agent", "by", "agent"):
        if body.get(name):
            body[name] = shown.get(body[name], body[name])
    figures = ", ".join(f"{name} {_value(value)}" for name, value in body.items() if value != "")
    return " ".join(part for part in (entry.kind, who, f"({figures})" if figures else "") if part)


def _value(value: object) -> str:
    return f"{value:.0f}" if isinstance(value, float) else str(value)


async def _live(
    store: Store, item: Item, terms: Mapping[str, Terms], shown: Mapping[str, str]
) -> None:
    """Why it still waits; nothing where it does not."""
    from flowengine.desk import routing
    from flowengine.desk.items import WAITING
    from flowengine.host.desk.picture import taken

    if item.state != WAITING:
        return
    picture = await taken(store, time.time(), terms)
    decision = routing.explain(item, picture.agents, picture.queues, picture.now, picture.items)
    print("Now:")
    for sentence in decision.words:
        print(f"  {sentence}")
    for one in decision.candidates:
        print(f"  {shown.get(one.agent, one.agent)}: {_reason(one.words, chosen=one.chosen)}")


def _reason(words: str, *, chosen: bool) -> str:
    return f"is next to be asked: {words}" if chosen else words
