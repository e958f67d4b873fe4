from __future__ import annotations

import random

import pytest

from flowengine.host.media import checked
from flowengine.host.refusal import Refusal
from tests.host.media import samples

FAMILIES = {"photo": "jpg png gif webp", "recording": "ogg webm m4a mp3 wav"}


@pytest.mark.parametrize("suffix", samples.ALL)
def test_each_kind_is_told_by_its_content_alone(suffix: str) -> None:
    data = samples.ALL[suffix]
    for name in ("my", "", f"../../My.{suffix.upper()}"):
        named = checked(data, name).name
        assert named.endswith(f".{suffix}")
        assert "/" not in named
    found = checked(data, f"my.{suffix}")
    family = next((one for one, names in FAMILIES.items() if suffix in names.split()), "file")
    assert found.family == family
    # What was let in is let in again, unchanged.
    assert checked(found.body, found.name).body == found.body
    assert samples.SECRET not in found.body


@pytest.mark.parametrize("suffix", samples.ALL)
def test_a_file_that_was_cut_off_or_altered_never_breaks_anything(suffix: str) -> None:
    data = samples.ALL[suffix]
    chance = random.Random(7)
    told: set[str] = set()
    for _ in range(200):
        cut = bytearray(data[: chance.randrange(1, len(data) + 1)])
        cut[chance.randrange(len(cut))] = chance.randrange(256)
        try:
            told.add(checked(bytes(cut), "x").family)
        except Refusal as refusal:
            told.add(refusal.code)
    assert told <= {"photo", "recording", "file", "wrong-type"}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("photo.jpg", samples.PDF),
        ("cv.pdf", samples.ALL["png"]),
        ("cv.docx", samples.ODT),
        ("note.exe", samples.ALL["txt"]),
        ("page.html", samples.ALL["txt"]),
        ("cat.jpg.exe", samples.ALL["jpg"]),
        ("cat.svg", samples.ALL["png"]),
        ("song.mp3", samples.WAV),
        ("a\u202egpj.exe", samples.ALL["jpg"]),
    ],
)
def test_a_name_that_lies_is_refused_in_words(name: str, data: bytes) -> None:
    with pytest.raises(Refusal, match="not what its name says") as refused:
        checked(data, name)
    assert name not in str(refused.value)


def test_telephones_may_mix_up_pictures() -> None:
    assert checked(samples.WEBP, "IMG_1.JPG").name == "IMG_1.JPG.webp"


@pytest.mark.parametrize(
    "data",
    [
        b"MZ\x90\0\x03",
        b"\x7fELF\x02",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"\xef\xbb\xbf \n<!DOCTYPE html><script>alert(1)</script>",
        b"<?xml version='1.0'?><svg/>",
        b"#!/bin/sh\nrm -rf /",
        b"{\\rtf1 hello}",
        b"%!PS-Adobe-3.0",
        b"BM" + b"\0" * 60,
        b"Rar!\x1a\x07\0",
        b"7z\xbc\xaf\x27\x1c",
        b"\x1f\x8b\x08\0",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"\xff\xfe<\0s\0",
        b"PK\x05\x06" + b"\0" * 18,
        b"   \n",
        b"RIFF\x04\0\0\0AVI ",
        b"\0\0\0\x18ftypisom",
        b"\0",
    ],
)
def test_what_is_none_of_them_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal, match="not taken here") as refused:
        checked(data, "x")
    assert refused.value.code == "wrong-type"


def test_an_empty_file_and_a_heic_photo_are_told_the_mend() -> None:
    with pytest.raises(Refusal, match="empty"):
        checked(b"", "x.jpg")
    with pytest.raises(Refusal, match="JPEG"):
        checked(b"\0\0\0\x18ftypheic" + b"\0" * 20, "IMG.HEIC")
