"""`flowengine contact`: one person as the store knows them; found, shown, exported, erased, merged.

It works beside a running server. Whoever uses it is written down as `command line`.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowengine.cli.beside import beside, store_argument
from flowengine.cli.refusal import Refusal

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Awaitable, Callable

    from flowengine.store.records import Known
    from flowengine.store.verbs import Store

    _Work = Callable[[Store, Namespace], Awaitable[int]]

MOST = 50  # contacts of one list
WHO = "command line"


def register(commands: Any) -> None:
    command = commands.add_parser(
        "contact",
        help="find, show, export, erase, merge and part people",
        description="Contacts are people, with all their addresses and conversations.",
    )
    deeds = command.add_subparsers(metavar="WHAT", required=True)
    one = _deed(deeds, "find", "list contacts with a text in an address, value or tag", _find)
    one.add_argument("text", metavar="TEXT")
    _of_one(deeds, "show", "say what is known of a contact", _show)
    one = _of_one(deeds, "export", "write all that is kept of a contact to a file", _export)
    one.add_argument("file", type=Path, metavar="FILE", help="a new file, JSON")
    one = _of_one(deeds, "erase", "delete a contact with all conversations, for good", _erase)
    one.add_argument("--yes", action="store_true", help="do not ask")
    one = _of_one(deeds, "merge", "let one contact stand for another too", _merge)
    one.add_argument("into", metavar="INTO", help="the id of the contact that stands for both")
    _of_one(deeds, "part", "take a merge back", _part)


def _of_one(deeds: Any, name: str, help_: str, work: _Work) -> Any:
    made = _deed(deeds, name, help_, work)
    made.add_argument("id", metavar="ID", help="as `flowengine contact find` shows it")
    return made


def _deed(deeds: Any, name: str, help_: str, work: _Work) -> Any:
    made = deeds.add_parser(name, help=help_, description=f"{help_.capitalize()}.")
    store_argument(made)
    made.set_defaults(run=lambda chosen: _run(chosen, work))
    return made


def _run(chosen: Namespace, work: _Work) -> int:
    return beside(chosen.store, lambda store: work(store, chosen))


async def _find(store: Store, chosen: Namespace) -> int:
    """1 where there is nobody."""
    found = await store.contacts(chosen.text, limit=MOST)
    for one in found:
        addresses = ", ".join(f"{each.gateway} {each.address}" for each in one.identities)
        print(f"{one.contact.id}  {addresses or 'no address'}")
    print(f"{len(found)} found." if found else "Nobody is known by that.", file=sys.stderr)
    return 0 if found else 1


async def _show(store: Store, chosen: Namespace) -> int:
    known = await _known(store, chosen.id)
    talks = await store.search(contact=known.contact.id)
    lines = [f"contact {known.contact.id}"]
    lines += [f"  address    {each.gateway} {each.address}" for each in known.identities]
    lines += [f"  {each.name} = {each.value}" for each in known.attributes]
    lines += [f"  tag        {tag}" for tag in known.tags]
    lines += [
        f"  consent    {each.purpose} on {each.channel}: {'yes' if each.given else 'no'}"
        for each in known.consents
    ]
    lines += [f"  merged     {each.id}" for each in known.merged]
    lines += [f"  talked     {each.id}, {each.flow} on {each.channel}" for each in talks]
    print("\n".join(lines))
    return 0


async def _export(store: Store, chosen: Namespace) -> int:
    from flowengine.config import recording_key
    from flowengine.host.calls.recordings import Recordings
    from flowengine.host.disclosure import disclosed

    try:
        recordings = Recordings(recording_key(os.environ))
    except ValueError as error:
        raise Refusal(str(error)) from error
    known = await _known(store, chosen.id)
    body = await disclosed(store, known, files=True, recordings=recordings)
    try:
        with chosen.file.open("xb") as file:
            chosen.file.chmod(0o600)
            file.write(body)
    except OSError as error:
        raise Refusal(f"{chosen.file} cannot be written ({error.strerror}).") from error
    await _note(store, "exported the contact", known.contact.id)
    print(f"Everything about {known.contact.id} is in {chosen.file}.", file=sys.stderr)
    return 0


async def _erase(store: Store, chosen: Namespace) -> int:
    """The receipt goes to the output, so that it can be kept."""
    from flowengine.host.contacts import Contacts
    from flowengine.host.pseudonyms import NOBODY_HIDDEN

    known = await _known(store, chosen.id)
    if not chosen.yes and not _sure(f"Delete {known.contact.id} with all conversations?"):
        print("Nothing was deleted. Answer y in a terminal, or add --yes.", file=sys.stderr)
        return 1
    receipt = await Contacts(store, NOBODY_HIDDEN).erase(known.contact.id, time.time())
    await _note(store, "erased a contact", "")
    print(json.dumps(receipt, indent=2))
    return 0


def _sure(question: str) -> bool:
    return sys.stdin.isatty() and input(f"{question} [y/N] ").strip().lower() in ("y", "yes")


async def _merge(store: Store, chosen: Namespace) -> int:
    one, other = await _known(store, chosen.id), await _known(store, chosen.into)
    if not await store.merge(chosen.id, other.contact.id):
        raise Refusal("One of them is merged already, or they are the same contact.")
    await _note(store, f"merged into {other.contact.id}", one.contact.id)
    print(f"{other.contact.id} stands for {chosen.id} too. `part` takes it back.", file=sys.stderr)
    return 0


async def _part(store: Store, chosen: Namespace) -> int:
    if not await store.part(chosen.id):
        raise Refusal("This contact is not merged into another.")
    await _note(store, "parted the contact", chosen.id)
    print(f"{chosen.id} stands for itself again.", file=sys.stderr)
    return 0


async def _known(store: Store, contact: str) -> Known:
    found = await store.known(contact)
    if found is None:
        raise Refusal("There is no such contact. Find one with: flowengine contact find TEXT")
    return found


async def _note(store: Store, what: str, contact: str) -> None:
    from flowengine.store.records import Audit

    await store.note(Audit(time.time(), WHO, what, f"contact/{contact}" if contact else ""))
