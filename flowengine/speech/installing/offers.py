"""What can be installed for a language: recognisers' models and Piper's voices, as files to fetch.

The table of recognisers' models is `recognition.catalogue`; the voices are told here. Nothing is
fetched here. Where no SHA-256 is known, whoever installs is shown what came, to pin it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from flowengine.speech.recognition.catalogue import CATALOGUE
from flowengine.speech.recognition.models import VOCABULARIES, WHISPER_FILES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flowengine.speech.recognition.catalogue import Download

VOSK, WHISPER, PIPER = "vosk", "whisper", "piper"
ENGINES = (VOSK, WHISPER, PIPER)
SMALL, BIG = "small", "big"
SIZES = (SMALL, BIG)

_PIPER = "https://huggingface.co/rhasspy/piper-voices/resolve/v1.0.0/{}/{}/{}/{}/"
_PIPER_VOICES = (  # the first of a language is the one to recommend; megabytes, about
    ("en_US-amy-medium", 63),
    ("en_GB-cori-high", 114),
    ("uk_UA-ukrainian_tts-medium", 77),
    ("uk_UA-lada-x_low", 21),
    ("ru_RU-irina-medium", 63),
    ("ru_RU-dmitri-medium", 63),
    ("fa_IR-amir-medium", 63),
    ("fa_IR-gyro-medium", 63),
    ("cs_CZ-jirka-medium", 63),
    ("de_DE-thorsten-medium", 63),
    ("fr_FR-siwis-medium", 63),
    ("hu_HU-anna-medium", 63),
    ("it_IT-paola-medium", 63),
    ("pl_PL-gosia-medium", 63),
    ("ro_RO-mihai-medium", 63),
    ("sk_SK-lili-medium", 63),
    ("sr_RS-serbski_institut-medium", 77),
    ("tr_TR-dfki-medium", 63),
)
_CARD = "as told at {}MODEL_CARD"
_NAME = re.compile(r"[^A-Za-z0-9._-]+")
_ENDING = re.compile(r"\.(zip|tar|tgz|tar\.(gz|bz2|xz))$", re.IGNORECASE)


class Wanted(NamedTuple):
    """`address` is a web address or the path of a file here; `name` is what it becomes."""

    address: str
    name: str


class Offer(NamedTuple):
    """`packed`: its one file is an archive with the model in it. `megabytes` is 0 where unknown."""

    name: str
    language: str  # "" for many
    engine: str
    megabytes: int
    licence: str
    files: tuple[Wanted, ...]
    packed: bool
    sha256: str = ""

    @property
    def size(self) -> str:
        """Of two that there are for a language: the one that is quick, or the one that is surer."""
        small = "small" in self.name or "tiny" in self.name or self.engine == PIPER
        return SMALL if small and "-high" not in self.name else BIG


def offers(language: str) -> tuple[Offer, ...]:
    """For this language, `uk` or `uk-UA`; of each engine the recommended one first."""
    spoken = language.partition("-")[0].lower()
    known = (*map(_of_recogniser, CATALOGUE), *(_of_piper(*each) for each in _PIPER_VOICES))
    return tuple(each for each in known if each.language in (spoken, ""))


def offered(language: str, engine: str = "", size: str = SMALL) -> Offer | None:
    """The one to install; without an engine a recogniser's, Vosk before whisper."""
    for one in (engine,) if engine else (VOSK, WHISPER):
        for each in offers(language):
            if each.engine == one and each.size == size:
                return each
    return None


def brought(language: str, engine: str, source: str) -> Offer:
    """A model that the catalogue does not have: an archive, here or on the web; a web address that
    ends with `/` is a folder with the model's files."""
    path = unquote(urlsplit(source).path) if "://" in source else source
    stem = _NAME.sub("-", _ENDING.sub("", path.rstrip("/").rpartition("/")[2])).strip("-.")
    name = _named(stem or "own", language.partition("-")[0].lower(), engine)
    if not source.endswith("/") or "://" not in source:
        file = (Wanted(source, "archive"),)
        return Offer(name, language, engine, 0, "", file, packed=True)
    files = tuple(_files(engine, source, stem or name))
    return Offer(name, language, engine, 0, "", files, packed=False)


def _named(stem: str, language: str, engine: str) -> str:
    """A folder's name is what tells a model's engine and its language."""
    if engine == VOSK:
        fits = re.match(rf"vosk-model-(small-)?{re.escape(language)}(-|$)", stem)
        return stem if fits else f"vosk-model-{language}-{stem}"
    if engine == WHISPER:
        return stem if "whisper" in stem else f"whisper-{stem}"
    return stem if stem.startswith(language) else f"{language}-{stem}"


def _files(engine: str, folder: str, stem: str) -> Iterator[Wanted]:
    voice = (f"{stem}.onnx.json", f"{stem}.onnx")
    names = (*WHISPER_FILES, VOCABULARIES[0]) if engine == WHISPER else voice
    yield from (Wanted(folder + name, name) for name in names)


def _of_recogniser(one: Download) -> Offer:
    packed = one.engine == VOSK
    files = (
        (Wanted(one.url, "archive"),)
        if packed
        else tuple(_files(one.engine, f"{one.url}/resolve/main/", ""))
    )
    return Offer(
        one.name, one.language, one.engine, one.megabytes, one.licence, files, packed, one.sha256
    )


def _of_piper(name: str, megabytes: int) -> Offer:
    locale, speaker, quality = name.split("-")
    language = locale.partition("_")[0]
    folder = _PIPER.format(language, locale, speaker, quality)
    files = tuple(_files(PIPER, folder, name))
    return Offer(name, language, PIPER, megabytes, _CARD.format(folder), files, packed=False)
