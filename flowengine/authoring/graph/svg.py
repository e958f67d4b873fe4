"""A chart as one SVG file that needs nothing else: it reads in light and dark, aloud and on paper.

Words stay words, so that a browser's search finds them; every place has a title for screen readers.
"""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from flowengine.authoring.graph.layers import Edge, Layered, Size, layered
from flowengine.authoring.graph.lettering import LINE, runs_from_the_right, width, wrapped
from flowengine.authoring.graph.order import untangle
from flowengine.authoring.graph.positions import Point, positions
from flowengine.authoring.graph.shades import SIGNS, shade
from flowengine.authoring.graph.style import STYLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flowengine.authoring.graph.chart import Chart, Place, Way

LETTERS, NAMES, LABELS = 12.0, 14.0, 11.0  # pixels
ROUND = 10.0
PADDING = 12.0
MARGIN = 24.0
HEAD = 44.0
NARROWEST = 90.0
WRAP, LABEL_WRAP = 30, 24  # signs of one line
LEGEND = {
    "walked": "every line was run by a transcript",
    "partly": "some lines were run",
    "never": "no line was run",
}


def svg(chart: Chart) -> str:
    """The whole file."""
    boxes = [_lines(place) for place in chart.places]
    numbers = {place.name: number for number, place in enumerate(chart.places)}
    loops = [way for way in chart.ways if way.source == way.target]
    for way in loops:
        boxes[numbers[way.source]].append(f"↺ {way.label}".rstrip())
    ways = _joined(way for way in chart.ways if way.source != way.target)
    edges = [Edge(numbers[way.source], numbers[way.target], _label_size(way.label)) for way in ways]
    found = layered([_size(lines) for lines in boxes], edges)
    untangle(found)
    points = positions(found, len(boxes))
    drawn = [
        *_edges(found, ways, points),
        *(
            _box(place, lines, found.sizes[number], points[number])
            for number, (place, lines) in enumerate(zip(chart.places, boxes, strict=True))
        ),
    ]
    return _page(chart, drawn, _extent(found, points))


def _joined(ways: Iterator[Way] | Sequence[Way]) -> list[Way]:
    """Ways between the same two places as one, with all their labels."""
    labels: dict[tuple[str, str, str], list[str]] = {}
    first: dict[tuple[str, str, str], Way] = {}
    for way in ways:
        key = (way.source, way.target, way.kind)
        first.setdefault(key, way)
        labels.setdefault(key, []).append(way.label)
    return [
        replace(way, label="\n".join(dict.fromkeys(one for one in labels[key] if one)))
        for key, way in first.items()
    ]


# ---------------------------------------------------------------- sizes


def _lines(place: Place) -> list[str]:
    found = [line for text in place.words for line in wrapped(text, WRAP, 2)]
    return [place.name, *found, *(["◉ end"] if place.ends else [])]


def _size(lines: Sequence[str]) -> Size:
    widest = max(width(lines[0], NAMES) + 26, *(width(line, LETTERS) for line in lines))
    height = NAMES * LINE + LETTERS * LINE * (len(lines) - 1)
    return max(NARROWEST, widest + 2 * PADDING), height + 2 * PADDING


def _label_lines(label: str) -> list[str]:
    return [line for part in label.split("\n") for line in wrapped(part, LABEL_WRAP, 2)]


def _label_size(label: str) -> Size | None:
    if not label:
        return None
    lines = _label_lines(label)
    return max(width(line, LABELS) for line in lines) + 8, LABELS * LINE * len(lines)


def _extent(found: Layered, points: Sequence[Point]) -> Size:
    right = max(x + found.sizes[n][0] / 2 for n, (x, _) in enumerate(points))
    low = max(y + found.sizes[n][1] / 2 for n, (_, y) in enumerate(points))
    return right, low


# ---------------------------------------------------------------- drawing


def _edges(found: Layered, ways: Sequence[Way], points: Sequence[Point]) -> Iterator[str]:
    ports = _ports(found, points)
    tops = _tops(found, points)
    for number, way in enumerate(ways):
        track = _track(found, found.chains[number], number, points, (ports, tops))
        if number in found.turned:
            track.reverse()
        yield f'<path class="way {way.kind}" d="{_curve(track)}" marker-end="url(#tip)"/>'
    for number, node in found.labels.items():
        yield _label(ways[number].label, points[node])


def _ports(found: Layered, points: Sequence[Point]) -> dict[tuple[int, int, str], float]:
    """Where on the edge of a box each of its edges begins or ends: in the order of the others."""
    sides: dict[tuple[int, str], list[tuple[float, int]]] = {}
    for number, chain in enumerate(found.chains):
        sides.setdefault((chain[0], "low"), []).append((points[chain[1]][0], number))
        sides.setdefault((chain[-1], "top"), []).append((points[chain[-2]][0], number))
    ports = {}
    for (node, side), ends in sides.items():
        room = found.sizes[node][0] * 0.7
        for index, (_, number) in enumerate(sorted(ends)):
            share = (index + 1) / (len(ends) + 1) - 0.5
            ports[node, number, side] = points[node][0] + room * share
    return ports


def _tops(found: Layered, points: Sequence[Point]) -> dict[int, tuple[float, float]]:
    """The upper and the lower border of the row of every node."""
    borders = {}
    for row in found.rows:
        half = max((found.sizes[node][1] for node in row), default=0.0) / 2
        for node in row:
            borders[node] = (points[node][1] - half, points[node][1] + half)
    return borders


