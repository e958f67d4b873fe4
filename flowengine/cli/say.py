"""`flowengine say`: a text as a caller would hear it, in a sound file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowengine.cli.refusal import Refusal

if TYPE_CHECKING:
    from argparse import Namespace

    from flowengine.speech.voices import Voice


def register(commands: Any) -> None:
    command = commands.add_parser(
        "say",
        help="speak a text into a sound file",
        description="Speaks a text as callers hear it: numbers, dates and names as its language"
        " says them. Writes a WAV file.",
    )
    command.add_argument("text", metavar="TEXT")
    command.add_argument(
        "--lang", metavar="LANGUAGE", default="", help="as in: uk; else the voice's, or English"
    )
    command.add_argument("-o", "--out", type=Path, metavar="FILE", default=Path("said.wav"))
    command.add_argument(
        "--voice", metavar="NAME", default="", help="a voice of ours or of the folder `voices`"
    )
    command.add_argument(
        "--words", action="store_true", help="print what is read aloud, and speak nothing"
    )
    command.set_defaults(run=run)


def run(chosen: Namespace) -> int:
    """1 where it cannot be spoken. Raises Refusal."""
    import sys
    from tempfile import TemporaryDirectory

    from flowengine.speech.synthesis.studio import Studio, Unspoken
    from flowengine.speech.voices.spoken import spoken

    voice = _voice(chosen.lang, chosen.voice)
    if chosen.words:
        print(spoken(chosen.text, voice))
        return 0
    with TemporaryDirectory() as folder:
        studio = Studio(Path(folder), workers=1)
        try:
            sound = studio.render(chosen.text, voice).read_bytes()
        except Unspoken as error:
            print(error.why, file=sys.stderr)
            return 1
        finally:
            studio.close()
    _write(chosen.out, sound)
    print(f"{chosen.out}: {_seconds(sound):.1f} s, voice {voice.name}")
    return 0


def _voice(language: str, named: str) -> Voice:
    """Raises Refusal for a voice that is not there, or speaks another language."""
    from flowengine.speech.voices import chosen, names
    from flowengine.speech.voices.choosing import every

    folders = [Path("voices")]
    if named and named not in names(folders):
        known = ", ".join(sorted(names(folders)))
        raise Refusal(f"There is no voice “{named}”. There are: {known}.")
    own = next((voice.language for voice in every(folders) if voice.name == named), "")
    language = language or own or "en"
    if own and own.partition("-")[0] != language.partition("-")[0]:
        raise Refusal(f"The voice “{named}” speaks “{own}”, not “{language}”.")
    return chosen(language, named, folders)


def _write(out: Path, sound: bytes) -> None:
    try:
        out.write_bytes(sound)
    except OSError as error:
        raise Refusal(f"{out} cannot be written: {error.strerror}.") from error


def _seconds(sound: bytes) -> float:
    from flowengine.speech.sound import wav

    return wav.read(sound).seconds
