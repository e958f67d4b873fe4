"""`flowengine hear`: what each recogniser that is here understands in a sound file."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowengine.cli import given_models, given_paths
from flowengine.cli.refusal import Refusal

if TYPE_CHECKING:
    from argparse import Namespace

    from flowengine.authoring.listening import Span, Understood
    from flowengine.runtime.expecting import Expected
    from flowengine.speech.recognition.recogniser import Guess
    from flowengine.speech.sound.pcm import Sound

SHOWN = 8  # ways to answer that are listed


def register(commands: Any) -> None:
    command = commands.add_parser(
        "hear",
        help="what each recogniser understands in a sound file",
        description="Plays a WAV file to each recogniser that is here and prints what it"
        " understands, how sure it is, and how long that took. What may be said is a phrase"
        " (--grammar) or a place of a flow (--flow, --at); without either everything is written"
        " down.",
    )
    command.add_argument("file", type=Path, metavar="FILE")
    command.add_argument("--lang", metavar="LANGUAGE", default="en", help="English if not given")
    command.add_argument(
        "--grammar", metavar="PHRASE", default="", help='what may be said: "yes | no | call me"'
    )
    command.add_argument("--flow", type=Path, metavar="FLOW", help="what may be said in this flow")
    command.add_argument("--at", metavar="PLACE", default="start", help="start if not given")
    given_models.argument(command)
    command.set_defaults(run=run)


def run(chosen: Namespace) -> int:
    """1 where nothing was understood. Raises Refusal for what cannot be read or is not known."""
    from flowengine.authoring.listening import fitting
    from flowengine.speech.sound import wav

    language, folder = given_models.language(chosen.lang), given_models.folder(chosen)
    wanted = _wanted(chosen, language)
    try:
        sound = wav.read(chosen.file)
    except wav.NotSound as error:
        raise Refusal(str(error)) from error
    print(f"{chosen.file}: {sound.seconds:.1f} s at {sound.rate:,} Hz.")
    if wanted is None:
        return _written(sound, language, folder)
    print(_may_be_said(wanted))
    return _heard(fitting(sound), language, wanted, folder)


def _wanted(chosen: Namespace, language: str) -> Expected | None:
    from flowengine.authoring.listening import of_grammar
    from flowengine.grammar.expansion import GrammarError

    if chosen.grammar and chosen.flow:
        raise Refusal("Name either a --grammar or a place of a --flow.")
    if chosen.flow:
        return _place(chosen, language)
    if not chosen.grammar:
        return None
    try:
        return of_grammar(chosen.grammar, language)
    except GrammarError as error:
        raise Refusal(f"{error.message} {error.hint}".rstrip()) from error


def _place(chosen: Namespace, language: str) -> Expected:
    from flowengine.authoring.listening import NoPlace, of_place
    from flowengine.authoring.suite import Projects

    path = given_paths.flow(chosen.flow)
    program = Projects().compiled(path.parent, path.stem).program
    if program is None:
        raise Refusal(f"{path} has mistakes. See them with: flowengine check {path}")
    if language not in program.languages:
        raise Refusal(f"{path} has no “{language}”. It has: {', '.join(program.languages)}.")
    try:
        return of_place(program, chosen.at, language, time.time())
    except NoPlace as error:
        raise Refusal(f"{path} asks nothing at “{chosen.at}”. It asks at: {error}.") from error


def _may_be_said(wanted: Expected) -> str:
    phrases = [phrase for way in wanted.ways for phrase in way.phrases]
    more = len(phrases) - SHOWN
    listed = ", ".join(f"“{phrase}”" for phrase in phrases[:SHOWN])
    parts = [f"{listed} and {more} more" if more > 0 else listed] if phrases else []
    if wanted.values:
        parts.append("a value")
    if wanted.free:
        parts.append("anything")
    return f"What may be said: {'; '.join(parts)}."


def _heard(sound: Sound, language: str, wanted: Expected, folder: Path) -> int:
    from flowengine.authoring.listening import spans, understood
    from flowengine.speech.recognition.here import Here
    from flowengine.speech.recognition.models import available

    found = spans(sound)
    if not found:
        print("Nobody speaks in it: it is silence or noise.")
        return 1
    ears = {ear.name: ear for ear in available(language, folder)}
    there = [(name, Here(folder, name)) for name, ear in ears.items() if not ear.why]
    any_guess = False
    for span in found:
        print(_span(span))
        for name, here in there:
            heard = understood(here, language, sound, span, wanted)
            if heard is not None:
                any_guess |= bool(heard.guesses)
                print(f"  {name:<21} {_told(heard)}")
    for why in dict.fromkeys(ear.why for ear in ears.values() if ear.why):
        print(f"  {why}")
    if not there:
        print(f"Nothing here understands “{language}”: callers answer with keys.")
    return 0 if any_guess else 1


def _span(span: Span) -> str:
    return f"{span.start:.2f} to {span.stop:.2f} s"


def _told(heard: Understood) -> str:
    from flowengine.runtime.hearing import SURE

    if heard.why:
        return heard.why
    took = f"{heard.seconds * 1000:.0f} ms"
    if not heard.guesses:
        partial = f", though “{heard.partial}” on the way" if heard.partial else ""
        return f"nothing of that{partial} ({took})"
    best = heard.guesses[0]
    done = "believed" if best.confidence >= SURE else "asked back"
    return f"{', '.join(map(_guess, heard.guesses))}: {done} ({took})"


def _guess(guess: Guess) -> str:
    return f"“{guess.text}” {guess.confidence:.0%}"


def _written(sound: Sound, language: str, folder: Path) -> int:
    from flowengine.speech.recognition.transcribing import Unwritten, transcribe

    try:
        text = transcribe(sound, language, folder)
    except Unwritten as error:
        print(f"{error} Say what may be said with --grammar.", file=sys.stderr)
        return 1
    print(text or "Nobody speaks in it: it is silence or noise.")
    return 0 if text else 1
