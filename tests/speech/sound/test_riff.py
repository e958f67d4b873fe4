"""Chunks are found whatever their sizes claim; what format they tell is read from every kind."""

from __future__ import annotations

import struct

import pytest

from flowengine.speech.sound.riff import FLOAT, PCM, Format, chunks, format_of, is_wav

HEAD = b"RIFF\0\0\0\0WAVE"


def chunk(name: bytes, size: int, content: bytes) -> bytes:
    return struct.pack("<4sI", name, size) + content


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"", []),
        (b"data\1\0", []),
        (chunk(b"fact", 4, b"abcd") + chunk(b"data", 2, b"ef"), [(b"fact", 4), (b"data", 2)]),
        (chunk(b"data", 3, b"abc\0") + chunk(b"LIST", 0, b""), [(b"data", 3), (b"LIST", 0)]),
        (chunk(b"data", 3, b"abc") + chunk(b"LIST", 0, b""), [(b"data", 3), (b"LIST", 0)]),
        (chunk(b"data", 99, b"abc"), [(b"data", 3)]),
        (chunk(b"data", 0, b"\1\2\3\4"), [(b"data", 4)]),
        (chunk(b"data", 0, b"") + chunk(b"LIST", 2, b"xy"), [(b"data", 0), (b"LIST", 2)]),
        (chunk(b"data", 0xFFFFFFFF, b"\1\2\3\4\5"), [(b"data", 5)]),
        (chunk(b"junk", 0, b"") * 3000, [(b"junk", 0)] * 1000),
    ],
)
def test_chunks(body: bytes, found: list[tuple[bytes, int]]) -> None:
    assert [(name, len(content)) for name, content in chunks(HEAD + body)] == found


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        (struct.pack("<HHIIHH", 1, 2, 8000, 0, 0, 16), Format(PCM, 2, 8000, 16)),
        (struct.pack("<HHIIHH", 1, 1, 8000, 0, 0, 12), Format(PCM, 1, 8000, 16)),
        (struct.pack("<HHIIHH", 1, 2, 8000, 0, 6, 0), Format(PCM, 2, 8000, 24)),
        (
            struct.pack("<HHIIHHHHIH", 0xFFFE, 1, 8000, 0, 4, 32, 22, 32, 4, 3),
            Format(FLOAT, 1, 8000, 32),
        ),
        (struct.pack("<HHIIHH", 0xFFFE, 1, 8000, 0, 4, 32), Format(0xFFFE, 1, 8000, 32)),
        (b"\1\0\1\0", None),
    ],
)
def test_formats(told: bytes, meant: Format | None) -> None:
    assert format_of(memoryview(told)) == meant


@pytest.mark.parametrize(
    ("start", "yes"),
    [(HEAD, True), (b"RF64\0\0\0\0WAVE", True), (b"RIFF\0\0\0\0AVI ", False), (b"RIFF", False)],
)
def test_what_is_wav(start: bytes, yes: bool) -> None:
    assert is_wav(start) == yes
