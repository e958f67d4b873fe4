"""A transcript together with the flow it is about, ready to be played."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flowengine.authoring import report
from flowengine.authoring.transcript import Mistake, Test, Transcript
from flowengine.authoring.transcript_play import Failure, Mouth, Trace, play
from flowengine.authoring.transcript_read import read
from flowengine.host.library import read_folder
from flowengine.language.compile import Compiled, compile_flow
from flowengine.language.diagnostics import Severity
from flowengine.language.project import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

    from flowengine.language.program import Program
    from flowengine.language.project import Sources

_NAMED = re.compile(r"^flow\s+(\w+)", re.IGNORECASE | re.MULTILINE)


class Projects:
    """Folders read and flows compiled, each once."""

    def __init__(self) -> None:
        self._sources: dict[Path, Sources] = {}
        self._compiled: dict[tuple[Path, str], Compiled] = {}

    def sources(self, folder: Path) -> Sources:
        """Raises NotADirectoryError where there is no such folder."""
        if folder not in self._sources:
            self._sources[folder] = read_folder(folder)
        return self._sources[folder]

    def compiled(self, folder: Path, flow: str) -> Compiled:
        """The flow of that name in the folder; it must be there."""
        key = folder, flow
        if key not in self._compiled:
            self._compiled[key] = compile_flow(self.sources(folder), flow)
        return self._compiled[key]


@dataclass(slots=True)
class Suite:
    """`program` is None, and `problems` says why, where nothing can be played.

    A transcript with a line that cannot be read still plays its other tests.
    """

    path: Path
    transcript: Transcript
    program: Program | None
    problems: tuple[str, ...]
    trace: Trace = field(default_factory=list)

    def play(self, test: Test, mouth: Mouth | None = None) -> tuple[Failure, ...]:
        """What does not hold; empty where the test passes. ValueError where there is no program.

        With a `mouth` only on the phone.
        """
        if self.program is None:
            raise ValueError(f"{self.path} has no flow that can be played")
        return play(self.program, test, self.trace, mouth)

    def lines(self) -> set[tuple[str, int]]:
        """What can run, under paths; the flows that ship with the engine are left out."""
        return self._placed(self.program.lines) if self.program else set()

    def ran(self) -> set[tuple[str, int]]:
        return self._placed(self.trace)

    def _placed(self, lines: frozenset[tuple[str, int]] | Trace) -> set[tuple[str, int]]:
        folder = self.path.parent
        files = {name for name, _ in lines}
        own = {name: str(folder / name) for name in files if (folder / name).is_file()}
        return {(own[name], line) for name, line in set(lines) if name in own}


def about(path: Path, source: str | None = None) -> str:
    """The flow a transcript is about: named at its top, else by its file.

    `shop.transcript`, `shop.night.transcript` and `shop-night.transcript` are all about `shop`.
    """
    text = path.read_text(encoding="utf-8", errors="replace") if source is None else source
    if named := _NAMED.search(text):
        return named[1].lower()
    stem = path.stem.lower()
    flows = (flow.stem for flow in path.parent.glob("*.flow") if flow.name != PROJECT)
    fitting = [flow for flow in flows if re.match(re.escape(flow.lower()) + r"(?![^\W_])", stem)]
    return max(fitting, key=len, default=stem)


def suite(path: Path, projects: Projects) -> Suite:
    """Reads a transcript and compiles its flow; what goes wrong is in `problems`."""
    source = path.read_text(encoding="utf-8", errors="replace")
    transcript, mistakes = read(source, str(path))
    flow = about(path, source)
    problems = [report.misread(mistake) for mistake in mistakes]
    name = next((one for one in projects.sources(path.parent).flows if _is(one, flow)), None)
    if name is None:
        problems.append(
            report.misread(
                Mistake(
                    str(path), 1, f"There is no flow “{flow}” beside this transcript.",
                    "Name the transcript like its flow, or write at its top: flow NAME",
                )
            )
        )  # fmt: skip
        return Suite(path, transcript, None, tuple(problems))
    compiled = projects.compiled(path.parent, name.removesuffix(".flow"))
    texts = projects.sources(path.parent).texts
    errors = [one for one in compiled.diagnostics if one.severity is Severity.ERROR]
    problems += [report.drawn(one, texts.get(one.file, "")) for one in errors]
    return Suite(path, transcript, compiled.program, tuple(problems))


def _is(file: str, flow: str) -> bool:
    return file != PROJECT and file.removesuffix(".flow").lower() == flow
