from __future__ import annotations

import struct
import zipfile

import pytest

from flowengine.host.media import documents, limits
from flowengine.host.media.cursor import Foreign
from tests.host.media.samples import DOCX, DOCX_PARTS, ODT, ODT_PARTS, PDF, TYPES, packed


def test_honest_documents_stay_as_they_are() -> None:
    stream = PDF.replace(b"<<>>\nendobj", b"<<>>\nstream\n/JS /XFA \nendstream\nendobj")
    for read, data in (
        (documents.pdf, PDF),
        (documents.pdf, stream),  # words that stand in compressed parts by chance
        (documents.docx, DOCX),
        (documents.docx, packed(*DOCX_PARTS, store=False)),
        (documents.odt, ODT),
        (documents.text, "a < b\n\tχ\r\n".encode()),
        (documents.text, b"\xef\xbb\xbfhello"),
    ):
        assert read(data) == data


def lying(data: bytes, size: int) -> bytes:
    """The archive, whose list of contents announces `size` bytes for each member."""
    at = data.index(b"PK\x01\x02")
    out = bytearray(data)
    while data[at : at + 4] == b"PK\x01\x02":
        out[at + 24 : at + 28] = struct.pack("<I", size)
        at += 46 + sum(struct.unpack("<HHH", data[at + 28 : at + 34]))
    return bytes(out)


def overlapping() -> bytes:
    """Many names for the same compressed bytes, as bombs have them."""
    data = DOCX
    at = data.index(b"PK\x01\x02")
    out = bytearray(data)
    out[at + 42 : at + 46] = struct.pack("<I", 1)
    return bytes(out)


@pytest.mark.parametrize(
    ("read", "data"),
    [
        (documents.pdf, b"%PDF-9"),
        (documents.pdf, PDF.replace(b"%%EOF", b"")),
        (documents.pdf, PDF.replace(b"startxref", b"")),
        (documents.pdf, PDF.replace(b"<<>>", b"<</OpenAction<</S/JavaScript/JS(x)>>>>", 1)),
        (documents.pdf, PDF.replace(b"<<>>", b"<</S/J#61vaScript>>", 1)),
        (documents.pdf, PDF.replace(b"<<>>", b"<</S/Launch>>", 1)),
        # Between two strings that look like the ends of a stream.
        (documents.pdf, PDF.replace(b"<<>>", b"<</T(stream)/JS(x)/U(endstream)>>", 1)),
        (documents.pdf, PDF.replace(b"<<>>", b"<</T(stream\n)/XFA(x)/U(endstream)>>", 1)),
        (documents.pdf, PDF.replace(b"<<>>", b"<</T(>>stream)/JS(x)/U(endstream)>>", 1)),
        # Inside one, where the list of objects may point to.
        (
            documents.pdf,
            PDF.replace(b"<<>>", b"<<>>\nstream\n<</S/Java#53cript/JS(x)>>\nendstream", 1),
        ),
        (documents.pdf, PDF.replace(b"<<>>", b"<</Names<</EmbeddedFiles 3 0 R>>>>", 1)),
        (documents.text, b"\xff\xfe"),
        (documents.text, b"a\x00b"),
        (documents.text, b"a\x1bb"),
        (documents.text, b" <svg>"),
        (documents.docx, ODT),
        (documents.docx, packed(*DOCX_PARTS[1:])),
        (documents.docx, packed(*DOCX_PARTS[:2])),
        (documents.docx, packed(*DOCX_PARTS, ("word/vbaProject.bin", b"x"))),
        (documents.docx, packed(*DOCX_PARTS, ("word/embeddings/a.docx", b"x"))),
        (documents.docx, packed(*DOCX_PARTS, ("../../etc/passwd", b"x"))),
        (documents.docx, packed(*DOCX_PARTS, ("/etc/passwd", b"x"))),
        (documents.docx, packed(*DOCX_PARTS, ("a\\b", b"x"))),
        (documents.docx, packed(*DOCX_PARTS, ("run.exe", b"x"))),
        (documents.docx, packed(("[Content_Types].xml", TYPES + b"macroEnabled"), *DOCX_PARTS[1:])),
        (documents.docx, packed(("[Content_Types].xml", b" " * 1_000_001), *DOCX_PARTS[1:])),
        (documents.docx, b"MZ" + DOCX),
        (documents.docx, DOCX[:-5]),
        (documents.docx, DOCX + b"hidden"),
        (documents.docx, lying(DOCX, 3)),
        (documents.docx, lying(DOCX, limits.UNPACKED)),
        (documents.docx, overlapping()),
        (documents.docx, DOCX.replace(b"\x14\0\0\0\0\0", b"\x14\0\x01\0\0\0")),  # under a password
        (documents.docx, DOCX.replace(b"<d/>", b"<e/>")),  # a checksum that is wrong
        (documents.odt, DOCX),
        (documents.odt, packed(*ODT_PARTS[:1])),
        (documents.odt, packed(*ODT_PARTS, ("Basic/Standard/Module1.xml", b"x"))),
        (documents.odt, packed(("mimetype", b"application/zip"), *ODT_PARTS[1:])),
        (documents.odt, packed(*ODT_PARTS[::-1])),
        (documents.odt, b""),
    ],
)
def test_documents_that_run_lie_or_hide_are_foreign(read: object, data: bytes) -> None:
    assert callable(read)
    with pytest.raises(Foreign):
        read(data)


def test_a_bomb_is_not_set_off(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = packed(*DOCX_PARTS, ("word/media.xml", b"0" * 30_000_000), store=False)
    assert len(bomb) < 60_000
    assert documents.docx(bomb)  # large, but within what a document may be
    monkeypatch.setattr(documents, "UNPACKED", 29_999_999)
    with pytest.raises(Foreign):
        documents.docx(bomb)


def test_an_archive_of_countless_members_is_foreign(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MEMBERS", 2)
    with pytest.raises(Foreign):
        documents.docx(DOCX)


def test_rare_ways_of_packing_are_foreign() -> None:
    with pytest.raises(Foreign):
        documents.docx(
            DOCX.replace(b"PK\x01\x02\x14\x03\x14\0\0\0\0\0", b"PK\x01\x02\x14\x03\x14\0\0\0\x0c\0")
        )
    assert zipfile.ZIP_BZIP2 == 12


def test_a_thousand_beginnings_without_an_end_take_no_time_to_speak_of() -> None:
    """A pattern went over the whole rest of the file once for each of them."""
    data = PDF.replace(b"<<>>", b"<<>>stream\n" * 200_000, 1)
    assert documents.pdf(data) == data
