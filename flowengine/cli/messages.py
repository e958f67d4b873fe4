"""`flowengine messages`: what of a flow is to be translated, and how far the translations are."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowengine.cli import given_paths
from flowengine.cli.refusal import Refusal

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from babel.messages.catalog import Catalog

    from flowengine.authoring.messages.wanted import Wanted
    from flowengine.language.project import Sources


def register(commands: Any) -> None:
    command = commands.add_parser(
        "messages",
        help="give a flow's texts to translators, and check what comes back",
        description="Keeps the translations of flows, gettext catalogues in the folder locale/.",
    )
    deeds = command.add_subparsers(metavar="WHAT", required=True)
    for deed, help_ in (
        ("extract", "write a template for translators"),
        ("update", "bring the catalogues to what the flows say now"),
        ("check", "list what is missing, stale or wrong"),
    ):
        each = deeds.add_parser(deed, help=help_, description=f"{help_.capitalize()}.")
        each.add_argument("files", nargs="*", type=Path, metavar="FLOW", default=[Path()])
        each.add_argument("--language", metavar="LANGUAGE", default="", help="only this one")
        if deed != "check":
            table = "write tables for a spreadsheet" if deed == "extract" else "from such tables"
            each.add_argument("--csv", action="store_true", help=table)
        each.set_defaults(run=run, deed=deed)


def run(chosen: Namespace) -> int:
    """1 where `check` finds anything, or a file could not be read."""
    found = [
        _DEEDS[chosen.deed](folder, sources, wanted, chosen)
        for folder, sources, wanted in _named(chosen)
    ]
    return 1 if any(found) else 0


def _named(chosen: Namespace) -> Iterator[tuple[Path, Sources, Wanted]]:
    """Each flow with its folder; a folder's project.flow goes with its flows."""
    from dataclasses import replace

    from flowengine.authoring.messages.wanted import wanted
    from flowengine.authoring.suite import Projects

    projects, language = Projects(), chosen.language.lower().replace("-", "_")
    for path in _files(chosen.files):
        sources = projects.sources(path.parent)
        found = wanted(sources, path.stem)
        if found is None:
            raise Refusal(f"{path} has mistakes. Mend them first: flowengine check {path}")
        if language:
            found = replace(found, languages=(language,))
        yield path.parent, sources, found


def _files(paths: list[Path]) -> list[Path]:
    single = [path for path in paths if path.name == given_paths.PROJECT and path.is_file()]
    others = [path for path in paths if path not in single]
    shared = [path / given_paths.PROJECT for path in others if path.is_dir()]
    named = given_paths.flows(others) if others else []
    return [*named, *single, *(path for path in shared if path.is_file())]


# ---------------------------------------------------------------- extract


def _extract(folder: Path, sources: Sources, wanted: Wanted, chosen: Namespace) -> bool:
    from flowengine.authoring.messages.po import as_text
    from flowengine.authoring.messages.template import template, template_path

    if chosen.csv:
        found = [_as_table(folder, sources, wanted, one) for one in wanted.languages]
        return any(found)
    made = template(wanted.flow, wanted.entries)
    _write(folder / template_path(wanted.flow), as_text(made))
    return False


def _as_table(folder: Path, sources: Sources, wanted: Wanted, language: str) -> bool:
    from flowengine.authoring.messages import table
    from flowengine.language.catalogue.plurals import Uncountable, examples

    catalog = _brought(sources, wanted, language)
    if catalog is None:
        return True
    if len(catalog):
        try:
            shown = examples(language, catalog.plural_forms)
        except Uncountable as problem:
            return _told(f"{_catalogue(folder, wanted, language)}: {problem}.")
        _write(_table(folder, wanted, language), table.table(catalog, shown))
    return False


def _catalogue(folder: Path, wanted: Wanted, language: str) -> Path:
    from flowengine.authoring.messages.template import catalogue_path

    return folder / catalogue_path(wanted.flow, language)


def _table(folder: Path, wanted: Wanted, language: str) -> Path:
    return _catalogue(folder, wanted, language).with_suffix(".csv")


# ---------------------------------------------------------------- update


def _update(folder: Path, sources: Sources, wanted: Wanted, chosen: Namespace) -> bool:
    found = [_updated(folder, sources, wanted, one, chosen.csv) for one in wanted.languages]
    return any(found)


def _updated(folder: Path, sources: Sources, wanted: Wanted, language: str, csv: bool) -> bool:
    """True where something could not be read."""
    from flowengine.authoring.messages import table
    from flowengine.authoring.messages.po import as_text

    catalog = _brought(sources, wanted, language)
    if catalog is None:
        return True
    path = _table(folder, wanted, language)
    if csv and path.is_file():
        try:
            lost = table.take(catalog, path.read_text("utf-8-sig"))
        except (table.NoTable, UnicodeDecodeError) as problem:
            return _told(f"{path}: {problem}")
        for sentence in lost:
            _told(f"{path}: {sentence}")
    elif csv:
        return _told(f"{path} is not there. Make it: flowengine messages extract --csv")
    if len(catalog) or catalog.obsolete:
        _write(_catalogue(folder, wanted, language), as_text(catalog))
    return False


def _brought(sources: Sources, wanted: Wanted, language: str) -> Catalog | None:
    """The catalogue with what the flow says now; None where it cannot be read, which is told."""
    from flowengine.authoring import report
    from flowengine.authoring.messages.po import Unreadable, opened
    from flowengine.authoring.messages.template import catalogue_path, template
    from flowengine.authoring.messages.update import updated
    from flowengine.language.catalogue import read_catalogue

    path = catalogue_path(wanted.flow, language)
    try:
        made = template(wanted.flow, wanted.entries_in(language), language)
        if path not in sources.catalogues:
            return made
        _, mistakes = read_catalogue(sources.catalogues[path], path, language)
        if mistakes:
            print(report.human(mistakes, sources.catalogues), file=sys.stderr)
            return None
        return updated(opened(sources.catalogues[path], language), made)
    except Unreadable as problem:
        raise Refusal(f"{path}: {problem}") from problem


# ---------------------------------------------------------------- check


def _check(folder: Path, sources: Sources, wanted: Wanted, _: Namespace) -> bool:
    """Each finding begins with a file, which is named as the person named its folder."""
    from flowengine.authoring.messages.check import findings

    found = list(findings(sources, wanted))
    for one in found:
        print(one if folder == Path() else f"{folder}/{one}")
    if not found:
        listed = ", ".join(wanted.languages)
        print(f"{wanted.flow}: all is translated" + (f" ({listed})." if listed else "."))
    return bool(found)


def _write(path: Path, text: str) -> None:
    """Only where something but a date has changed."""
    from flowengine.authoring.messages.po import same

    old = path.read_bytes().decode("utf-8", "replace") if path.is_file() else None
    if old is not None and same(old, text):
        print(f"{path} is as it should be")
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
    print(path)


def _told(sentence: str) -> bool:
    print(sentence, file=sys.stderr)
    return True


_DEEDS = {"extract": _extract, "update": _update, "check": _check}
