"""`flowengine test`: plays transcripts, and says which lines of the flows none of them ran."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowengine.cli import given_models, given_paths
from flowengine.cli.counting import many
from flowengine.cli.progress import watched

if TYPE_CHECKING:
    from argparse import Namespace

    from flowengine.authoring.suite import Suite


def register(commands: Any) -> None:
    command = commands.add_parser(
        "test",
        help="hold the conversations of transcripts",
        description="Plays transcripts on every channel, on make-believe time.",
    )
    command.add_argument("files", nargs="*", type=Path, metavar="FILE", default=[Path()])
    command.add_argument(
        "--coverage", action="store_true", help="list the lines of the flows that were never run"
    )
    command.add_argument(
        "-k", dest="only", metavar="WORDS", default="", help="only tests with these words in them"
    )
    command.add_argument(
        "--spoken",
        action="store_true",
        help="on the phone only: the caller speaks, and is understood by the recogniser",
    )
    given_models.recogniser(command, words="with --spoken: understand by this recogniser")
    given_models.argument(command)
    command.set_defaults(run=run)


def run(chosen: Namespace) -> int:
    """1 where a test failed, or could not be read."""
    from flowengine.authoring.suite import Projects, suite

    begun = time.perf_counter()
    files = given_paths.transcripts(chosen.files)
    projects = Projects()
    suites = [suite(path, projects) for path in files]
    if chosen.spoken:
        from flowengine.cli import spoken_tests
        from flowengine.speech.recognition.here import Here

        recognisers = Here(given_models.folder(chosen), chosen.recogniser)
        return spoken_tests.run(suites, chosen.only, recognisers)
    failed, count = 0, 0
    for one in watched(suites, "Playing", map(str, files)):
        failed += _told_problems(one)
        for test in one.transcript.tests if one.program else ():
            if chosen.only.lower() in test.name.lower():
                count += 1
                failed += _played(one, test)
    if chosen.coverage:
        _tell_coverage(suites)
    tests = many(count, "test")
    took = time.perf_counter() - begun
    print(f"{tests}, {failed} failed" if failed else f"{tests} passed", end=f" ({took:.2f} s)\n")
    return 1 if failed else 0


def _told_problems(one: Suite) -> int:
    for problem in one.problems:
        print(problem, end="\n\n")
    return len(one.problems)


def _played(one: Suite, test: Any) -> int:
    from flowengine.authoring.transcript_report import told

    failures = one.play(test)
    for failure in failures:
        print(told(failure, str(one.path)), end="\n\n")
    return 1 if failures else 0


def _tell_coverage(suites: list[Suite]) -> None:
    from flowengine.authoring.coverage import coverage, ranges

    can_run = {line for one in suites for line in one.lines()}
    ran = {line for one in suites for line in one.ran()}
    for file in coverage(can_run, ran):
        missed = f"   never run: {ranges(file.missed)}" if file.missed else ""
        print(f"{file.file}: {file.percent} % of {file.lines} lines{missed}")
