"""Documents: PDF, plain text, and the packed ones of word processors (DOCX, ODT).

Documents that run programs are foreign, and packed ones that grow beyond measure when opened. What
is hidden in the compressed parts of a PDF is not looked at. A reader of PDF finds its way by
offsets, so a script may lie anywhere in the bytes: a word too long to stand there by chance is
foreign anywhere.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from flowengine.host.media.cursor import Foreign, demand
from flowengine.host.media.limits import MEMBERS, UNPACKED

PIECE = 65_536  # signs
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_MARKUP = re.compile(r"\s*(<[!?a-z]|#!|%!|\{\\rtf|mime-version:)", re.IGNORECASE)
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTIVE = re.compile(rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia)(?![A-Za-z])")
_SHORT = re.compile(rb"/(JS|XFA)(?![A-Za-z])")  # a large picture holds one by chance
_STREAM = re.compile(rb">>[\0\t\n\f\r ]*stream\r?\n")  # ISO 32000-1, 7.3.8.1


def text(data: bytes) -> bytes:
    """UTF-8 for people to read: no markup, no scripts, no control characters."""
    try:
        found = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Foreign from error
    demand(not found.isspace() and found and not _MARKUP.match(found))
    # In pieces, for one search keeps everybody else waiting until it is done.
    for at in range(0, len(found), PIECE):
        demand(not _CONTROLS.search(found, at, at + PIECE))
    return data


def pdf(data: bytes) -> bytes:
    """ISO 32000-1, 7.5: a header, a place to begin, an end; no scripts, no files inside."""
    demand(re.match(rb"%PDF-[12]\.\d", data))
    demand(b"%%EOF" in data[-2_048:] and b"startxref" in data)
    demand(not _ACTIVE.search(_spelled_out(data)))
    demand(not _SHORT.search(_spelled_out(_without_streams(data))))
    return data


def _spelled_out(data: bytes) -> bytes:
    """Names with their `#61` as signs (7.3.5)."""
    return _HEX.sub(lambda one: bytes((int(one[1], 16),)), data)


def _without_streams(data: bytes) -> bytes:
    """Compressed pictures and texts hold every short word by chance. One pass, whatever is in them.

    The word `stream` alone begins none: it may stand in a title.
    """
    kept: list[bytes] = []
    at = 0
    while begun := _STREAM.search(data, at):
        end = data.find(b"endstream", begun.end())
        if end < 0:
            break
        kept.append(data[at : begun.start()])
        at = end + len(b"endstream")
    return b"".join((*kept, data[at:]))


_END = b"PK\x05\x06"  # the last record of an archive behind which nothing hides
TOLD = 1_000_000  # bytes in which a document says what it is
_WORD = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_ODT = b"application/vnd.oasis.opendocument.text"
_PROGRAMS = re.compile(
    r"vbaproject|(^|/)(activex|basic|scripts|macros|embeddings)/|\.(exe|dll|js|vbs|jar|bin|com)$",
    re.IGNORECASE,
)


def docx(data: bytes) -> bytes:
    """ECMA-376: the parts of a text document without macros."""
    archive = _opened(data)
    demand({"_rels/.rels", "word/document.xml"} <= set(archive.namelist()))
    types = _read(archive, "[Content_Types].xml")
    demand(_WORD in types and b"macroEnabled" not in types)
    return data


def odt(data: bytes) -> bytes:
    """OpenDocument 1.3, part 2: says first of all what it is."""
    archive = _opened(data)
    first = archive.infolist()[0]
    demand(first.filename == "mimetype" and first.compress_type == zipfile.ZIP_STORED)
    demand(_read(archive, "mimetype") == _ODT and "content.xml" in archive.namelist())
    return data


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        demand(archive.getinfo(name).file_size <= TOLD)
        return archive.read(name)
    except KeyError as error:
        raise Foreign from error


def _opened(data: bytes) -> zipfile.ZipFile:
    """The archive, after every member was unpacked once and none was more than it said."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        demand(0 < len(archive.infolist()) <= MEMBERS and data[-22:-18] == _END)
        _demand_apart(archive)
        _demand_small(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        raise Foreign from error
    return archive


def _demand_apart(archive: zipfile.ZipFile) -> None:
    """Members lie one behind the other from the first byte, and go by honest names."""
    members = sorted(archive.infolist(), key=lambda one: one.header_offset)
    free = 0
    for one in members:
        demand(one.header_offset >= free and not one.flag_bits & 0x1)
        demand(one.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
        free = one.header_offset + 30 + one.compress_size
        demand(not _PROGRAMS.search(one.filename) and "\\" not in one.filename)
        demand(".." not in one.filename.split("/") and not one.filename.startswith("/"))
    names = [one.filename.lower() for one in members]
    demand(members[0].header_offset == 0 and len(set(names)) == len(names))


def _demand_small(archive: zipfile.ZipFile) -> None:
    demand(sum(one.file_size for one in archive.infolist()) <= UNPACKED)
    for one in archive.infolist():
        with archive.open(one) as member:  # gives no more than the announced size, and checks it
            while member.read(1 << 20):
                pass
