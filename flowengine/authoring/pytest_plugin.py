"""pytest's way in: collects the `.transcript` files beside the flows as tests, one item a test.

It holds hooks only; how a transcript is read and played stands in modules of its own, which are
imported when there is one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flowengine.authoring.suite import Suite
    from flowengine.authoring.transcript import Test

PROJECTS = pytest.StashKey[Any]()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> TranscriptFile | None:
    if file_path.suffix != ".transcript":
        return None
    collected: TranscriptFile = TranscriptFile.from_parent(parent, path=file_path)
    return collected


class Unheld(Exception):
    """What a transcript expects does not happen; the text says where and what does."""


class TranscriptFile(pytest.File):
    """A transcript. One that cannot be read is a single failing item that says why."""

    def collect(self) -> Iterator[pytest.Item]:
        from flowengine.authoring.suite import Projects, suite

        projects = self.config.stash.setdefault(PROJECTS, Projects())
        found = suite(self.path, projects)
        if found.problems:
            yield Unreadable.from_parent(self, name="can be read", problems=found.problems)
        for test in found.transcript.tests if found.program else ():
            yield TranscriptTest.from_parent(self, name=test.name, suite=found, test=test)


class Unreadable(pytest.Item):
    def __init__(self, *, problems: tuple[str, ...], **rest: Any) -> None:
        super().__init__(**rest)
        self.problems = problems

    def runtest(self) -> None:
        raise Unheld("\n\n".join(self.problems))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str:  # noqa: ARG002
        return str(excinfo.value)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, 0, self.name


class TranscriptTest(pytest.Item):
    def __init__(self, *, suite: Suite, test: Test, **rest: Any) -> None:
        super().__init__(**rest)
        self.suite = suite
        self.test = test

    def runtest(self) -> None:
        from flowengine.authoring.transcript_report import told

        failures = self.suite.play(self.test)
        if failures:
            raise Unheld("\n\n".join(told(failure, self.path.name) for failure in failures))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:  # noqa: ARG002
        if isinstance(excinfo.value, Unheld):
            return str(excinfo.value)
        return super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, self.test.line - 1, self.name
