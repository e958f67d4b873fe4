"""Recordings: Ogg (RFC 3533), WebM (RFC 8794, 9559), MP4 (ISO/IEC 14496-12), MP3 and WAV.

Only sound: a file with moving pictures is foreign. What tells about the recording beside it is left
out where the form of the file allows it.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowengine.host.media.cursor import Cursor, Foreign, demand

_CODECS = (b"OpusHead", b"\x01vorbis", b"Speex   ", b"\x7fFLAC")


def ogg(data: bytes) -> bytes:
    cursor = Cursor(data)
    streams = 0
    while cursor.left:
        demand(cursor.take(5) == b"OggS\0")
        begins = cursor.number(1) & 0x02
        cursor.take(20)
        length = sum(cursor.take(cursor.number(1)))
        body = cursor.take(length)
        if begins:
            streams += 1
            demand(body.startswith(_CODECS))
    demand(streams)
    return data


# ---------------------------------------------------------------- WebM

_HEADER, _DOCTYPE, _SEGMENT, _TRACKS, _TRACK = 0x1A45DFA3, 0x4282, 0x18538067, 0x1654AE6B, 0xAE
_TYPE, _CLUSTER, _AUDIO = 0x83, 0x1F43B675, 2


def webm(data: bytes) -> bytes:
    cursor = Cursor(data)
    name, header = _element(cursor)
    demand(name == _HEADER)
    kinds = [body.take(body.left) for name, body in _elements(header) if name == _DOCTYPE]
    demand(kinds and kinds[0].rstrip(b"\0") == b"webm")
    name, segment = _element(cursor)
    demand(name == _SEGMENT)
    for name, body in _elements(segment):
        demand(name != _CLUSTER)  # sound before anybody said what it is
        if name == _TRACKS:
            demand(_only_audio(body))
            return data
    raise Foreign  # it ended without tracks


def _only_audio(tracks: Cursor) -> bool:
    found = [
        body.number(body.left)
        for name, track in _elements(tracks)
        if name == _TRACK
        for name, body in _elements(track)
        if name == _TYPE
    ]
    return bool(found) and set(found) == {_AUDIO}


def _elements(cursor: Cursor) -> Iterator[tuple[int, Cursor]]:
    while cursor.left:
        yield _element(cursor)


def _element(cursor: Cursor) -> tuple[int, Cursor]:
    """Its id, with the mark of its length, and its body; one of unknown length goes to the end."""
    first = cursor.number(1)
    width = 9 - first.bit_length()
    demand(width <= 4)
    name = (first << 8 * (width - 1)) | cursor.number(width - 1)
    first = cursor.number(1)
    width = 9 - first.bit_length()
    demand(width <= 8)
    mask = (1 << (7 * width)) - 1
    length = ((first << 8 * (width - 1)) | cursor.number(width - 1)) & mask
    return name, cursor.inside(cursor.left if length == mask else length)


# ---------------------------------------------------------------- MP4

_INSIDE = (b"moov", b"trak", b"mdia")
_TELLS = (b"udta", b"meta", b"uuid")


def mp4(data: bytes) -> bytes:
    """Where it was recorded, and all else that stands beside the sound, is overwritten in place."""
    kept = bytearray(data)
    handlers: list[bytes] = []
    names = [name for name, *_ in _boxes(Cursor(data))]
    demand(names and names[0] == b"ftyp" and b"moov" in names)
    _empty(Cursor(data), kept, handlers)
    demand(handlers and set(handlers) == {b"soun"})
    return bytes(kept)


def _empty(cursor: Cursor, kept: bytearray, handlers: list[bytes], depth: int = 0) -> None:
    demand(depth <= len(_INSIDE))
    for name, start, body in _boxes(cursor):
        if name in _TELLS:
            kept[start + 4 : start + 8] = b"free"
            kept[body.at : body.end] = bytes(body.left)
        elif name in _INSIDE:
            _empty(body, kept, handlers, depth + 1)
        elif name == b"hdlr":
            handlers.append(Cursor(body.data, body.at + 8, body.end).take(4))


def _boxes(cursor: Cursor) -> Iterator[tuple[bytes, int, Cursor]]:
    """Name, where the box begins, and its body."""
    while cursor.left:
        start, length, name = cursor.at, cursor.number(4), cursor.take(4)
        if length == 1:
            length = cursor.number(8)
        head = cursor.at - start
        yield name, start, cursor.inside(length - head if length else cursor.left)


# ---------------------------------------------------------------- MP3 and WAV

_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_KBITS = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_FRAMES = 3  # in a row, before anything else could be taken for sound


def mp3(data: bytes) -> bytes:
    """The frames alone (ISO/IEC 11172-3, 2.4.1): no titles, names or covers before or behind."""
    start = at = _after_titles(data)
    frames = 0
    while length := _frame(data[at : at + 4]):
        if at + length > len(data):
            break
        at += length
        frames += 1
    rest = data[at:]
    demand(frames >= _FRAMES and (len(rest) < 2_048 or rest.startswith((b"TAG", b"APETAGEX"))))
    return data[start:at]


def _after_titles(data: bytes) -> int:
    if not data.startswith(b"ID3"):
        return 0
    demand(len(data) > 10)
    size = 0
    for one in data[6:10]:
        size = size << 7 | (one & 0x7F)
    return 10 + size + (10 if data[5] & 0x10 else 0)


def _frame(head: bytes) -> int:
    """Bytes of the frame that begins so, 0 where none does."""
    bits = int.from_bytes(head.ljust(4, b"\0"), "big")
    version, layer = bits >> 19 & 3, bits >> 17 & 3
    kbits, rate, padded = bits >> 12 & 15, bits >> 10 & 3, bits >> 9 & 1
    if bits >> 21 != 0x7FF or version == 1 or layer != 1 or kbits in (0, 15) or rate == 3:
        return 0
    first = version == 3
    return (144 if first else 72) * _KBITS[first][kbits] * 1000 // _RATES[version][rate] + padded


def wav(data: bytes) -> bytes:
    cursor = Cursor(data)
    demand(cursor.take(4) == b"RIFF")
    cursor.take(4)
    demand(cursor.take(4) == b"WAVE")
    kept: dict[bytes, bytes] = {}
    while cursor.left >= 8 and b"data" not in kept:
        name, length = cursor.take(4), cursor.number(4, "little")
        # Whoever writes as it comes does not know the length of the sound beforehand.
        body = cursor.take(min(length, cursor.left) if name == b"data" else length)
        cursor.take(min(length % 2, cursor.left))
        if name in (b"fmt ", b"fact", b"data"):
            kept[name] = body
    demand(len(kept.get(b"fmt ", b"")) >= 16 and kept.get(b"data"))
    chunks = b"".join(
        name + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)
        for name, body in kept.items()
    )
    return b"RIFF" + (len(chunks) + 4).to_bytes(4, "little") + b"WAVE" + chunks
