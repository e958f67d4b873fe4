from __future__ import annotations

import pytest

from flowengine.host.media.names import LONGEST, fit_name, suffix


@pytest.mark.parametrize(
    ("name", "fit"),
    [
        ("My CV.pdf", "My CV.pdf"),
        ("cv.PDF", "cv.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\eve\\cv.pdf", "cv.pdf"),
        ("/", "file.pdf"),
        ("..", "file.pdf"),
        ("", "file.pdf"),
        (".pdf", "pdf.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("a\0b\r\nSet-Cookie: x.pdf", "a b Set-Cookie_ x.pdf"),
        ("cv\u202efdp.exe", "cv fdp.exe.pdf"),
        ("con.pdf", "file con.pdf"),
        ("резюме.pdf", "резюме.pdf"),
        ("می\u200cخواهم.pdf", "می\u200cخواهم.pdf"),
        ('<b>"x|y".pdf', "_b__x_y_.pdf"),
        ("e\u0301.pdf", "é.pdf"),
        ("x" * 300, "x" * LONGEST + ".pdf"),
        ("\ud800.pdf", "pdf.pdf"),
    ],
)
def test_a_name_is_fit_to_be_saved(name: str, fit: str) -> None:
    assert fit_name(name, ("pdf",)) == fit


@pytest.mark.parametrize(
    ("name", "found"),
    [("a.b.PNG", "png"), ("a", ""), ("a.", ""), ("x.exe. ", "exe"), ("v2.final cut", ""), ("", "")],
)
def test_the_suffix_is_what_a_system_would_go_by(name: str, found: str) -> None:
    assert suffix(name) == found
