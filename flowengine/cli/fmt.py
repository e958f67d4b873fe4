"""`flowengine fmt`: flows written in one form."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowengine.cli import given_paths

if TYPE_CHECKING:
    from argparse import Namespace


def register(commands: Any) -> None:
    command = commands.add_parser(
        "fmt",
        help="write flows in one form",
        description="Writes flows in one form: blanks, arrows, quotation marks. Words stay.",
    )
    command.add_argument("files", nargs="*", type=Path, metavar="FILE", default=[Path()])
    command.add_argument("--check", action="store_true", help="only say what would change")
    command.set_defaults(run=run)


def run(chosen: Namespace) -> int:
    """1 where a file has mistakes, or with --check where one would change."""
    outcomes = [_formatted(path, chosen.check) for path in _files(chosen.files)]
    return 1 if any(outcomes) else 0


def _files(paths: list[Path]) -> list[Path]:
    """The flows named, with the project file of each folder that was named."""
    named = given_paths.flows(paths)
    shared = [path / given_paths.PROJECT for path in paths if path.is_dir()]
    return [*named, *(path for path in shared if path.is_file())]


def _formatted(path: Path, only_check: bool) -> bool:
    """True where something is wrong with it."""
    from flowengine.authoring import report
    from flowengine.authoring.format import NotAFlow, format_source

    try:
        source = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        print(f"{path} is not UTF-8. Save it as UTF-8 in your editor.", file=sys.stderr)
        return True
    try:
        formatted = format_source(source)
    except NotAFlow as refused:
        told = [replace(one, file=str(path)) for one in refused.diagnostics]
        print(report.human(told, {str(path): source}), file=sys.stderr)
        return True
    if formatted == source:
        return False
    print(f"{path} would change" if only_check else path)
    if not only_check:
        path.write_text(formatted, encoding="utf-8", newline="\n")
    return only_check
