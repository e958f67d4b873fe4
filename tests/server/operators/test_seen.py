from __future__ import annotations

import pytest

from flowengine.host.lines import Line
from flowengine.server.operators.seen import described, seen

FILES = frozenset(("files/map.png", "files/a b.pdf"))


@pytest.mark.parametrize(
    ("line", "picture", "link"),
    [
        (Line(kind="picture", reference="files/map.png"), "/files/files/map.png", ""),
        (Line(kind="picture", reference="files/gone.png"), "", ""),
        (Line(kind="file", reference="files/a b.pdf"), "", "/files/files/a%20b.pdf"),
        (Line(kind="picture", reference="../../etc/passwd"), "", ""),
        (Line(kind="link", reference="https://example.org"), "", "https://example.org"),
        (Line(kind="link", reference="javascript:alert(1)"), "", ""),
        (Line(kind="link", reference={"url": "https://example.org"}), "", ""),
        (Line(kind="link", reference="files/map.png"), "", ""),
        (Line(kind="text", text="files/map.png"), "", ""),
    ],
)
def test_only_what_is_served_or_safe_is_led_to(line: Line, picture: str, link: str) -> None:
    found = seen(1, 1.0, "flow", line, FILES)
    assert (found.picture, found.link) == (picture, link)


def test_a_file_of_the_person_is_found_by_its_id() -> None:
    line = Line(kind="photo", text="door.jpg", reference={"upload": "u1", "bytes": 3})
    assert seen(1, 1.0, "person", line, FILES).upload == "u1"
    assert seen(1, 1.0, "flow", line, FILES).upload == ""


@pytest.mark.parametrize(
    ("reference", "shown"),
    [
        (None, ""),
        ("Kyiv", "Kyiv"),
        ({"a": "Kyiv", "b": None, "d": ""}, "Kyiv"),
        (7, "7"),
    ],
)
def test_what_is_shown_is_in_words(reference: object, shown: str) -> None:
    assert described(reference) == shown
