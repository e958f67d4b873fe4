"""The models we know of that can be downloaded. It only tells of them; it fetches nothing.

Sizes are those of the archive, about, for people who pay by the megabyte. Where `sha256` is empty
we know none: whoever downloads relies on the connection, and pins what came.
"""

from __future__ import annotations

from typing import NamedTuple

_VOSK = "https://alphacephei.com/vosk/models/{}.zip"
_WHISPER = "https://huggingface.co/Systran/{}"
_APACHE, _MIT = "Apache-2.0", "MIT"


class Download(NamedTuple):
    """`language` is "" where a model knows many. A Vosk model is a ZIP archive with one folder in
    it; a whisper model is the folder of files named in `models.WHISPER_FILES`."""

    name: str
    language: str
    engine: str  # vosk or whisper
    megabytes: int
    licence: str
    url: str
    sha256: str = ""


def _vosk(name: str, language: str, megabytes: int) -> Download:
    return Download(name, language, "vosk", megabytes, _APACHE, _VOSK.format(name))


def _whisper(name: str, language: str, megabytes: int) -> Download:
    return Download(name, language, "whisper", megabytes, _MIT, _WHISPER.format(name))


# The first of a language is the one to recommend: small, and able to take lists of phrases.
CATALOGUE = (
    _vosk("vosk-model-small-en-us-0.15", "en", 40),
    _vosk("vosk-model-small-uk-v3-small", "uk", 133),
    _vosk("vosk-model-small-uk-v3-nano", "uk", 73),
    _vosk("vosk-model-small-ru-0.22", "ru", 45),
    _vosk("vosk-model-small-fa-0.42", "fa", 53),
    # Larger ones that take lists of phrases, too.
    _vosk("vosk-model-en-us-0.22-lgraph", "en", 128),
    _vosk("vosk-model-uk-v3-lgraph", "uk", 325),
    _vosk("vosk-model-small-ca-0.4", "ca", 42),
    _vosk("vosk-model-small-cn-0.22", "zh", 42),
    _vosk("vosk-model-small-cs-0.4-rhasspy", "cs", 44),
    _vosk("vosk-model-small-de-0.15", "de", 45),
    _vosk("vosk-model-small-es-0.42", "es", 39),
    _vosk("vosk-model-small-fr-0.22", "fr", 41),
    _vosk("vosk-model-small-hi-0.22", "hi", 42),
    _vosk("vosk-model-small-it-0.22", "it", 48),
    _vosk("vosk-model-small-ja-0.22", "ja", 48),
    _vosk("vosk-model-small-ko-0.22", "ko", 82),
    _vosk("vosk-model-small-kz-0.15", "kk", 42),
    _vosk("vosk-model-small-nl-0.22", "nl", 39),
    _vosk("vosk-model-small-pl-0.22", "pl", 51),
    _vosk("vosk-model-small-pt-0.3", "pt", 31),
    _vosk("vosk-model-small-tr-0.3", "tr", 35),
    _vosk("vosk-model-small-uz-0.22", "uz", 49),
    _vosk("vosk-model-small-vn-0.4", "vi", 32),
    _whisper("faster-whisper-tiny", "", 75),
    _whisper("faster-whisper-base", "", 145),
    _whisper("faster-whisper-tiny.en", "en", 75),
)

LANGUAGES = {"cn": "zh", "gr": "el", "kz": "kk", "ua": "uk", "vn": "vi"}  # as Vosk writes them
