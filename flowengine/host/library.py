"""The flows that are served: a folder read into sources and compiled; the last good one is kept.

A folder is taken as a whole or not at all: while one file is broken, every flow that needs it goes
on as it was. Conversations that began with an older version are not this module's business
(`flowengine.host.editions` finds theirs by digest).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowengine import assets
from flowengine.grammar.files import SUFFIXES
from flowengine.host.bundles import LARGEST
from flowengine.host.files import shown
from flowengine.language.catalogue import FOLDER
from flowengine.language.compile import compile_flow
from flowengine.language.diagnostics import Diagnostic, Severity
from flowengine.language.project import GRAMMARS, PROJECT, VOICES, Sources
from flowengine.speech.voices.choosing import names

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from flowengine.language.program import Program

_NO_FILES = (f"{GRAMMARS}/", f"{FOLDER}/", f"{VOICES}/")  # what lies there no flow could send
_NOT_SERVED = (".transcript", ".db", ".db-wal", ".db-shm", ".sqlite3")

Stamp = frozenset[tuple[str, int, int]]


def read_folder(path: Path) -> Sources:
    """Everything in a project's folder that a flow may refer to, with the standard grammars.

    Hidden files are left out. A text that is not UTF-8 is read with replacement marks, which the
    parser then shows in their place. Raises NotADirectoryError where there is no such folder.
    """
    if not path.is_dir():
        raise NotADirectoryError(f"There is no folder {path}. Name the folder of your flows.")
    flows: dict[str, str] = {}
    tables: dict[str, str] = {}
    catalogues: dict[str, str] = {}
    files: set[str] = set()
    grammars = _grammars(assets.folder("grammars"))
    grammars.update(_grammars(path / GRAMMARS))
    for file in _visible(path):
        name = file.relative_to(path).as_posix()
        if file.suffix == ".flow" and file.parent == path:
            flows[name] = _text(file)
        elif file.suffix == ".po" and name.startswith(f"{FOLDER}/"):
            catalogues[name] = _text(file)
        elif file.suffix == ".csv" and not name.startswith(_NO_FILES):
            tables[name] = _text(file)
        elif file.suffix not in _NOT_SERVED and not name.startswith(_NO_FILES):
            files.add(name)
    voices = names([path / VOICES])
    return Sources(flows, tables, frozenset(files), grammars, catalogues, voices)


def _visible(path: Path) -> list[Path]:
    return sorted(
        file
        for file in path.rglob("*")
        if file.is_file() and not any(part.startswith(".") for part in file.relative_to(path).parts)
    )


def _grammars(path: Path) -> dict[str, str]:
    return {
        file.relative_to(path).as_posix(): _text(file)
        for file in _visible(path)
        if file.suffix in SUFFIXES
    }


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8-sig", errors="replace")


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at the folder brought. `broken` holds the errors of each flow not taken."""

    changed: bool
    broken: Mapping[str, tuple[Diagnostic, ...]]


class Library:
    """The programs to begin new conversations with, by name; `files` are what they may show.

    `path` is None where there is no folder: then all is what was published. `contents` are files
    that the store had kept, `adopted` flows that are not served as they stand in the folder.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.contents: dict[str, bytes] = {}
        self.adopted: frozenset[str] = frozenset()
        self.programs: dict[str, Program] = {}
        self.broken: dict[str, tuple[Diagnostic, ...]] = {}
        self.files: frozenset[str] = frozenset()
        self._sources: dict[str, Sources] = {}
        self._stamp: Stamp | None = None

    def refresh(self) -> Look:
        """Read the folder again if a file in it has changed; keep what ran where a flow broke."""
        if self.path is None:
            return Look(False, self.broken)
        stamp = _stamp(self.path)
        if stamp == self._stamp:
            return Look(False, self.broken)
        self._take(read_folder(self.path))
        self._stamp = stamp
        return Look(True, self.broken)

    def sources(self, digest: str) -> Sources | None:
        """The sources a program in this library was compiled from."""
        return self._sources.get(digest)

    def file(self, name: str) -> Path | None:
        """Where one of `files` lies; None where that is not in the folder, or there is none."""
        found = self.path / name if self.path is not None else None
        return found if found is not None and found.is_file() else None

    def content(self, name: str) -> bytes | None:
        """One of `files` whose content can be kept elsewhere; None for one that is too large."""
        file = self.file(name)
        if file is None:
            return self.contents.get(name)
        return file.read_bytes() if file.stat().st_size <= LARGEST else None

    def adopt(
        self, name: str, sources: Sources, contents: Mapping[str, bytes] | None = None
    ) -> bool:
        """Serve `name` from these sources until its file changes; False when they are broken.

        `contents` are files that may not lie in the folder.
        """
        program = compile_flow(sources, name).program
        if program is not None:
            self.contents = {**self.contents, **(contents or {})}
            self.adopted |= {name}
            self._sources = {**self._sources, program.digest: sources}
            self.programs = {**self.programs, name: program}
            self.files |= shown(program, sources)
        return program is not None

    def _take(self, sources: Sources) -> None:
        programs: dict[str, Program] = {}
        broken: dict[str, tuple[Diagnostic, ...]] = {}
        kept: dict[str, Sources] = {}
        for name in _entries(sources):
            compiled = compile_flow(sources, name)
            program = compiled.program
            if program is None:
                broken[name] = _errors(compiled.diagnostics)
                program = self.programs.get(name)
                if program is None:
                    continue
                kept[program.digest] = self._sources[program.digest]
            else:
                kept[program.digest] = sources
            programs[name] = program
        self.programs, self.broken, self._sources = programs, broken, kept
        self.adopted &= broken.keys()
        # Of a flow that broke, what its last good edition names.
        self.files = frozenset().union(*(shown(one, kept[one.digest]) for one in programs.values()))


def _entries(sources: Sources) -> list[str]:
    return sorted(name.removesuffix(".flow") for name in sources.flows if name != PROJECT)


def _errors(diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    return tuple(one for one in diagnostics if one.severity is Severity.ERROR)


def _stamp(path: Path) -> Stamp:
    marks = []
    for file in _visible(path):
        about = file.stat()
        marks.append((file.as_posix(), about.st_mtime_ns, about.st_size))
    return frozenset(marks)
