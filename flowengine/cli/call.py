"""`flowengine call`: a whole call in virtual time, the caller from WAV files and keys."""

from __future__ import annotations

import sys
import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowengine.cli import given_models, given_paths
from flowengine.cli.progress import counted
from flowengine.cli.refusal import Refusal

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable

    from flowengine.authoring.calling import FileCall
    from flowengine.authoring.calling_caller import Act
    from flowengine.language.program import Program

RATES = (8000, 16000)
NONE = "none"  # of the recognisers


def register(commands: Any) -> None:
    command = commands.add_parser(
        "call",
        help="call a flow from sound files and keys",
        description="Runs a whole call in virtual time, with real voices and real recognition. At "
        "each question the caller does the next thing of --say: a WAV file is spoken, anything "
        "else is pressed, - is silence. Prints what was said, heard and pressed, and when.",
    )
    command.add_argument("flow", type=Path, metavar="FLOW")
    command.add_argument(
        "--wav", type=Path, nargs="+", metavar="FILE", default=[], help="spoken one a question"
    )
    command.add_argument(
        "--keys", metavar="KEYS", default="", help='pressed one group a question: "2 3#"'
    )
    command.add_argument(
        "--say", nargs="+", metavar="WHAT", default=[], help="files and keys in their order"
    )
    command.add_argument(
        "--say-at",
        type=float,
        nargs="+",
        metavar="SECONDS",
        default=[],
        help="when, from the beginning of what is heard; else when it has been heard out",
    )
    command.add_argument("--out", type=Path, metavar="FILE", help="write what the caller heard")
    command.add_argument(
        "--record", type=Path, metavar="FILE", help="write both sides: caller left, flow right"
    )
    command.add_argument(
        "--language", "--lang", metavar="LANGUAGE", default="", help="begin in this one"
    )
    command.add_argument("--at", metavar="WHEN", default="", help='such as "2027-03-02 12:00"')
    command.add_argument("--seed", type=int, default=1, help="the same chance every time")
    command.add_argument(
        "--rate", type=int, choices=RATES, default=8000, help="8000 a telephone, 16000 a browser"
    )
    given_models.recogniser(command, NONE, words="this one; `none` for keys only")
    given_models.argument(command)
    command.set_defaults(run=run)


def run(chosen: Namespace) -> int:
    """1 where the flow has mistakes. Raises Refusal for what cannot be read or is not known."""
    from flowengine.authoring import report
    from flowengine.authoring.calling_account import told
    from flowengine.authoring.suite import Projects
    from flowengine.speech.sound.wav import write

    path = given_paths.flow(chosen.flow)
    projects = Projects()
    compiled = projects.compiled(path.parent, path.stem)
    if compiled.program is None:
        print(
            report.human(compiled.diagnostics, projects.sources(path.parent).texts), file=sys.stderr
        )
        return 1
    acts = list(_timed(_acts(chosen), chosen.say_at))
    with ExitStack() as stack:
        call = _call(chosen, compiled.program, path.parent, acts, stack)
        heard = call.run()
    _deaf(chosen, call.talk.session.language)
    for line in told(call.account):
        print(line)
    if chosen.out:
        _write(chosen.out, write(heard))
    if chosen.record:
        _write(chosen.record, call.recording)
    return 0


def _deaf(chosen: Namespace, language: str) -> None:
    """Says why nothing that was spoken is understood: no line of the call can show it."""
    from flowengine.speech.recognition.models import best

    if chosen.recogniser == NONE or not (chosen.wav or chosen.say):
        return
    if best(language, given_models.folder(chosen), chosen.recogniser) is None:
        print(
            f"Nothing here understands “{language}”, so only keys count. See what can be added"
            f" with: flowengine voices list {language}",
            file=sys.stderr,
        )


def _write(file: Path, sound: bytes) -> None:
    try:
        file.write_bytes(sound)
    except OSError as problem:
        raise Refusal(f"{file} cannot be written: {problem.strerror or problem}.") from problem


def _call(
    chosen: Namespace, program: Program, folder: Path, acts: list[Act], stack: ExitStack
) -> FileCall:
    from tempfile import TemporaryDirectory

    from flowengine.authoring import terminal
    from flowengine.authoring.calling import Deserted, FileCall
    from flowengine.authoring.speaker import StudioSpeaker
    from flowengine.speech.recognition.here import Here
    from flowengine.speech.synthesis.studio import Studio

    try:
        who = terminal.person(program, "voice", chosen.language, chosen.seed)
        at = terminal.begins(program, chosen.at, time.time())
    except ValueError as problem:
        raise Refusal(str(problem)) from problem
    studio = Studio(Path(stack.enter_context(TemporaryDirectory())))
    stack.callback(studio.close)
    recognisers = None
    if chosen.recogniser != NONE:
        recognisers = Here(given_models.folder(chosen), chosen.recogniser)
        stack.callback(recognisers.close)
    return FileCall(
        program,
        who,
        at,
        Deserted(),
        acts=acts,
        speaker=StudioSpeaker(studio, program, folder, lambda why: print(why, file=sys.stderr)),
        recognisers=recognisers,
        rate=chosen.rate,
        keep=chosen.record is not None,
        progress=stack.enter_context(counted("Calling: {} s so far")),
    )


def _timed(acts: Iterable[Act], moments: list[float]) -> Iterable[Act]:
    """The first act at the first moment, and so on; those behind the last wait to be asked."""
    from itertools import chain, repeat

    for act, after in zip(acts, chain(moments, repeat(None)), strict=False):
        yield replace(act, after=after)


def _acts(chosen: Namespace) -> Iterable[Act]:
    """Files first, then keys, unless `--say` gives the order."""
    from flowengine.authoring.calling_caller import Act

    for file in chosen.wav:
        yield _spoken(file)
    for what in [*chosen.keys.split(), *chosen.say]:
        if what.lower().endswith(".wav"):
            yield _spoken(Path(what))
        elif what == "-":
            yield Act()
        elif set(what) <= set("0123456789*#"):
            yield Act(keys=what)
        else:
            raise Refusal(f"“{what}” is no WAV file, no keys (0–9 * #) and no - for silence.")


def _spoken(file: Path) -> Act:
    from flowengine.authoring.calling_caller import Act
    from flowengine.speech.sound.wav import NotSound, read

    try:
        return Act(sound=read(file), name=file.name)
    except (OSError, NotSound) as problem:
        raise Refusal(f"{file} cannot be played: {problem}") from problem
