"""Charts as SVG, made by the server: bars, lines, a heat of the week, a funnel.

Each comes with a title, a sentence that says what is seen, and the same numbers as a table below.
Colours are classes of the stylesheet, so that they follow dark and light and print; what tells two
series apart is never the colour alone.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from flowengine.server.desk.reports.columns import COUNT, NONE, Number, written

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WIDTH, HEIGHT = 720.0, 240.0
LEFT, RIGHT, TOP, BOTTOM = 46.0, 8.0, 14.0, 30.0
NARROW = 6  # labels up to which a chart is not as wide as the page
LABELS = 8  # below a chart, at most
LEVELS = 5  # of a heat
_FROM_RIGHT = re.compile("[\u0590-\u08ff]")
ROW = 26.0  # of a funnel


@dataclass(frozen=True, slots=True)
class Series:
    """`look` is a class: `one`, `two` or `three`. A value None leaves a gap."""

    name: str
    values: Sequence[Number]
    look: str = "one"


@dataclass(frozen=True, slots=True)
class Chart:
    """`id` is unique on its page; `about` is the sentence; `labels` name the values of each of the
    series, `ticks` do it shorter where there is little room; `first` is what the labels are.
    `figure` writes a number as its readers do."""

    id: str
    title: str
    about: str
    first: str
    labels: Sequence[str]
    series: Sequence[Series]
    kind: str = COUNT
    ticks: Sequence[str] = ()
    figure: Callable[[str], str] = str

    def written(self, value: Number) -> str:
        return NONE if value is None else self.figure(written(value, self.kind))


def bars(chart: Chart, table: str) -> Markup:
    """Series stacked on each other. `table` is the word that opens the numbers."""
    sums = [
        sum(one.values[n] or 0.0 for one in chart.series) for n in range(len(chart.labels))
    ]  # fmt: skip
    top = _top(max(sums, default=0.0), chart.kind)
    width = (WIDTH - LEFT - RIGHT) / max(len(chart.labels), 1)
    parts = [_frame(chart, top)]
    base = [0.0] * len(chart.labels)
    for series in chart.series:
        for n, value in enumerate(series.values):
            if value:
                y, low = _y(base[n] + value, top), _y(base[n], top)
                x = LEFT + n * width + min(width * 0.12, 3.0)
                wide = max(width - 2 * min(width * 0.12, 3.0), 0.5)
                parts.append(_rect(series.look, x, y, wide, low - y))
                base[n] += value
    return _figure(chart, Markup("").join(parts), HEIGHT, table)


def lines(chart: Chart, table: str, most: float = 0.0) -> Markup:
    """A line for each series; `most` is the greatest value of the scale where it is known."""
    top = most or _top(
        max((v for one in chart.series for v in one.values if v is not None), default=0.0),
        chart.kind,
    )
    parts = [_frame(chart, top)]
    for series in chart.series:
        points = [
            (_x(n, len(chart.labels)), _y(value, top))
            for n, value in enumerate(series.values)
            if value is not None
        ]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(Markup('<polyline class="line {}" points="{}"/>').format(series.look, path))
        if len(points) <= 40:
            parts += [
                Markup('<circle class="dot {}" cx="{}" cy="{}" r="3"/>').format(
                    series.look, f"{x:.1f}", f"{y:.1f}"
                )
                for x, y in points
            ]
    return _figure(chart, Markup("").join(parts), HEIGHT, table)


def heat(chart: Chart, table: str) -> Markup:
    """A row for each series, a column for each label; deeper is more, and its number is in it."""
    count = max(len(chart.labels), 1)
    wide, high = (WIDTH - LEFT - RIGHT) / count, 24.0
    most = max((value or 0.0 for one in chart.series for value in one.values), default=0.0)
    parts: list[Markup] = []
    for row, series in enumerate(chart.series):
        y = TOP + row * high
        parts.append(_text("end", LEFT - 6, y + high * 0.68, series.name))
        for n, value in enumerate(series.values):
            level = math.ceil((value or 0.0) / most * LEVELS) if most else 0
            x = LEFT + n * wide
            parts.append(_rect(f"heat h{level}", x + 0.5, y + 0.5, wide - 1, high - 1))
            if value:
                parts.append(_text("middle", x + wide / 2, y + high * 0.68, chart.written(value)))
    bottom = TOP + len(chart.series) * high
    for n in range(0, len(chart.labels), 3):
        middle = LEFT + (n + 0.5) * wide
        parts.append(_text("middle", middle, bottom + 16, chart.labels[n]))
    return _figure(chart, Markup("").join(parts), bottom + 26, table, legend=False)


def funnel(chart: Chart, table: str) -> Markup:
    """A bar for each label, of the first series, from the greatest on; its number beside it."""
    values = [one or 0.0 for one in chart.series[0].values] if chart.series else []
    most = max(values, default=0.0) or 1.0
    text, room = 250.0, WIDTH - 250.0 - 60.0
    parts: list[Markup] = []
    for n, (label, value) in enumerate(zip(chart.labels, values, strict=True)):
        y = 6.0 + n * ROW
        parts.append(_text("end", text - 8, y + ROW * 0.62, _short(label, 38)))
        parts.append(_rect(chart.series[0].look, text, y + 2, max(value / most * room, 1), ROW - 6))
        parts.append(
            _text("start", text + value / most * room + 6, y + ROW * 0.62, chart.written(value))
        )
    return _figure(
        chart, Markup("").join(parts), len(values) * ROW + 12.0, table, legend=False
    )  # fmt: skip


# ---------------------------------------------------------------- parts


def _frame(chart: Chart, top: float) -> Markup:
    """Lines of the scale, its numbers, and labels below."""
    parts: list[Markup] = []
    for n in range(5):
        value = top * n / 4
        y = _y(value, top)
        parts.append(
            Markup('<line class="scale" x1="{}" x2="{}" y1="{}" y2="{}"/>').format(
                f"{LEFT:.0f}", f"{WIDTH - RIGHT:.0f}", f"{y:.1f}", f"{y:.1f}"
            )
        )
        if chart.kind != COUNT or value == int(value):
            parts.append(_text("end", LEFT - 6, y + 4, chart.written(value)))
    step, ticks = max(math.ceil(len(chart.labels) / LABELS), 1), chart.ticks or chart.labels
    parts += [
        _text("middle", _x(n, len(chart.labels)), HEIGHT - 10, ticks[n])
        for n in range(0, len(chart.labels), step)
    ]
    return Markup("").join(parts)


def _top(most: float, kind: str) -> float:
    """A round number from which on nothing is."""
    if most <= 0:
        return 4.0 if kind == COUNT else 1.0
    if kind == COUNT and most <= 4:
        return 4.0
    power = 10.0 ** math.floor(math.log10(most))
    return next(
        step * power for step in (1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10) if step * power >= most
    )


def _x(n: int, count: int) -> float:
    return LEFT + (n + 0.5) * (WIDTH - LEFT - RIGHT) / max(count, 1)


def _y(value: float, top: float) -> float:
    return HEIGHT - BOTTOM - value / top * (HEIGHT - BOTTOM - TOP)


def _rect(look: str, x: float, y: float, wide: float, high: float) -> Markup:
    return Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>').format(
        look, f"{x:.1f}", f"{y:.1f}", f"{wide:.1f}", f"{max(high, 0.5):.1f}"
    )


def _text(anchor: str, x: float, y: float, text: str) -> Markup:
    """A drawing runs from the left; what is of a language from the right runs its own way in it."""
    if _FROM_RIGHT.search(text):
        text = f"\u2067{text}\u2069"
    return Markup('<text class="{}" x="{}" y="{}">{}</text>').format(
        anchor, f"{x:.1f}", f"{y:.1f}", text
    )


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _figure(
    chart: Chart, body: Markup, height: float, table: str, *, legend: bool = True
) -> Markup:
    names = Markup("").join(
        Markup(
            '<li><svg class="swatch" viewBox="0 0 14 14" aria-hidden="true">'
            '<rect class="{}" width="14" height="14" rx="3"/></svg> <bdi>{}</bdi></li>'
        ).format(one.look, one.name)
        for one in chart.series
    )
    return Markup(
        '<figure class="chart{look}"><figcaption><strong>{title}</strong>'
        " <span>{about}</span></figcaption>"
        '{legend}<div class="room" tabindex="0" role="group" aria-label="{title}">'
        '<svg viewBox="0 0 {width} {height}" role="img" aria-labelledby="{id}-title {id}-desc">'
        '<title id="{id}-title">{title}</title><desc id="{id}-desc">{about}</desc>'
        "{body}</svg></div>"
        "<details><summary>{word}</summary>{table}</details></figure>"
    ).format(
        look=" narrow" if legend and len(chart.labels) <= NARROW else "",
        title=chart.title,
        about=chart.about,
        legend=Markup('<ul class="legend">{}</ul>').format(names) if legend else "",
        width=f"{WIDTH:.0f}",
        height=f"{height:.0f}",
        id=chart.id,
        body=body,
        word=table,
        table=_table(chart),
    )


def _table(chart: Chart) -> Markup:
    head = Markup("").join(
        Markup('<th scope="col">{}</th>').format(one) for one in (chart.first, *_names(chart))
    )
    rows = Markup("").join(
        Markup('<tr><th scope="row"><bdi>{}</bdi></th>{}</tr>').format(
            label, Markup("").join(_cell(chart.written(one.values[n])) for one in chart.series)
        )
        for n, label in enumerate(chart.labels)
    )
    return Markup(
        '<div class="room" tabindex="0" role="group" aria-label="{}"><table>'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>"
    ).format(chart.title, head, rows)


def _names(chart: Chart) -> list[str]:
    return [one.name for one in chart.series]


def _cell(text: str) -> Markup:
    return Markup('<td class="figure">{}</td>').format(text)
