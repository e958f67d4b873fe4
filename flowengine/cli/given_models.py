"""Which recogniser the person means, and which folder of models: else that of a server here."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowengine.cli.refusal import Refusal

if TYPE_CHECKING:
    from argparse import Namespace


RECOGNISERS = ("vosk+whisper", "vosk", "pocketsphinx+whisper", "whisper", "pocketsphinx")


def recogniser(command: Any, *others: str, words: str) -> None:
    command.add_argument(
        "--recogniser", choices=(*RECOGNISERS, *others), metavar="NAME", default="", help=words
    )


def argument(command: Any) -> None:
    command.add_argument(
        "--models",
        type=Path,
        metavar="FOLDER",
        help="where models lie, if not at the usual place",
    )


def folder(chosen: Namespace) -> Path:
    """Raises Refusal for settings that make no sense."""
    from flowengine.config import settings
    from flowengine.speech.recognition.models import usual_folder

    if chosen.models:
        return Path(chosen.models)
    try:
        speech = settings({**os.environ, "FLOWENGINE_SPEECH": "on"}, Path()).speech
    except ValueError as error:
        raise Refusal(str(error)) from error
    return (speech.models if speech else None) or usual_folder()


def language(text: str) -> str:
    """As in uk or uk-UA. Raises Refusal for what is no short name of a language."""
    found = text.replace("_", "-")
    code = found.partition("-")[0]
    if not (2 <= len(code) <= 3 and code.isascii() and code.isalpha()):
        raise Refusal(f"“{text}” is no language. Write its short name, as in: uk")
    return found.lower()
