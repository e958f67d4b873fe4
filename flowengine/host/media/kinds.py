"""Which kind of file some bytes are, and whether a name tells the truth about them."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass

from flowengine.host.media import documents, gif, jpeg, png, sounds, webp
from flowengine.host.media.cursor import Foreign
from flowengine.host.media.names import fit_name, suffix
from flowengine.host.refusal import Refusal

PHOTO, RECORDING, FILE = "photo", "recording", "file"


@dataclass(frozen=True, slots=True)
class Kind:
    """`suffixes` are what its files may be called, the usual one first; `clean` raises Foreign."""

    family: str
    type: str
    suffixes: tuple[str, ...]
    clean: Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Media:
    """`family` is photo, recording or file; `name` is fit to be shown and to be a file's."""

    family: str
    type: str
    name: str
    body: bytes


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
JPEG = Kind(PHOTO, "image/jpeg", ("jpg", "jpeg", "jpe", "jfif"), jpeg.clean)
PNG = Kind(PHOTO, "image/png", ("png", "apng"), png.clean)
GIF = Kind(PHOTO, "image/gif", ("gif",), gif.clean)
WEBP = Kind(PHOTO, "image/webp", ("webp",), webp.clean)
OGG = Kind(RECORDING, "audio/ogg", ("ogg", "oga", "opus"), sounds.ogg)
WEBM = Kind(RECORDING, "audio/webm", ("webm", "weba"), sounds.webm)
MP4 = Kind(RECORDING, "audio/mp4", ("m4a", "mp4", "m4b", "aac"), sounds.mp4)
MP3 = Kind(RECORDING, "audio/mpeg", ("mp3", "mpga"), sounds.mp3)
WAV = Kind(RECORDING, "audio/wav", ("wav", "wave"), sounds.wav)
PDF = Kind(FILE, "application/pdf", ("pdf",), documents.pdf)
DOCX = Kind(FILE, _WORD, ("docx",), documents.docx)
ODT = Kind(FILE, "application/vnd.oasis.opendocument.text", ("odt",), documents.odt)
TEXT = Kind(FILE, "text/plain; charset=utf-8", ("txt", "text", "md", "csv", "log"), documents.text)
KINDS = (JPEG, PNG, GIF, WEBP, OGG, WEBM, MP4, MP3, WAV, PDF, DOCX, ODT, TEXT)

_BEGINNINGS = (
    (b"\xff\xd8\xff", JPEG), (png.SIGNATURE, PNG), (b"GIF8", GIF), (b"OggS", OGG),
    (b"\x1a\x45\xdf\xa3", WEBM), (b"ID3", MP3), (b"%PDF-", PDF),
)  # fmt: skip
_HEIC = (b"heic", b"heix", b"heim", b"hevc", b"mif1", b"msf1", b"avif", b"avis")
_PROGRAMS = frozenset(
    "apk app bat cmd com dll dmg docm exe hta htm html jar js lnk mhtml mjs msi php pif ps1 py scr"
    " sh svg svgz vbs wsf xhtml xml".split()
)
_KNOWN = _PROGRAMS.union(*(kind.suffixes for kind in KINDS))

OTHERS = "Photos (JPEG, PNG, GIF, WebP), PDF, text, DOCX, ODT and sound are."


def checked(data: bytes, name: str) -> Media:
    """What was sent, as it may be kept. Raises Refusal `wrong-type`, saying what is taken."""
    if not data:
        raise Refusal("wrong-type", "The file is empty. Please choose another.", about="empty")
    kind = _kind(data)
    try:
        body = kind.clean(data)
    except (Foreign, ValueError, struct.error, OverflowError, MemoryError) as error:
        raise Refusal("wrong-type", f"This kind of file is not taken here. {OTHERS}") from error
    if not _honest(suffix(name), kind):
        mend = f"Call it .{kind.suffixes[0]}, or send another."
        raise Refusal("wrong-type", f"The file is not what its name says. {mend}", about="name")
    return Media(kind.family, kind.type, fit_name(name, kind.suffixes), body)


def _honest(named: str, kind: Kind) -> bool:
    """Telephones mix up the suffixes of pictures, and nobody means harm by it."""
    pictures = kind.family == PHOTO and any(named in one.suffixes for one in KINDS[:4])
    return named not in _KNOWN or named in kind.suffixes or pictures


def _kind(data: bytes) -> Kind:
    """By its first bytes; what begins like nothing else can only be text."""
    for beginning, kind in _BEGINNINGS:
        if data.startswith(beginning):
            return kind
    if data[:4] == b"RIFF":
        return WEBP if data[8:12] == b"WEBP" else WAV
    if data[4:8] == b"ftyp":
        if data[8:12] in _HEIC:
            raise Refusal("wrong-type", "HEIC photos are not taken. Please send it as JPEG.")
        return MP4
    if data[:4] == b"PK\x03\x04":
        return ODT if data[30:38] == b"mimetype" else DOCX
    if data[:1] == b"\xff" and len(data) > 1 and data[1] & 0xE6 == 0xE2:
        return MP3
    return TEXT
