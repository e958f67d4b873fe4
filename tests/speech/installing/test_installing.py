"""Models installed from a real HTTP server, and what is left when that does not go well."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from flowengine.speech.installing import installing
from flowengine.speech.installing.installing import (
    PARTS,
    NotInstalled,
    install,
    names,
    piper_voices,
    remove,
)
from flowengine.speech.installing.offers import Offer, brought
from flowengine.speech.recognition import models
from tests.speech.installing.archives import VOSK, WHISPER, packed
from tests.speech.installing.site import Site, site

NAME = "vosk-model-small-uk-v3-nano"
ZIP = f"/{NAME}.zip"


@pytest.fixture
def served() -> Iterator[Site]:
    with site() as found:
        found.files[ZIP] = packed(VOSK, NAME)
        yield found


def the_model(served: Site) -> Offer:
    return brought("uk", "vosk", served.address + ZIP)


def put(offer: Offer, folder: Path, **how: Any) -> installing.Installed:
    return install(offer, folder, pause=0.0, **how)


def left(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_a_model_is_there_when_all_of_it_came(served: Site, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    body = served.files[ZIP]
    found = put(the_model(served), tmp_path, told=lambda *came: told.append(came))
    assert found.folder == tmp_path / NAME
    assert found.found == ((NAME, hashlib.sha256(body).hexdigest()),)
    assert told[-1] == ("archive", len(body), len(body))
    assert [model.lacks for model in models.installed(tmp_path)][:1] == [""]
    assert left(tmp_path) == [NAME]


def test_what_broke_off_looks_like_no_model_and_goes_on(served: Site, tmp_path: Path) -> None:
    served.cut = [2_000]
    with pytest.raises(NotInstalled, match="goes on from there"):
        put(the_model(served), tmp_path)
    assert names(tmp_path) == ()
    assert left(tmp_path) == [PARTS]
    served.down = False
    put(the_model(served), tmp_path)
    assert served.asked[-1] == (ZIP, "bytes=2000-")
    assert left(tmp_path) == [NAME]


def test_what_was_killed_while_it_unpacked_is_not_fetched_again(
    served: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(_archive: Path, into: Path) -> None:
        into.mkdir()
        (into / "am").mkdir()
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(installing, "unpack", killed)
        with pytest.raises(KeyboardInterrupt):
            put(the_model(served), tmp_path)
    assert names(tmp_path) == ()
    put(the_model(served), tmp_path)
    assert len(served.asked) == 1
    assert left(tmp_path) == [NAME]


@pytest.mark.slow
def test_a_killed_command_leaves_nothing_that_looks_installed(served: Site, tmp_path: Path) -> None:
    served.files[ZIP] = packed({**VOSK, "am/final.mdl": os.urandom(2_000_000)}, NAME)
    served.stalls = 1_000_000
    source = served.address + ZIP
    command = [
        *(sys.executable, "-m", "flowengine", "voices", "install", "uk"),
        *("--from", source, "--models", str(tmp_path)),
    ]
    with subprocess.Popen(command) as running:
        until = time.monotonic() + 120
        while not any(each.stat().st_size for each in tmp_path.rglob("*.part")):
            assert time.monotonic() < until
            time.sleep(0.01)
        running.kill()
    served.goes_on.set()
    assert names(tmp_path) == ()
    assert models.best("uk", tmp_path) is None
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"bytes=[1-9]\d+-", served.asked[-1][1])
    assert left(tmp_path) == [NAME]


def test_another_address_is_another_file(served: Site, tmp_path: Path) -> None:
    served.cut = [2_000]
    with pytest.raises(NotInstalled):
        put(the_model(served), tmp_path)
    served.down, served.files[f"/new{ZIP}"] = False, served.files[ZIP]
    put(brought("uk", "vosk", f"{served.address}/new{ZIP}"), tmp_path)
    assert served.asked[-1] == (f"/new{ZIP}", "")


@pytest.mark.parametrize(
    ("archive", "why"),
    [
        (b"no archive at all", "no ZIP and no TAR"),
        (packed({**VOSK, "../../../evil": b"x"}), "leads out of its folder"),
        (packed(VOSK)[:-400], "damaged|no ZIP and no TAR"),
        (packed({"am/final.mdl": b"x"}, NAME), "only half there"),
        (packed({**VOSK, "graph/phones.txt": b""}), "only half there, “graph/phones.txt”"),
        (packed(WHISPER), "It is no vosk model|only half there"),
    ],
)
def test_what_is_no_whole_model_is_not_installed(
    served: Site, tmp_path: Path, archive: bytes, why: str
) -> None:
    served.files[ZIP] = archive
    with pytest.raises(NotInstalled, match=why):
        put(the_model(served), tmp_path)
    assert names(tmp_path) == ()
    assert not (tmp_path.parent / "evil").exists()
    served.files[ZIP] = packed(VOSK)
    put(the_model(served), tmp_path)  # nothing of the bad one is used
    assert left(tmp_path) == [NAME]


def test_a_wrong_checksum_installs_nothing_and_the_right_one_does(
    served: Site, tmp_path: Path
) -> None:
    with pytest.raises(NotInstalled, match="not what was expected"):
        put(the_model(served), tmp_path, sha256="0" * 64)
    assert names(tmp_path) == ()
    right = hashlib.sha256(served.files[ZIP]).hexdigest()
    put(the_model(served), tmp_path, sha256=right.upper())
    assert names(tmp_path) == (NAME,)


def test_a_file_here_is_installed_and_stays(tmp_path: Path) -> None:
    archive = tmp_path / f"{NAME}.zip"
    archive.write_bytes(packed(VOSK, ""))
    folder = tmp_path / "models"
    put(brought("uk", "vosk", str(archive)), folder)
    assert left(folder) == [NAME]
    assert archive.exists()
    with pytest.raises(NotInstalled, match="not what was expected"):
        put(brought("uk", "vosk", str(archive)), folder, sha256="0" * 64)
    with pytest.raises(NotInstalled, match="There is no file"):
        put(brought("uk", "vosk", str(tmp_path / "none.zip")), folder)
    assert left(folder)[-1] == NAME


def test_a_whisper_model_comes_file_by_file(served: Site, tmp_path: Path) -> None:
    served.files |= {f"/tiny/{name}": data for name, data in WHISPER.items()}
    served.cut = [99_999, 99_999, 200_000, 1_000]  # breaks off within the last of the four
    offer = brought("hr", "whisper", f"{served.address}/tiny/")
    with pytest.raises(NotInstalled):
        put(offer, tmp_path)
    assert names(tmp_path) == ()
    served.down = False
    served.asked.clear()
    proof = hashlib.sha256(WHISPER["model.bin"]).hexdigest()
    found = put(offer, tmp_path, sha256=proof)
    assert served.asked == [("/tiny/model.bin", "bytes=1000-")]
    assert found.found[-1] == ("model.bin", proof)
    (model, *_) = models.installed(tmp_path)
    assert (model.engine, model.language, model.lacks) == ("whisper", "", "")


@pytest.mark.parametrize(
    ("description", "why"), [(b"{}", ""), (b"{", "json is damaged"), (None, "404")]
)
def test_a_piper_voice_is_a_model_with_its_description(
    served: Site, tmp_path: Path, description: bytes | None, why: str
) -> None:
    served.files["/hr-ana/hr-ana.onnx"] = b"o" * 900
    if description is not None:
        served.files["/hr-ana/hr-ana.onnx.json"] = description
    offer = brought("hr", "piper", f"{served.address}/hr-ana/")
    if why:
        with pytest.raises(NotInstalled, match=why):
            put(offer, tmp_path)
        assert piper_voices(tmp_path) == ()
    else:
        put(offer, tmp_path)
        assert piper_voices(tmp_path) == (tmp_path / "hr-ana" / "hr-ana.onnx",)


class Disk(NamedTuple):
    free: int


def test_room_is_looked_for_before_anything_comes(
    served: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = the_model(served)._replace(megabytes=73)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: Disk(200_000_000))
    with pytest.raises(NotInstalled, match="needs 219 MB, and only 200 MB are free"):
        put(known, tmp_path)
    assert served.asked == []
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: Disk(5_000))
    with pytest.raises(NotInstalled, match="Make room"):
        put(the_model(served), tmp_path)  # whose size the server tells
    assert names(tmp_path) == ()


def test_two_commands_do_not_write_into_each_others_files(served: Site, tmp_path: Path) -> None:
    work = tmp_path / PARTS / NAME
    work.mkdir(parents=True)
    with (work / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(NotInstalled, match="another command"):
            put(the_model(served), tmp_path)
    put(the_model(served), tmp_path)
    assert left(tmp_path) == [NAME]


def test_a_new_one_takes_the_place_of_the_old_one_or_that_stays(
    served: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(the_model(served), tmp_path)
    (tmp_path / NAME / "old").write_text("old")
    rename = Path.rename

    def fails(self: Path, target: Path) -> Path:
        if target == tmp_path / NAME and self.name == NAME:
            raise OSError(5, "Input/output error")
        return rename(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", fails)
        with pytest.raises(NotInstalled, match="cannot be written"):
            put(the_model(served), tmp_path)
    assert (tmp_path / NAME / "old").exists()
    put(the_model(served), tmp_path)
    assert not (tmp_path / NAME / "old").exists()
    assert left(tmp_path) == [NAME]


def test_a_folder_that_cannot_be_written_is_told(served: Site, tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file")
    with pytest.raises(NotInstalled, match="cannot be written"):
        put(the_model(served), tmp_path / "models")


def test_a_model_is_removed_by_its_name_and_nothing_else_is(served: Site, tmp_path: Path) -> None:
    put(the_model(served), tmp_path)
    (tmp_path / "photos").mkdir()
    for wrong in ("photos", "..", "/", "", f"../{tmp_path.name}/{NAME}"):
        with pytest.raises(NotInstalled, match=f"There are: {NAME}"):
            remove(wrong, tmp_path)
    remove(NAME, tmp_path)
    assert left(tmp_path) == ["photos"]
    with pytest.raises(NotInstalled, match="There are none"):
        remove(NAME, tmp_path)
