from __future__ import annotations

import re

from flowengine.authoring.graph.chart import Chart, Place, Way
from flowengine.authoring.graph.mermaid import escaped, mermaid

CHART = Chart(
    "a",
    'A "B"\n---',
    (
        Place("start", "start", ("“Hello”",), 1, 2, ends=True, covered=1.0),
        Place("end", "menu", ("? x",), 3, 4, covered=0.0),
        Place("sub", "flow"),
    ),
    (Way("start", "end", "1 Yes"), Way("end", "sub", "", "call"), Way("sub", "end", "x", "aside")),
)


def test_the_whole_text() -> None:
    assert mermaid(CHART).split("\n")[:10] == [
        "---",
        'title: "A  B  ---"',
        "---",
        "flowchart TD",
        '  p0(["start<br>“Hello”<br>◉ end"])',
        '  p1("end<br>? x")',
        '  p2[["sub"]]',
        '  p0 -->|"1 Yes"| p1',
        "  p1 ==> p2",
        '  p2 -.->|"x"| p1',
    ]


def test_what_was_walked_has_a_class() -> None:
    lines = mermaid(CHART).split("\n")
    assert [line for line in lines if line.startswith("  class ")] == [
        "  class p0 walked",
        "  class p1 never",
    ]


def test_nothing_written_can_be_taken_for_mermaid() -> None:
    hostile = '"]\nclick a "javascript:x" %% <script> `md` #quot; {{x}} @{ shape: x }'
    left = re.sub(r"#\d+;|<br>", "", escaped(hostile))
    assert set(left) <= set("click ajavascript x shape md quot @?script")
    assert escaped("a\nb") == "a<br>b"
