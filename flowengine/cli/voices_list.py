"""`flowengine voices list`: who speaks a language, who understands it, what can be added."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowengine.cli import given_models

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from flowengine.speech.installing.offers import Offer


def register(deeds: Any) -> None:
    command = deeds.add_parser(
        "list",
        help="who speaks each language, who understands it, and what can be installed",
        description="Lists, for each language, the voices that speak it, the recognisers that"
        " understand it, best first, and what can be installed.",
    )
    command.add_argument(
        "languages", nargs="*", metavar="LANGUAGE", help="as in: uk; those we have voices for"
    )
    given_models.argument(command)
    command.set_defaults(run=run)


def run(chosen: Namespace) -> int:
    """Raises Refusal for what is no language."""
    folder = given_models.folder(chosen)
    languages = [given_models.language(one) for one in chosen.languages] or list(_described())
    for language in languages:
        print("\n".join(_about(language, folder)))
        print()
    print(f"Models lie in {folder}.")
    return 0


def _described() -> Iterator[str]:
    from flowengine.speech.voices.choosing import every

    yield from dict.fromkeys(voice.language.partition("-")[0] for voice in every())


def _about(language: str, folder: Path) -> Iterator[str]:
    from flowengine.speech.recognition.models import available

    ears = available(language, folder)
    there = [ear.name for ear in ears if not ear.why]
    yield language
    yield f"  spoken by       {', '.join(_voices(language))}"
    yield f"  understood by   {', '.join(there) or 'nobody: callers answer with keys'}"
    offers = list(_missing(language, folder))
    for number, offer in enumerate(offers):
        yield f"  {'' if number else 'can be added':<15} {_offer(offer, language)}"
    if not any(offer.engine == "vosk" for offer in offers) and "vosk" not in there:
        yield f"  {'':<15} (there is no Vosk model for this language that we know of)"


def _voices(language: str) -> list[str]:
    """The standard one first."""
    from flowengine.speech.voices import chosen
    from flowengine.speech.voices.choosing import every

    folders = [Path("voices")]
    voices = [chosen(language, folders=folders)]
    voices += [one for one in every(folders) if one.language.partition("-")[0] == language]
    return list(dict.fromkeys(f"{one.name} ({one.engine})" for one in voices))


def _missing(language: str, folder: Path) -> Iterator[Offer]:
    """Those that `voices install` takes."""
    from flowengine.speech.installing.installing import names
    from flowengine.speech.installing.offers import ENGINES, SIZES, offered

    there = names(folder)
    for engine in ENGINES:
        for size in SIZES:
            offer = offered(language, engine, size)
            if offer and offer.name not in there:
                yield offer


def _offer(offer: Offer, language: str) -> str:
    engine = f" --engine {offer.engine}" if offer.engine != "vosk" else ""
    size = "" if offer.size == "small" else f" --size {offer.size}"
    return f"{offer.name}, {offer.megabytes} MB: flowengine voices install {language}{engine}{size}"
