"""The commands around models, with a site of our own in place of the projects' ones."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flowengine.speech.installing import installing
from flowengine.speech.installing.installing import install
from tests.speech.installing.archives import VOSK, WHISPER, packed
from tests.speech.installing.site import Site, site

if TYPE_CHECKING:
    from flowengine.speech.installing.offers import Offer
    from tests.cli.conftest import Command

NAME = "vosk-model-small-uk-v3-nano"


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setattr(installing, "install", partial(install, pause=0.0))
    with site() as found:
        found.files[f"/{NAME}.zip"] = packed(VOSK, NAME)
        yield found


def test_a_model_is_installed_listed_and_removed(
    command: Command, served: Site, tmp_path: Path
) -> None:
    source, where = f"{served.address}/{NAME}.zip", ("--models", tmp_path)
    told = command("voices", "install", "uk", "--from", source, *where)
    assert (told.code, told.err) == (0, "")
    digest = hashlib.sha256(served.files[f"/{NAME}.zip"]).hexdigest()
    assert f"{digest}  {NAME}" in told.out
    assert "“uk” is now understood by vosk." in told.out
    listed = command("voices", "list", "uk", *where).out
    assert "understood by   vosk" in listed
    assert "spoken by       uk (espeak), natalia (espeak)" in listed
    assert f"Models lie in {tmp_path}." in listed
    removed = command("voices", "remove", NAME, *where)
    assert (removed.code, removed.out) == (0, f"{NAME} is gone.\n")
    assert "nobody: callers answer with keys" in command("voices", "list", "uk", *where).out
    assert command("voices", "remove", NAME, *where).code == 1


def test_with_its_checksum_nothing_has_to_be_told(
    command: Command, served: Site, tmp_path: Path
) -> None:
    source, where = f"{served.address}/{NAME}.zip", ("--models", tmp_path)
    wrong = command("voices", "install", "uk", "--from", source, "--sha256", "0" * 64, *where)
    assert wrong.code == 1
    assert "not what was expected" in wrong.err
    digest = hashlib.sha256(served.files[f"/{NAME}.zip"]).hexdigest()
    told = command("voices", "install", "uk", "--from", source, "--sha256", digest, *where)
    assert told.code == 0
    assert "vouches" not in told.out


def test_what_is_there_is_not_fetched_again_but_what_is_half_there_is(
    command: Command, served: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / "vosk-model-small-uk-v3-small.zip"
    archive.write_bytes(packed(VOSK))
    folder = tmp_path / "models"
    monkeypatch.setenv("FLOWENGINE_MODELS", str(folder))
    assert command("voices", "install", "uk", "--from", archive).code == 0
    told = command("voices", "install", "uk")
    assert told.code == 0
    assert "is there already" in told.out
    (folder / "vosk-model-small-uk-v3-small" / "am" / "final.mdl").write_bytes(b"")
    asked: list[Offer] = []

    def fails(offer: Offer, _folder: Path, **_how: object) -> None:
        asked.append(offer)
        raise installing.NotInstalled("No line.")

    monkeypatch.setattr(installing, "install", fails)
    told = command("voices", "install", "uk")
    assert (told.code, told.err) == (1, "No line.\n")
    assert "about 133 MB, licence Apache-2.0" in told.out
    assert asked[0].files[0].address.endswith("/vosk-model-small-uk-v3-small.zip")


def test_a_whisper_model_understands_a_language_that_has_no_other(
    command: Command, served: Site, tmp_path: Path
) -> None:
    served.files |= {f"/tiny/{name}": data for name, data in WHISPER.items()}
    where = ("--models", tmp_path)
    assert "there is no Vosk model" in command("voices", "list", "hr", *where).out
    source = f"{served.address}/tiny/"
    told = command("voices", "install", "hr", "--engine", "whisper", "--from", source, *where)
    assert told.code == 0
    assert "“hr” is now understood by whisper." in told.out


def test_a_piper_voice_says_how_it_is_made_to_speak(
    command: Command, served: Site, tmp_path: Path
) -> None:
    served.files |= {"/hr-ana/hr-ana.onnx": b"o", "/hr-ana/hr-ana.onnx.json": b"{}"}
    source = f"{served.address}/hr-ana/"
    told = command(
        "voices", "install", "hr", "--engine", "piper", "--from", source, "--models", tmp_path
    )
    assert told.code == 0
    assert "write a file hr.toml" in told.out
    voice = "\n".join(line.strip() for line in told.out.splitlines() if " = " in line)
    (tmp_path / "hr.toml").write_text(voice)
    from flowengine.speech.voices.reading import read

    assert Path(read(tmp_path / "hr.toml").model) == tmp_path / "hr-ana" / "hr-ana.onnx"


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("install", "hr", "--engine", "vosk"), "We know of no small Vosk model for “hr”"),
        (("install", "ru", "--size", "big", "--engine", "vosk"), "We know of no big Vosk model"),
        (("install", "../uk"), "is no language"),
        (("install", "uk", "--sha256", "abc"), "64 figures"),
        (("list", "klingon"), "is no language"),
    ],
)
def test_what_cannot_be_is_refused(
    command: Command, arguments: tuple[str, ...], why: str, tmp_path: Path
) -> None:
    refused = command("voices", *arguments, "--models", tmp_path)
    assert refused.code == 2
    assert why in refused.err
