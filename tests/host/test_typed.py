from __future__ import annotations

import pytest

from flowengine.host.refusal import Refusal
from flowengine.host.typed import fit
from flowengine.runtime.limits import EVENT_TEXT


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("  hello ", "hello"),
        ("two\r\nlines\rthree", "two\nlines\nthree"),
        ("tab\tstays", "tab\tstays"),
        ("سلام hello 123", "سلام hello 123"),
        ("گفت‌وگو", "گفت‌وگو"),  # a joiner that Persian needs
        ("\u200fשלום", "\u200fשלום"),
        ("👩‍👩‍👧", "👩‍👩‍👧"),
        ("<b>1 & 2</b> {{ secret }}", "<b>1 & 2</b> {{ secret }}"),  # data, never a template
        ("x" * EVENT_TEXT, "x" * EVENT_TEXT),
    ],
)
def test_what_people_type_is_read_as_they_typed_it(typed: str, read: str) -> None:
    assert fit(typed) == read


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        (" \n\t ", "empty"),
        ("\u200b\u2060\ufeff", "empty"),
        ("x" * (EVENT_TEXT + 1), "too-long"),
        ("x" * 10_000_000, "too-long"),
        ("bell\x07", "unreadable"),
        ("nul\x00nul", "unreadable"),
        ("escape\x1b[31m", "unreadable"),
        ("c1\x9b31m", "unreadable"),
        ("half \ud83d emoji", "unreadable"),
        ("invoice\u202egpj.exe", "reversed"),
        ("\u202dforced", "reversed"),
    ],
)
def test_what_cannot_be_read_is_refused_and_not_cut(typed: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        fit(typed)
    assert refused.value.code == code
    assert str(refused.value).endswith(".")
