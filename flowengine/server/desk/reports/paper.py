"""A report on paper: A4, in a font that has Latin, Cyrillic and Arabic letters and joins them.

Words come in, figures are written already: nothing is counted here.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fpdf import FPDF

FONT = "FiraGO"
INK, SOFT, RULE, CLAY = (43, 37, 32), (107, 96, 88), (229, 219, 207), (162, 71, 31)
MARGIN = 14.0  # mm
LINE = 5.0
ASIDE = 1.2  # between the words of a cell and its edge


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; `wide` is the share of the width that the first column has. What a row says of
    figures stands on the right."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    wide: float = 0.3
    words: bool = False  # the last column is words


@dataclass(frozen=True, slots=True)
class Columns:
    """A chart of two stacked series, each value (answered, abandoned). `figure` writes a number as
    its readers do."""

    title: str
    labels: Sequence[str]
    values: Sequence[tuple[float, float]]
    names: tuple[str, str]
    figure: Callable[[str], str] = str


def paper(
    title: str,
    lead: Sequence[str],
    parts: Sequence[Grid | Columns],
    *,
    foot: str,
    rtl: bool = False,
    wide: bool = False,
    figure: Callable[[str], str] = str,
) -> bytes:
    """`lead` are the lines below the title, `foot` stands on every page with its number, which
    `figure` writes as its readers do; `rtl` for a language that is written from the right, `wide`
    for paper that lies on its side."""

    def drawn(pages: int) -> tuple[bytes, int]:
        # The library reads fonts from files only, and goes on reading until the end.
        with tempfile.TemporaryDirectory() as folder:
            made = _Paper(
                lambda page: f"{foot} · {figure(f'{page}/{pages}')}",
                Path(folder),
                rtl=rtl,
                wide=wide,
            )
            made.title(title, lead)
            for part in parts:
                made.grid(part) if isinstance(part, Grid) else made.columns(part)
            return made.bytes(), made.pdf.pages_count

    pages = drawn(0)[1]  # how many there are is known behind the last
    return drawn(pages)[0]


@cache
def _fonts() -> tuple[bytes, bytes]:
    import pymupdf_fonts  # type: ignore[import-untyped]

    return pymupdf_fonts.fontbuffers["figo"](), pymupdf_fonts.fontbuffers["figbo"]()


class _Paper:
    def __init__(self, foot: Callable[[int], str], folder: Path, *, rtl: bool, wide: bool) -> None:
        from fpdf import FPDF

        class Sheet(FPDF):
            def footer(self) -> None:
                self.set_y(-12)
                self.set_font(FONT, size=7)
                self.set_text_color(*SOFT)
                self.cell(0, 5, foot(self.page_no()), align="C")

        self.pdf: FPDF = Sheet(orientation="landscape" if wide else "portrait", format="A4")
        self.side = "R" if rtl else "L"
        for style, font in zip(("", "B"), _fonts(), strict=True):
            file = folder / f"{FONT}{style}.ttf"
            file.write_bytes(font)
            self.pdf.add_font(FONT, style, file)
        self.pdf.set_font(FONT, size=9)
        # Without it a number with its sign, or a name, would turn its line round.
        self.pdf.set_text_shaping(use_shaping_engine=True, direction="rtl" if rtl else "ltr")
        self.pdf.set_margins(MARGIN, MARGIN)
        self.pdf.set_auto_page_break(auto=True, margin=16)
        self.pdf.add_page()

    def bytes(self) -> bytes:
        return bytes(self.pdf.output())

    def title(self, title: str, lead: Sequence[str]) -> None:
        self.pdf.set_title(title)
        self._line(title, 16, "B", INK)
        for one in lead:
            self._line(one, 8.5, "", SOFT)

    def _line(self, text: str, size: float, style: str, colour: tuple[int, int, int]) -> None:
        self.pdf.set_font(FONT, style, size)
        self.pdf.set_text_color(*colour)
        self.pdf.multi_cell(0, size * 0.52, text, align=self.side, new_x="LMARGIN", new_y="NEXT")
        self.pdf.ln(0.8)

    def _heading(self, text: str, room: float) -> None:
        """Not alone at the end of a page."""
        self.pdf.ln(4)
        if self.pdf.will_page_break(room):
            self.pdf.add_page()
        self._line(text, 11, "B", INK)

    def grid(self, grid: Grid) -> None:
        self._heading(grid.title, 24)
        self.pdf.set_draw_color(*RULE)
        count = len(grid.head)
        rest = (1.0 - grid.wide) / max(count - 1, 1)
        widths = [grid.wide, *[rest] * (count - 1)]
        if grid.words:
            widths = [grid.wide, *[0.1] * (count - 2), 1.0 - grid.wide - 0.1 * (count - 2)]
        figures = "L" if self.side == "R" else "R"
        aligns = [self.side, *[figures] * (count - 1)]
        if grid.words:
            aligns[-1] = self.side
        turn = -1 if self.side == "R" else 1  # the first column stands where one begins to read
        with self.pdf.table(
            col_widths=widths[::turn],
            text_align=aligns[::turn],
            line_height=LINE * 0.86,
            borders_layout="HORIZONTAL_LINES",
            headings_style=self._face("B", self._heads(grid.head, widths), SOFT),
            padding=(0.8, ASIDE),
        ) as table:
            self.pdf.set_font(FONT, size=8)
            self.pdf.set_text_color(*INK)
            for row in (grid.head, *grid.rows):
                table.row([str(one) for one in row][::turn])

    def _heads(self, head: Sequence[str], widths: Sequence[float]) -> float:
        """The size, in points, at which no word of a heading is broken; 5 at least."""
        size = 7.5
        self.pdf.set_font(FONT, "B", size)
        for text, share in zip(head, widths, strict=True):
            room = share * self.pdf.epw - 2 * ASIDE - 0.2
            longest = max((self.pdf.get_string_width(one) for one in text.split()), default=0.0)
            if longest > room:
                size = min(size, 7.5 * room / longest)
        return max(size, 5.0)

    def _face(self, style: str, size: float, colour: tuple[int, int, int]) -> Any:
        from fpdf.fonts import FontFace

        return FontFace(family=FONT, emphasis="BOLD" if style else None, size_pt=size, color=colour)

    def columns(self, chart: Columns) -> None:
        """Bars with a scale; what the second series is stands on the first."""
        self._heading(chart.title, 58)
        pdf, high = self.pdf, 38.0
        left, top, wide = pdf.l_margin + 8, pdf.get_y() + 2, pdf.epw - 8
        most = max((sum(one) for one in chart.values), default=0.0) or 1.0
        step = wide / max(len(chart.values), 1)
        for n, (first, second) in enumerate(chart.values):
            x, bar = left + n * step + step * 0.1, step * 0.8
            for below, value, colour in ((0.0, first, CLAY), (first, second, INK)):
                if value:
                    pdf.set_fill_color(*colour)
                    tall = value / most * high
                    pdf.rect(x, top + high - below / most * high - tall, bar, tall, style="F")
        pdf.set_draw_color(*RULE)
        pdf.line(left, top + high, left + wide, top + high)
        self._small(pdf.l_margin, top - 1, chart.figure(f"{most:.0f}"))
        self._small(pdf.l_margin, top + high - 3, chart.figure("0"))
        for n in range(0, len(chart.labels), max(-(-len(chart.labels) // 8), 1)):
            self._small(left + n * step, top + high + 1, chart.labels[n])
        self._legend(chart.names, left, top + high + 6)
        pdf.set_fill_color(255)  # else the table below is filled with it
        pdf.set_xy(pdf.l_margin, top + high + 11)

    def _legend(self, names: tuple[str, str], x: float, y: float) -> None:
        for name, colour in zip(names, (CLAY, INK), strict=True):
            self.pdf.set_fill_color(*colour)
            self.pdf.rect(x, y + 0.8, 3, 3, style="F")
            x = self._small(x + 4, y, name) + 6

    def _small(self, x: float, y: float, text: str) -> float:
        """Where it ends."""
        self.pdf.set_font(FONT, size=7)
        self.pdf.set_text_color(*SOFT)
        self.pdf.set_xy(x, y)
        wide = self.pdf.get_string_width(text) + 1
        self.pdf.cell(wide, 4, text)
        return x + wide
