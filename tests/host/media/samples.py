"""Small honest files of every kind, each with something in it that its sender never meant to send.

`SECRET` stands where cameras and programs write places, names and titles.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

SECRET = b"Secret place 50.45N 30.52E"


def tiff(orientation: int = 1, order: str = "big") -> bytes:
    """Exif data as a camera writes it: a place, and which way is up."""
    mark, head = (b"MM", ">") if order == "big" else (b"II", "<")
    place = struct.pack(f"{head}HHII", 0x010E, 2, len(SECRET), 38)
    up = struct.pack(f"{head}HHIHH", 0x0112, 3, 1, orientation, 0)
    return mark + struct.pack(f"{head}HIH", 42, 8, 2) + place + up + b"\0" * 4 + SECRET


def segment(marker: int, body: bytes) -> bytes:
    return b"\xff" + bytes((marker,)) + struct.pack(">H", len(body) + 2) + body


def jpeg(*extra: bytes, size: tuple[int, int] = (8, 8), behind: bytes = b"") -> bytes:
    frame = b"\x08" + struct.pack(">HH", *size) + b"\x01\x01\x11\x00"
    return b"".join((
        b"\xff\xd8", segment(0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0"), *extra,
        segment(0xDB, b"\0" + b"\x10" * 64), segment(0xC0, frame),
        segment(0xC4, b"\0" * 17), segment(0xDA, b"\x01\x01\0\0\x3f\0"),
        b"\x12\xff\x00\x34\xff\xd0\x56", b"\xff\xd9", behind,
    ))  # fmt: skip


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(*extra: bytes, size: tuple[int, int] = (1, 1), behind: bytes = b"") -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", *size, 8, 0, 0, 0, 0))
    drawn = chunk(b"IDAT", zlib.compress(b"\0\x7f"))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(extra) + drawn + chunk(b"IEND", b"") + behind


def gif(*extra: bytes, behind: bytes = b"") -> bytes:
    head = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + b"\0" * 6
    image = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\0"
    return head + b"".join(extra) + image + b"\x3b" + behind


def block(label: bytes, *parts: bytes) -> bytes:
    return b"\x21" + label + b"".join(bytes((len(one),)) + one for one in parts) + b"\0"


def riff(kind: bytes, *chunks: tuple[bytes, bytes]) -> bytes:
    body = kind
    for name, data in chunks:
        body += name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
    return b"RIFF" + struct.pack("<I", len(body)) + body


VP8X = b"\x0c\0\0\0" + b"\x07\0\0" * 2
WEBP = riff(b"WEBP", (b"VP8X", VP8X), (b"VP8L", b"\x2f\0\0\0\0"), (b"XMP ", SECRET))
WAV = riff(
    b"WAVE",
    (b"fmt ", struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8)),
    (b"LIST", SECRET),
    (b"data", b"\x80" * 9),
)


def page(body: bytes, *, begins: bool = False) -> bytes:
    laces = bytes([255] * (len(body) // 255) + [len(body) % 255])
    head = b"OggS\0" + (b"\x02" if begins else b"\0") + b"\0" * 20
    return head + bytes((len(laces),)) + laces + body


OGG = page(b"OpusHead\x01", begins=True) + page(b"x" * 300)


def element(name: int, body: bytes, *, endless: bool = False) -> bytes:
    code = name.to_bytes((name.bit_length() + 7) // 8, "big")
    return code + (b"\xff" if endless else bytes((0x40 | len(body) >> 8, len(body) & 255))) + body


def webm(track: int = 2, doctype: bytes = b"webm") -> bytes:
    tracks = element(0x1654AE6B, element(0xAE, element(0x83, bytes((track,)))))
    body = element(0x1549A966, b"info") + tracks + element(0x1F43B675, b"sound", endless=True)
    head = element(0x1A45DFA3, element(0x4282, doctype))
    return head + element(0x18538067, body, endless=True)


def box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + name + body


def mp4(handler: bytes = b"soun") -> bytes:
    told = box(b"hdlr", b"\0" * 8 + handler + b"\0" * 12)
    moov = box(b"moov", box(b"trak", box(b"mdia", told)) + box(b"udta", SECRET))
    return box(b"ftyp", b"M4A \0\0\0\0") + moov + box(b"mdat", b"sound")


FRAME = b"\xff\xfb\x90\x00" + b"\0" * 413  # MPEG-1 layer III, 128 kbit/s, 44,100 Hz
ID3 = b"ID3\x04\0\0" + bytes((0, 0, 0, len(SECRET))) + SECRET
MP3 = ID3 + FRAME * 3 + b"TAG" + SECRET.ljust(125, b"\0")
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n0\n%%EOF\n"


def packed(*members: tuple[str, bytes], store: bool = True) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, body in members:
            kind = zipfile.ZIP_STORED if name == "mimetype" or store else zipfile.ZIP_DEFLATED
            archive.writestr(name, body, kind)
    return out.getvalue()


TYPES = (
    b"<Types><Override ContentType='application/vnd.openxmlformats-officedocument"
    b".wordprocessingml.document.main+xml'/></Types>"
)
DOCX_PARTS = (
    ("[Content_Types].xml", TYPES),
    ("_rels/.rels", b"<R/>"),
    ("word/document.xml", b"<d/>"),
)
ODT_PARTS = (
    ("mimetype", b"application/vnd.oasis.opendocument.text"),
    ("content.xml", b"<office:document-content/>"),
)
DOCX, ODT = packed(*DOCX_PARTS), packed(*ODT_PARTS)
ALL = {
    "jpg": jpeg(segment(0xE1, b"Exif\0\0" + tiff())),
    "png": png(chunk(b"tEXt", SECRET)),
    "gif": gif(block(b"\xfe", SECRET)),
    "webp": WEBP,
    "ogg": OGG,
    "webm": webm(),
    "m4a": mp4(),
    "mp3": MP3,
    "wav": WAV,
    "pdf": PDF,
    "docx": DOCX,
    "odt": ODT,
    "txt": "Привіт, سلام!\n".encode(),
}
