from __future__ import annotations

import pytest

from flowengine.speech.installing.offers import brought, offered, offers


@pytest.mark.parametrize(
    ("language", "engine", "size", "name"),
    [
        ("uk", "", "small", "vosk-model-small-uk-v3-small"),
        ("uk-UA", "vosk", "big", "vosk-model-uk-v3-lgraph"),
        ("en", "", "small", "vosk-model-small-en-us-0.15"),
        ("hr", "", "small", "faster-whisper-tiny"),
        ("fa", "whisper", "big", "faster-whisper-base"),
        ("uk", "piper", "small", "uk_UA-ukrainian_tts-medium"),
        ("en", "piper", "big", "en_GB-cori-high"),
        ("hr", "vosk", "small", ""),
        ("hr", "piper", "small", ""),
    ],
)
def test_what_is_recommended(language: str, engine: str, size: str, name: str) -> None:
    found = offered(language, engine, size)
    assert (found.name if found else "") == name
    assert found is None or found in offers(language)


def test_every_offer_says_what_it_costs_and_where_it_is() -> None:
    for language in ("en", "uk", "ru", "fa", "hr", "de"):
        for one in offers(language):
            assert one.megabytes > 0
            assert one.licence
            assert all(wanted.address.startswith("https://") for wanted in one.files)
            assert one.packed == (one.engine == "vosk")


def test_a_piper_voice_is_two_files_in_its_folder() -> None:
    found = offered("ru", "piper")
    assert found is not None
    description, model = found.files
    assert model.address.endswith("/ru/ru_RU/irina/medium/ru_RU-irina-medium.onnx")
    assert description.address == f"{model.address}.json"
    assert found.licence.endswith("/ru/ru_RU/irina/medium/MODEL_CARD")


@pytest.mark.parametrize(
    ("language", "engine", "source", "name", "files"),
    [
        ("hr", "vosk", "https://a.org/x/hrvatski.zip", "vosk-model-hr-hrvatski", 1),
        ("uk", "vosk", "vosk-model-uk-v3.tar.gz", "vosk-model-uk-v3", 1),
        ("uk", "vosk", "vosk-model-small-ru-0.22.zip", "vosk-model-uk-vosk-model-small-ru-0.22", 1),
        ("hr", "whisper", "https://a.org/medium-hr/", "whisper-medium-hr", 4),
        ("hr", "whisper", "../models/whisper-x.tgz", "whisper-x", 1),
        ("hr", "piper", "https://a.org/hr-ana/", "hr-ana", 2),
        ("hr", "piper", "https://a.org/%2e%2e%2f/..", "hr-own", 1),
    ],
)
def test_a_model_of_ones_own_is_named_so_that_it_is_known_again(
    language: str, engine: str, source: str, name: str, files: int
) -> None:
    found = brought(language, engine, source)
    assert (found.name, len(found.files), found.packed) == (name, files, files == 1)
