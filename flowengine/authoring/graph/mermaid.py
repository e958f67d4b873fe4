"""A chart as Mermaid text (flowchart syntax, mermaid.js.org/syntax/flowchart.html).

Every name becomes a number and every word of the author's is escaped, so nothing written in a flow
can be taken for Mermaid's own signs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.authoring.graph.shades import SHADES, shade

if TYPE_CHECKING:
    from flowengine.authoring.graph.chart import Chart, Place

_SHAPES = {
    "start": ("([", "])"),
    "menu": ("(", ")"),
    "ask": ("(", ")"),
    "form": ("(", ")"),
    "handoff": ("[/", "/]"),
    "flow": ("[[", "]]"),
    "standard": ("([", "])"),
    "beside": (">", "]"),
}
_ARROWS = {"go": "-->", "call": "==>", "aside": "-.->"}
_SIGNS = str.maketrans({sign: f"#{ord(sign)};" for sign in "\"#<>`&\\{}[]()|;*_~'%:/="})


def mermaid(chart: Chart) -> str:
    """The whole text, ending in a line end."""
    numbers = {place.name: f"p{number}" for number, place in enumerate(chart.places)}
    lines = ["---", f"title: {_title(chart.title)}", "---", "flowchart TD"]
    lines += [f"  {numbers[place.name]}{_box(place)}" for place in chart.places]
    for way in chart.ways:
        label = f'|"{escaped(way.label)}"|' if way.label else ""
        arrow = _ARROWS[way.kind]
        lines.append(f"  {numbers[way.source]} {arrow}{label} {numbers[way.target]}")
    lines += [f"  classDef {name} {style}" for name, style in SHADES.items()]
    shades = ((numbers[place.name], shade(place.covered)) for place in chart.places)
    lines += [f"  class {number} {name}" for number, name in shades if name]
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    return text.translate(_SIGNS).replace("\n", "<br>")


def _title(text: str) -> str:
    """The title stands in a line of YAML."""
    return '"' + "".join(" " if sign in '"\\' or sign < " " else sign for sign in text) + '"'


def _box(place: Place) -> str:
    left, right = _SHAPES.get(place.kind, ("[", "]"))
    ends = ("◉ end",) if place.ends else ()
    words = "<br>".join(escaped(line) for line in (place.name, *place.words, *ends))
    return f'{left}"{words}"{right}'
