"""Archives as they should be, and as somebody would make them who means harm."""

from __future__ import annotations

import io
import stat
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from flowengine.speech.installing.unpacking import NotUnpacked, unpack

FILES = {"model/am/final.mdl": b"m" * 5000, "model/conf/mfcc.conf": b"--rate=8000\n"}


def zipped(file: Path, members: dict[str, bytes]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("model/", b"")
        for name, body in members.items():
            archive.writestr(name, body)


def tarred(mode: str) -> Callable[[Path, dict[str, bytes]], None]:
    def write(file: Path, members: dict[str, bytes]) -> None:
        with tarfile.open(file, mode) as archive:  # type: ignore[call-overload]
            for name, body in members.items():
                member = tarfile.TarInfo(name)
                member.size = len(body)
                archive.addfile(member, io.BytesIO(body))

    return write


@pytest.mark.parametrize(
    "write", [zipped, tarred("w"), tarred("w:gz"), tarred("w:bz2"), tarred("w:xz")],
    ids=["zip", "tar", "gzip", "bzip2", "xz"],
)  # fmt: skip
def test_what_was_packed_comes_out(
    write: Callable[[Path, dict[str, bytes]], None], tmp_path: Path
) -> None:
    write(tmp_path / "a", FILES)
    unpack(tmp_path / "a", tmp_path / "out")
    found = {
        str(file.relative_to(tmp_path / "out")): file.read_bytes()
        for file in (tmp_path / "out").rglob("*")
        if file.is_file()
    }
    assert found == FILES


OUT = ["../evil", "/etc/evil", "model/../../evil", "C:evil", "..\\evil", "model\\..\\..\\evil"]


@pytest.mark.parametrize("name", OUT)
@pytest.mark.parametrize("write", [zipped, tarred("w")], ids=["zip", "tar"])
def test_nothing_leads_out(
    write: Callable[[Path, dict[str, bytes]], None], name: str, tmp_path: Path
) -> None:
    (tmp_path / "inner").mkdir()
    write(tmp_path / "a", {name: b"evil"})
    with pytest.raises(NotUnpacked, match="leads out"):
        unpack(tmp_path / "a", tmp_path / "inner" / "out")
    assert not list(tmp_path.rglob("*evil*"))


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE]
)
def test_a_tar_with_links_or_devices_is_not_taken(kind: bytes, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a", "w") as archive:
        member = tarfile.TarInfo("model/link")
        member.type, member.linkname = kind, "/etc/passwd"
        archive.addfile(member)
    with pytest.raises(NotUnpacked, match="no plain file"):
        unpack(tmp_path / "a", tmp_path / "out")


def test_a_zip_with_a_link_is_not_taken(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a", "w") as archive:
        link = zipfile.ZipInfo("model/link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(NotUnpacked, match="no plain file"):
        unpack(tmp_path / "a", tmp_path / "out")


def test_a_locked_zip_is_told(tmp_path: Path) -> None:
    zipped(tmp_path / "a", FILES)
    raw = bytearray((tmp_path / "a").read_bytes())
    at = raw.rfind(b"PK\x01\x02")
    raw[at + 8] |= 1
    (tmp_path / "a").write_bytes(raw)
    with pytest.raises(NotUnpacked, match="password"):
        unpack(tmp_path / "a", tmp_path / "out")


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    zipped(tmp_path / "a", {"model/zeros": bytes(300 << 20)})
    with pytest.raises(NotUnpacked, match="larger than"):
        unpack(tmp_path / "a", tmp_path / "out")


@pytest.mark.parametrize(
    ("limits", "why"), [({"most": 4000}, "larger than 4,000"), ({"files": 1}, "more than 1 files")]
)
def test_size_and_number_are_bounded(limits: dict[str, int], why: str, tmp_path: Path) -> None:
    zipped(tmp_path / "a", FILES)
    with pytest.raises(NotUnpacked, match=why):
        unpack(tmp_path / "a", tmp_path / "out", **limits)


def test_a_name_that_comes_twice_is_not_taken(tmp_path: Path) -> None:
    tarred("w")(tmp_path / "a", {"model/file": b"1", "model/./file": b"2"})
    with pytest.raises(NotUnpacked, match="twice"):
        unpack(tmp_path / "a", tmp_path / "out")


@pytest.mark.parametrize("write", [zipped, tarred("w:gz"), tarred("w:xz")], ids=["zip", "gz", "xz"])
def test_a_damaged_archive_is_told(
    write: Callable[[Path, dict[str, bytes]], None], tmp_path: Path
) -> None:
    write(tmp_path / "a", {"model/noise": bytes(range(256)) * 400})
    raw = bytearray((tmp_path / "a").read_bytes())
    for at in range(60, 90):
        raw[at] ^= 0xFF
    (tmp_path / "a").write_bytes(raw)
    with pytest.raises(NotUnpacked):
        unpack(tmp_path / "a", tmp_path / "out")


@pytest.mark.parametrize("body", [b"", b"PK", b"<html>not found</html>"])
def test_what_is_no_archive_is_told(body: bytes, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(body)
    with pytest.raises(NotUnpacked, match="no ZIP and no TAR"):
        unpack(tmp_path / "a", tmp_path / "out")
