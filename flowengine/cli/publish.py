"""`flowengine publish`: a folder's flows become what new conversations begin with."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowengine.cli.beside import beside, store_argument
from flowengine.cli.counting import many
from flowengine.cli.refusal import Refusal

if TYPE_CHECKING:
    from argparse import Namespace

    from flowengine.host.library import Library
    from flowengine.host.planning import Change, Plan, Waiters
    from flowengine.host.publishing import Outcome
    from flowengine.store.verbs import Store


def register(commands: Any) -> None:
    command = commands.add_parser(
        "publish",
        help="publish the flows of a folder, and say what becomes of people in older versions",
        description="New conversations begin with what was published last. People who are in the"
        " middle of an older version stay in it, unless you say otherwise.",
    )
    command.add_argument("folder", type=Path, metavar="FOLDER")
    command.add_argument(
        "--flow", action="append", default=[], metavar="NAME", help="only this one; again for more"
    )
    command.add_argument(
        "--dry-run", action="store_true", help="only say what would change, and publish nothing"
    )
    policy = command.add_mutually_exclusive_group()
    policy.add_argument(
        "--pin", action="store_true", help="everybody ends in the version they began with (usual)"
    )
    policy.add_argument(
        "--move", action="store_true", help="people go on in the new version where they are"
    )
    command.add_argument(
        "--divert",
        action="append",
        default=[],
        metavar="OLD=NEW",
        help="whoever waits in the step OLD goes on at the step NEW; again for more",
    )
    command.add_argument("--note", default="", metavar="TEXT", help="why, for the list of versions")
    command.add_argument("--yes", action="store_true", help="do not ask")
    store_argument(command)
    command.set_defaults(run=run)


def run(chosen: Namespace) -> int:
    """1 where nothing was published: a flow has mistakes, or the answer was no."""
    if not chosen.folder.is_dir():
        raise Refusal(f"There is no folder {chosen.folder}. Name the folder of your flows.")
    if chosen.pin and chosen.divert:
        raise Refusal("--pin leaves everybody where they are, and --divert does not. Take one.")
    return beside(chosen.store, lambda store: _publish(store, chosen), first=not chosen.dry_run)


async def _publish(store: Store, chosen: Namespace) -> int:
    from flowengine.cli.progress import counted
    from flowengine.host.editions import Editions
    from flowengine.host.library import Library, read_folder
    from flowengine.host.publishing import Publishing, places_of

    library = Library(chosen.folder)
    publishing = Publishing(library, store, Editions(library, store))
    plan = await publishing.look(read_folder(chosen.folder), chosen.flow, places_of(chosen.divert))
    policy = _policy(chosen)
    _tell(plan, policy)
    if plan.broken:
        return _broken(plan)
    _tell_large(library, plan)
    if chosen.dry_run:
        return 0
    if not chosen.yes and not _agreed(plan, policy):
        print("Nothing was published.")
        return 1
    with counted("Moving, {} conversations so far") as told:
        done = await publishing.publish(
            plan, policy=policy, by=who(), note=chosen.note, read=library.content, tell=told
        )
    for one in done:
        tell_outcome(one)
    return 0


def _policy(chosen: Namespace) -> str:
    from flowengine.host.publishing import DIVERT, MOVE, PIN

    return MOVE if chosen.move else DIVERT if chosen.divert else PIN


def who() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a service without an account
        return ""


# ------------------------------------------------------------ before


def _tell(plan: Plan, policy: str) -> None:
    for change in plan.changes:
        since = f", published as {change.before.number}" if change.before else ""
        print(f"{change.flow}: {change.how}{since}")
        _tell_waiters(change, policy)


def _tell_waiters(change: Change, policy: str) -> None:
    """Whoever is in an older version, and what becomes of them."""
    from flowengine.host.publishing import MOVE, PIN

    if not change.waiters:
        return
    people = sum(one.count for one in change.waiters)
    gone = sum(one.count for one in change.uprooted)
    print(f"  {_people(people)} in the middle of an older version.")
    for one in change.uprooted:
        print(f"  {_people(one.count)} at {_here(one.place, change.flow)}: {_then(one, change)}")
    if policy == PIN:
        print("  They stay in their version until they end. (--move takes them to this one.)")
    elif policy == MOVE and people > gone:
        print(f"  {_people(people - gone)} where this version has the same place: they stay there.")


def _people(count: int) -> str:
    return many(count, "person is", "people are")


def _here(place: str, flow: str) -> str:
    return place.removeprefix(f"{flow}.")


def _then(one: Waiters, change: Change) -> str:
    from flowengine.runtime.goals import LOST, MOVED

    if one.goal.how == LOST:
        return "gone in this version. Moved, they would hear `on lost` and go on at the main menu."
    why = "which moved to" if one.goal.how == MOVED else "to go on at"
    return f"{why} {_here(one.goal.place, change.flow)}."


def _broken(plan: Plan) -> int:
    from flowengine.authoring import report

    found = [one for change in plan.broken for one in change.broken]
    print(report.human(tuple(dict.fromkeys(found)), plan.sources.texts), file=sys.stderr)
    print("Nothing was published: mend the mistakes first.", file=sys.stderr)
    return 1


def _tell_large(library: Library, plan: Plan) -> None:
    from flowengine.host.bundles import LARGEST
    from flowengine.host.files import shown

    files = {
        name
        for one in plan.changes
        if one.program is not None
        for name in shown(one.program, plan.sources)
    }
    for name in sorted(files):
        file = library.file(name)
        if file is not None and file.stat().st_size > LARGEST:
            print(f"{name} is larger than 1 MB: only a server with this folder can show it.")


def _agreed(plan: Plan, policy: str) -> bool:
    """Asked only where somebody would lose their place."""
    from flowengine.host.publishing import MOVE

    lost = sum(one.lost for one in plan.changes) if policy == MOVE else 0
    if not lost:
        return True
    if not sys.stdin.isatty():
        print(
            f"{lost} would lose their place. Add --yes, or `moved OLD -> NEW` to the flow,"
            " or --divert OLD=NEW."
        )
        return False
    answer = input(f"{lost} would lose their place. Publish? [y/N] ")
    return answer.strip().lower() in ("y", "yes")


# ------------------------------------------------------------ after


def tell_outcome(one: Outcome) -> None:
    from flowengine.host.resettling import Moved

    if one.publication is not None:
        print(f"{one.flow} is published as {one.publication.number}.")
    moved = one.moved
    if moved == Moved():
        return
    print(
        f"{one.flow}: {moved.told} were told ({moved.lost} of them had lost their place),"
        f" {moved.unnoticed} noticed nothing, {moved.stayed} stayed in their version."
    )
