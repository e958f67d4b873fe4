"""`flowengine voices install`: a model or a voice for a language, fetched once and proved."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from flowengine.cli import given_models
from flowengine.cli.progress import Download
from flowengine.cli.refusal import Refusal

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

    from flowengine.speech.installing.installing import Installed
    from flowengine.speech.installing.offers import Offer

_HEXADECIMAL = frozenset("0123456789abcdefABCDEF")


def register(deeds: Any) -> None:
    command = deeds.add_parser(
        "install",
        help="fetch a recogniser's model or a voice for a language",
        description="Fetches what understands or speaks a language and puts it where the server"
        " looks for it. What breaks off goes on from there the next time.",
    )
    command.add_argument("language", metavar="LANGUAGE", help="as in: uk")
    command.add_argument(
        "--engine",
        choices=("vosk", "whisper", "piper"),
        default="",
        help="vosk or whisper understand, piper speaks; vosk, where there is one, if not given",
    )
    command.add_argument("--size", choices=("small", "big"), default="small")
    command.add_argument(
        "--from",
        dest="source",
        metavar="ADDRESS",
        default="",
        help="an archive of your own: a file, or where on the web; or a folder there, ending in /",
    )
    command.add_argument(
        "--sha256", metavar="HEX", default="", help="take it only if it is this very file"
    )
    given_models.argument(command)
    command.set_defaults(run=run)


def run(chosen: Namespace) -> int:
    """1 where it did not come or is not whole. Raises Refusal for what cannot be."""
    from flowengine.speech.installing.installing import NotInstalled, install, names

    language, folder = given_models.language(chosen.language), given_models.folder(chosen)
    if chosen.sha256 and (len(chosen.sha256) != 64 or not _HEXADECIMAL.issuperset(chosen.sha256)):
        raise Refusal("A SHA-256 has 64 figures and letters from a to f.")
    offer = _offer(chosen, language)
    if not chosen.source and offer.name in names(folder) and not _half(folder / offer.name):
        print(f"{offer.name} is there already: {folder / offer.name}")
        return 0
    print(_announced(offer), flush=True)
    progress = Download()
    try:
        found = install(offer, folder, sha256=chosen.sha256, told=progress.told)
    except NotInstalled as error:
        progress.over()
        print(error, file=sys.stderr)
        return 1
    progress.over()
    print("\n".join(_told(offer, found, language, folder, chosen.sha256 or offer.sha256)))
    return 0


def _offer(chosen: Namespace, language: str) -> Offer:
    from flowengine.speech.installing.offers import brought, offered

    if chosen.source:
        return brought(language, chosen.engine or "vosk", chosen.source)
    found = offered(language, chosen.engine, chosen.size)
    if found is None:
        engine = f"{chosen.engine.capitalize()} " if chosen.engine else ""
        raise Refusal(
            f"We know of no {chosen.size} {engine}model for “{language}”. See what there is with"
            f" `flowengine voices list {language}`, or name your own with --from."
        )
    return found


def _half(folder: Path) -> bool:
    from flowengine.speech.recognition.models import judged

    model = judged(folder)
    return bool(model and model.lacks)


def _announced(offer: Offer) -> str:
    if not offer.licence:
        return f"Installing {offer.name}."
    return f"Installing {offer.name}, about {offer.megabytes} MB, licence {offer.licence}."


def _told(offer: Offer, found: Installed, language: str, folder: Path, sha256: str) -> list[str]:
    from flowengine.speech.installing.offers import PIPER

    lines = [f"It is in {found.folder}."]
    if not sha256:
        lines.append("Nobody told us its SHA-256, so only the connection vouches for it. It is:")
        lines += [f"  {digest}  {name}" for name, digest in found.found]
    if offer.engine == PIPER:
        return [*lines, *_voice(found.folder, language)]
    return [*lines, _understood(language, folder)]


def _voice(folder: Path, language: str) -> list[str]:
    (model,) = sorted(folder.glob("*.onnx"))[:1]
    return [
        f"To let it speak, write a file {language}.toml into the folder voices beside your flows:",
        f'  language = "{language}"',
        '  engine = "piper"',
        f'  model = "{model.absolute()}"',
    ]


def _understood(language: str, folder: Path) -> str:
    from flowengine.speech.recognition.models import available

    ears = available(language, folder)
    there = [ear.name for ear in ears if not ear.why]
    if there:
        return f"“{language}” is now understood by {there[0]}."
    return ears[-1].why
