from __future__ import annotations

import struct

import pytest

from flowengine.host.media import sounds
from flowengine.host.media.cursor import Foreign
from tests.host.media.samples import (
    FRAME,
    ID3,
    MP3,
    OGG,
    SECRET,
    WAV,
    box,
    element,
    mp4,
    page,
    riff,
    webm,
)  # fmt: skip

MOOV = box(b"moov", b"")
DEEP = box(b"moov", box(b"moov", box(b"moov", box(b"moov", box(b"moov", b"")))))
FMT = (b"fmt ", struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8))


def test_titles_and_covers_are_left_out() -> None:
    assert sounds.mp3(MP3) == FRAME * 3
    assert sounds.mp3(b"ID3\x04\0\x10" + ID3[6:] + b"\0" * 10 + FRAME * 3) == FRAME * 3


def test_sound_that_was_written_as_it_came_is_taken() -> None:
    live = riff(b"WAVE", FMT) + b"data\xff\xff\xff\xff" + b"\x80" * 9
    assert sounds.wav(live) == riff(b"WAVE", FMT, (b"data", b"\x80" * 9))
    assert sounds.wav(WAV) == sounds.wav(live)


def test_where_it_was_recorded_is_overwritten_and_nothing_moves() -> None:
    found = sounds.mp4(mp4())
    assert len(found) == len(mp4())
    assert SECRET not in found
    assert found.endswith(b"mdatsound")


def test_large_and_open_boxes_are_read() -> None:
    whole = mp4().removesuffix(box(b"mdat", b"sound"))
    large = struct.pack(">I", 1) + b"mdat" + struct.pack(">Q", 21) + b"sound"
    open_end = struct.pack(">I", 0) + b"mdat" + b"sound"
    assert sounds.mp4(whole + large).endswith(b"sound")
    assert sounds.mp4(whole + open_end).endswith(b"sound")


@pytest.mark.parametrize("length", [3, 300])
def test_ogg_and_webm_stay_as_they_are(length: int) -> None:
    assert sounds.ogg(OGG) == OGG
    assert sounds.webm(webm()) == webm()


@pytest.mark.parametrize(
    ("read", "data"),
    [
        (sounds.ogg, OGG[:-1]),
        (sounds.ogg, b""),
        (sounds.ogg, page(b"\x80theora", begins=True)),
        (sounds.ogg, OGG + page(b"\x80theora", begins=True)),
        (sounds.ogg, page(b"nobody began")),
        (sounds.ogg, OGG + b"MZ"),
        (sounds.webm, webm(track=1)),
        (sounds.webm, webm(doctype=b"matroska")),
        (sounds.webm, element(0x1A45DFA3, element(0x4282, b"webm"))),
        (sounds.webm, webm().replace(b"\x16\x54\xae\x6b", b"\x1f\x43\xb6\x75")),
        (sounds.webm, element(0x1A45DFA3, b"") + element(0x18538067, b"")),
        (sounds.webm, webm()[:30].replace(b"\x15\x49", b"\x15\x48") + b"\x00"),
        (sounds.webm, element(0x1A45DFA3, element(0x4282, b"webm")) + element(0xEC, b"")),
        (sounds.webm, element(0x1A45DFA3, element(0x4282, b"webm")) + element(0x18538067, b"")),
        (sounds.mp4, mp4(b"vide")),
        (sounds.mp4, mp4()[:-1]),
        (sounds.mp4, box(b"ftyp", b"M4A ")),
        (sounds.mp4, box(b"ftyp", b"M4A ") + MOOV),
        (sounds.mp4, box(b"ftyp", b"M4A ") + DEEP),
        (sounds.mp4, MOOV + mp4()),
        (sounds.mp3, FRAME * 2),
        (sounds.mp3, FRAME * 3 + b"MZ" * 2_000),
        (sounds.mp3, b"ID3"),
        (sounds.mp3, b"\xff\xfb\xf0\x00" * 400),
        (sounds.mp3, b"\xff\xfd\x90\x00" * 400),
        (sounds.wav, riff(b"WAVE", FMT)),
        (sounds.wav, riff(b"WAVE", (b"data", b"x" * 20))),
        (sounds.wav, riff(b"AVI ", FMT, (b"data", b"x"))),
        (sounds.wav, b"RIFX"),
    ],
)
def test_what_is_no_sound_is_foreign(read: object, data: bytes) -> None:
    assert callable(read)
    with pytest.raises(Foreign):
        read(data)
