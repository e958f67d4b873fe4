"""Which models are there, whole or half, and in which order a language is understood."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowengine.speech.recognition import models
from flowengine.speech.recognition.catalogue import CATALOGUE
from flowengine.speech.recognition.models import Ear, available, best, installed, usual_folder

_UK = "vosk-model-small-uk-v3-small"


def filled(folder: Path, *files: str) -> None:
    for file in files:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(b"x")


def vosk(folder: Path, name: str = _UK) -> Path:
    filled(folder / name, *models.VOSK_FILES, "graph/HCLr.fst", "graph/Gr.fst")
    return folder / name


def whisper(folder: Path, name: str, *, before: int = 50_258) -> Path:
    filled(folder / name, *models.WHISPER_FILES)
    words = "".join(f"w{each}\n" for each in range(before)) + "<|startoftranscript|>\n"
    (folder / name / "vocabulary.txt").write_text(words, "utf-8")
    return folder / name


@pytest.fixture(autouse=True)
def no_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "_PACKAGES", {})


def test_a_vosk_model_serves_its_language_and_whisper_helps(tmp_path: Path) -> None:
    vosk(tmp_path)
    assert [ear.name for ear in available("uk", tmp_path) if not ear.why] == ["vosk"]
    whisper(tmp_path, "faster-whisper-tiny")
    ears = [ear.name for ear in available("uk", tmp_path) if not ear.why]
    assert ears == ["vosk+whisper", "vosk", "whisper"]
    assert [ear.name for ear in available("hr", tmp_path) if not ear.why] == ["whisper"]


def test_english_needs_nothing(tmp_path: Path) -> None:
    ear = best("en-GB", tmp_path)
    assert ear == Ear("en-GB", "pocketsphinx", "")
    assert best("hr", tmp_path) is None
    assert best("en", tmp_path, named="whisper") is None


def test_what_is_missing_is_told_with_what_to_do(tmp_path: Path) -> None:
    first = available("uk", tmp_path)[0]
    assert first.why == ("No vosk model for “uk” is here: flowengine voices install uk.")
    assert "There is no vosk model for “hr”" in available("hr", tmp_path)[0].why


@pytest.mark.parametrize("file", ["am/final.mdl", "conf/mfcc.conf", "graph/HCLr.fst"])
def test_a_model_that_is_half_there_is_not_used(tmp_path: Path, file: str) -> None:
    (vosk(tmp_path) / file).write_bytes(b"")
    assert best("uk", tmp_path) is None
    assert "only half there" in available("uk", tmp_path)[1].why


def test_of_a_model_with_speaker_data_all_of_it_must_be_there(tmp_path: Path) -> None:
    filled(vosk(tmp_path) / "ivector", "final.ie")
    assert "ivector/final.dubm" in installed(tmp_path)[0].lacks


def test_a_model_of_a_fixed_graph_takes_no_lists(tmp_path: Path) -> None:
    filled(tmp_path / "vosk-model-en-us-0.22", *models.VOSK_FILES, "graph/HCLG.fst")
    (found,) = installed(tmp_path)
    assert (found.language, found.lacks, found.lists) == ("en", "", False)


def test_a_whisper_model_for_english_alone_is_kept_from_others(tmp_path: Path) -> None:
    folder = whisper(tmp_path, "faster-whisper-tiny.en", before=50_257)
    assert models.english_only(folder)
    assert best("fa", tmp_path) is None
    named = best("en", tmp_path)
    assert named is not None
    assert named.name == "pocketsphinx+whisper"
    assert models.transcriber("en", tmp_path) == folder
    assert models.transcriber("fa", tmp_path) is None


def test_the_vocabulary_may_be_json(tmp_path: Path) -> None:
    folder = whisper(tmp_path, "faster-whisper-tiny")
    (folder / "vocabulary.txt").unlink()
    assert "only half there" in installed(tmp_path)[0].lacks
    rows = ",".join(f'"w\\"{each}"' for each in range(50_257)) + ',"<|startoftranscript|>"'
    (folder / "vocabulary.json").write_text(f"[{rows}]", "utf-8")
    assert installed(tmp_path)[0].language == "en"


def test_without_its_library_whisper_is_no_ear(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whisper(tmp_path, "faster-whisper-tiny")
    monkeypatch.setattr(models, "_there", lambda package: package != "ctranslate2")
    assert best("uk", tmp_path) is None
    assert "pip install" in available("uk", tmp_path)[2].why
    assert models.transcriber("uk", tmp_path) is None


def test_other_folders_and_none_are_no_models(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    assert installed(tmp_path) == ()
    assert installed(tmp_path / "nowhere") == ()


def test_models_lie_where_the_desktop_says(tmp_path: Path) -> None:
    where = usual_folder({"XDG_DATA_HOME": str(tmp_path)})
    assert where == tmp_path / "flowengine" / "models"
    assert usual_folder({"XDG_DATA_HOME": "not/absolute"}).is_relative_to(Path.home())


def test_the_catalogue_names_each_download_once() -> None:
    assert len({each.name for each in CATALOGUE}) == len(CATALOGUE)
    assert {"en", "uk", "ru", "fa"} <= {each.language for each in CATALOGUE}
    assert all(each.url.startswith("https://") and each.licence for each in CATALOGUE)
