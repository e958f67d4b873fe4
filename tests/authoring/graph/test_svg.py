from __future__ import annotations

from xml.etree import ElementTree

from flowengine.authoring.graph.chart import Chart, Place, Way
from flowengine.authoring.graph.style import STYLE
from flowengine.authoring.graph.svg import svg

NS = {"s": "http://www.w3.org/2000/svg"}
CHART = Chart(
    "a",
    "سلام",
    (
        Place("start", "start", ("“<b>&”", "x" * 70), 1, 2, ends=True, covered=0.5),
        Place("main", "menu", ("؟ چه کمکی",), 3, 4, covered=1.0),
        Place("sub", "flow"),
    ),
    (
        Way("start", "main", "1 Yes"),
        Way("start", "main", "2 No"),
        Way("main", "start", "back"),
        Way("main", "main", "again"),
        Way("main", "sub", "", "call"),
    ),
)


def _drawn(chart: Chart = CHART) -> ElementTree.Element:
    return ElementTree.fromstring(svg(chart))  # noqa: S314 - our own words


def _texts(root: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in root.iterfind(".//s:text", NS)]


def test_every_place_is_a_box_with_its_words_and_a_title() -> None:
    root = _drawn()
    boxes = root.findall("./s:g/s:g[@class]", NS)
    titles = [
        box.findtext("s:title", "", NS) for box in boxes if box.find("s:rect[@x]", NS) is not None
    ]
    assert titles == [
        "start (start, line 1, 50% of its lines were run)",
        "main (menu, line 3, 100% of its lines were run)",
        "sub (flow)",
    ]
    assert {"start", "“<b>&”", "◉ end", "main", "↺ again", "sub", "◐", "✓"} <= set(_texts(root))


def test_two_ways_between_the_same_places_are_one_line_with_both_labels() -> None:
    root = _drawn()
    assert len(root.findall(".//s:path[@marker-end]", NS)) == 3
    assert {"1 Yes", "2 No", "back"} <= set(_texts(root))


def test_right_to_left_words_say_so() -> None:
    found = {text.text: text.get("direction") for text in _drawn().iterfind(".//s:text", NS)}
    assert found["سلام"] == "rtl"
    assert found["؟ چه کمکی"] == "rtl"
    assert found["start"] is None


def test_the_legend_stands_only_where_somebody_counted() -> None:
    assert "no line was run" in _texts(_drawn())
    plain = Chart("a", "A", (Place("start", "start"),), ())
    assert _texts(_drawn(plain)) == ["A", "start"]


def test_it_needs_nothing_from_anywhere_and_follows_light_and_dark() -> None:
    text = svg(CHART)
    assert text.count("http") == 1  # the name of the format
    assert "prefers-color-scheme:dark" in STYLE
    for name in ("walked", "partly", "never", "start", "handoff"):
        assert STYLE.count(f".{name} rect") == 2


def test_nothing_stands_outside_the_picture() -> None:
    root = _drawn()
    wide, high = float(root.get("width", 0)), float(root.get("height", 0))
    for rect in root.iterfind("./s:g/s:g/s:rect", NS):
        x, y = float(rect.get("x", 0)), float(rect.get("y", 0))
        assert x >= -0.1
        assert x + float(rect.get("width", 0)) <= wide
        assert y + float(rect.get("height", 0)) <= high