def _track(
    found: Layered,
    chain: Sequence[int],
    number: int,
    points: Sequence[Point],
    borders: tuple[dict[tuple[int, int, str], float], dict[int, tuple[float, float]]],
) -> list[Point]:
    """Through the rows on its way it goes straight down, where no box can stand."""
    ports, rows = borders
    upper, lower = chain[0], chain[-1]
    track = [(ports[upper, number, "low"], points[upper][1] + found.sizes[upper][1] / 2)]
    if rows[upper][1] > track[0][1] + 1:
        track.append((track[0][0], rows[upper][1]))
    for node in chain[1:-1]:
        top, low = rows[node]
        track += [(points[node][0], top), (points[node][0], low)] if low > top else [points[node]]
    x, end = ports[lower, number, "top"], points[lower][1] - found.sizes[lower][1] / 2
    if rows[lower][0] < end - 1:
        track.append((x, rows[lower][0]))
    return [*track, (x, end)]


def _curve(track: Sequence[Point]) -> str:
    (x, y), *rest = track
    pieces = [f"M{x:.1f} {y:.1f}"]
    for next_x, next_y in rest:
        if abs(next_x - x) < 0.05:
            pieces.append(f"V{next_y:.1f}")
        else:
            middle = (y + next_y) / 2
            pieces.append(
                f"C{x:.1f} {middle:.1f} {next_x:.1f} {middle:.1f} {next_x:.1f} {next_y:.1f}"
            )
        x, y = next_x, next_y
    return "".join(pieces)


def _label(label: str, centre: Point) -> str:
    lines = _label_lines(label)
    x, y = centre
    top = y - LABELS * LINE * (len(lines) - 1) / 2 + LABELS * 0.35
    rows = "".join(
        _text(line, x, top + number * LABELS * LINE) for number, line in enumerate(lines)
    )
    return f'<g class="label">{rows}</g>'


def _text(line: str, x: float, y: float, css: str = "") -> str:
    named = f' class="{css}"' if css else ""
    way = ' direction="rtl"' if runs_from_the_right(line) else ""
    return f'<text{named} x="{x:.1f}" y="{y:.1f}"{way}>{escape(line)}</text>'


def _box(place: Place, lines: Sequence[str], size: Size, centre: Point) -> str:
    (wide, high), (x, y) = size, centre
    left, top = x - wide / 2, y - high / 2
    name = shade(place.covered)
    corner = high / 2 if place.kind in ("start", "standard") and len(lines) < 3 else ROUND
    rows = [_text(lines[0], x, top + PADDING + NAMES, "name")]
    for number, line in enumerate(lines[1:], 1):
        rows.append(_text(line, x, top + PADDING + NAMES + number * LETTERS * LINE))
    sign = _sign(name, left + wide - 14, top + 18) if name else ""
    return (
        f'<g class="place {place.kind} {name}"><title>{escape(_spoken(place))}</title>'
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{high:.1f}"'
        f' rx="{corner:.1f}"/>{"".join(rows)}{sign}</g>'
    )


def _sign(name: str, x: float, y: float) -> str:
    return f'<text class="sign" x="{x:.1f}" y="{y:.1f}">{SIGNS[name]}</text>'


def _spoken(place: Place) -> str:
    where = f", line {place.first}" if place.first else ""
    share = "" if place.covered is None else f", {place.covered:.0%} of its lines were run"
    return f"{place.name} ({place.kind}{where}{share})"


def _page(chart: Chart, drawn: Sequence[str], extent: Size) -> str:
    legend = list(_legend(chart))
    wide = max(extent[0], width(chart.title, 20), 420 if legend else 0) + 2 * MARGIN
    high = extent[1] + 2 * MARGIN + HEAD + 22 * len(legend)
    title = escape(chart.title)
    way = ' direction="rtl"' if runs_from_the_right(chart.title) else ""
    start = wide - MARGIN if way else MARGIN
    rows = "".join(
        f'<g transform="translate({MARGIN:.0f} {high - MARGIN - 22 * (len(legend) - n) + 12:.0f})">'
        f"{row}</g>"
        for n, row in enumerate(legend)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.0f} {high:.0f}"'
        f' width="{wide:.0f}" height="{high:.0f}" role="img" aria-labelledby="title">\n'
        f'<title id="title">{title}</title>\n<style>{STYLE}</style>\n'
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9"'
        ' markerHeight="9" markerUnits="userSpaceOnUse" orient="auto">'
        '<path d="M0 0L8 4L0 8z"/></marker></defs>\n'
        '<rect class="paper" width="100%" height="100%"/>\n'
        f'<text class="title" x="{start:.0f}" y="{MARGIN + 14:.0f}"{way}>{title}</text>\n'
        f'<g transform="translate({MARGIN:.0f} {MARGIN + HEAD:.0f})">\n'
        + "\n".join(drawn)
        + f"\n</g>\n{rows}\n</svg>\n"
    )


def _legend(chart: Chart) -> Iterator[str]:
    if all(place.covered is None for place in chart.places):
        return
    for name, words in LEGEND.items():
        yield (
            f'<g class="place {name}"><rect y="-11" width="22" height="16" rx="4"/>'
            f"{_sign(name, 11, 1)}"
            f'<text class="legend" x="32" y="1">{words}</text></g>'
        )
