from __future__ import annotations

from datetime import datetime

import pytest

from flowengine.grammar.standard import Standard
from flowengine.grammar.values import read


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("ann@example.org", ["ann@example.org"]),
        ("Ann.Smith+x@Example.ORG.", ["Ann.Smith+x@example.org"]),
        ("<ann@example.org>", ["ann@example.org"]),
        ("mailto:ann@example.org", ["ann@example.org"]),
        ("ann at example dot org", ["ann@example.org"]),
        ("Ann dot Smith at example dot co dot uk", ["ann.smith@example.co.uk"]),
        ("my email is a n n 12 at example dot org", ["ann12@example.org"]),
        ("ann underscore b at my dash shelter dot org", ["ann_b@my-shelter.org"]),
        ("it's ann@example.org, please", ["ann@example.org"]),
        ("you can write to ann@example.org any time", ["ann@example.org"]),
        ("олена@приклад.укр", ["олена@приклад.укр"]),
        ("ann", []),
        ("ann@localhost", []),
        ("ann@@example.org", []),
        (".ann@example.org", []),
        ("ann@-example.org", []),
        ("a" * 250 + "@b.org", []),
        ("a" * 1000 + "@", []),
        ("", []),
    ],
)
def test_read(standard: Standard, now: datetime, text: str, values: list[object]) -> None:
    assert [reading.value for reading in read("email", text, standard, "en", now)] == values
