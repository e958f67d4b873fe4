"""All mistakes of a source the parser has refused: a second run, line by line, without values.

Every line is walked through the parser's table from where the line before has left it. One that
cannot be walked is first tried at the other open levels: where it fits, its margin is the mistake.
Else it is explained. A mend that lets the rest of the line be walked is kept, so that what stands
beneath is read as well; without one the line is left out with everything beneath it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flowengine.language.diagnostics import Diagnostic
from flowengine.language.explain.explaining import explain
from flowengine.language.nodes import Span
from flowengine.language.syntax.line import Line, Walk, lines_of, walk
from flowengine.language.syntax.source import MAX_DEPTH, MAX_MISTAKES
from flowengine.language.syntax.table import Stack, Table, table

if TYPE_CHECKING:
    from collections.abc import Iterator

STEP = 2
"""How many blanks one step inwards is, where nobody has written it yet."""


def mistakes_in(source: str, file: str) -> tuple[Diagnostic, ...]:
    """The first mistakes of a source that ends in a line end, in their order; never none."""
    run = _Run(table(), source, file)
    for line in lines_of(source):
        run.take(line)
        if len(run.told) >= MAX_MISTAKES:
            break
    else:
        run.finish()
    return tuple(sorted(run.told, key=lambda one: (one.span.line, one.span.column)))


@dataclass(frozen=True, slots=True)
class _Place:
    """One way to read a line's margin: the levels then open, and the stack that goes with them."""

    levels: tuple[int, ...]
    stack: Stack


@dataclass(slots=True)
class _Run:
    table: Table
    source: str
    file: str
    told: list[Diagnostic] = field(default_factory=list)
    levels: tuple[int, ...] = (0,)
    stack: Stack = ()
    head: Line | None = None
    skipped: int | None = None
    """The margin of a line left out: what stands further in is left out with it."""
    skipped_if: bool = False
    read_as: dict[tuple[int, int], int] = field(default_factory=dict)
    """For so many levels, a margin that was told once and is now read as another."""
    openers: dict[int, Line] = field(default_factory=dict)
    """The line that opened each level, by how many levels were open with it."""
    before: _Place | None = None
    """Where we stood before the last line, if that line left a block."""
    tabbed: bool = False

    def __post_init__(self) -> None:
        self.stack = self.table.start

    def take(self, line: Line) -> None:
        """Read one line that is neither blank nor a comment."""
        if self.skipped is not None and (line.width > self.skipped or self._orphan(line)):
            return
        self.skipped = None
        self._tab(line)
        if len(self.levels) > MAX_DEPTH and line.width > self.levels[-1]:
            self._tell_deep(line)
            return
        places = self._places(line)
        first = next(places)
        walked = walk(self.table, first.stack, self.source, line)
        if walked.after is not None:
            self._go(line, first, walked.after, natural=True)
        elif not self._moved(line, walked, places) and not self._came_back(line):
            self._explain(line, first)

    def _moved(self, line: Line, here: Walk, places: Iterator[_Place]) -> bool:
        """Can the line be read somewhere else? Then it is told and read there.

        A name may begin a line in many places; where it may here, it is not looked for elsewhere.
        """
        named = bool(here.steps) and here.steps[0][1].kind == "NAME"
        for place in places:
            walked = walk(self.table, place.stack, self.source, line)
            if walked.after is not None and not self._renamed(line, walked, named=named):
                self._go(line, place, walked.after, natural=False)
                return True
        return False

    def finish(self) -> None:
        """The end of the file; a head without a block is told, the rest is closed."""
        if self.head is not None and self._wants_block():
            self._tell_empty(self.head)

    def _go(self, line: Line, place: _Place, after: Stack, *, natural: bool) -> None:
        """Take a line that can be read; tell its margin where it is not the one read."""
        meant, depth = place.levels[-1], len(place.levels)
        known = natural and (depth, line.width) in self.read_as
        if meant != line.width and not known:
            if self._came_back(line):
                return
            place = self._misled(line, place)
        self._enter(line, place)
        self._leave(line, after)

    def _leave(self, line: Line, after: Stack) -> None:
        self.stack, self.head = after, line

    def _misled(self, line: Line, place: _Place) -> _Place:
        """Tell a wrong margin: that of the line which opened the block, if this one is as usual."""
        *outer, meant = place.levels
        depth = len(place.levels)
        opener = self.openers.get(depth)
        if opener and outer and line.width == outer[-1] + STEP and opener.width == meant:
            self._tell_margin(opener, line.width)
            return _Place((*outer, line.width), place.stack)
        self._tell_margin(line, meant)
        self.read_as[depth, line.width] = meant
        return place

    def _came_back(self, line: Line) -> bool:
        """Did the line before step out of a block by mistake that this one goes on with?"""
        before, out = self.before, self.head
        if before is None or out is None or line.width not in before.levels[len(self.levels) :]:
            return False
        inside = walk(self.table, before.stack, self.source, out).after
        after = inside and walk(self.table, inside, self.source, line).after
        if after is None or line.width != before.levels[-1]:
            return False
        self._tell_margin(out, line.width)
        self.levels, self.before = before.levels, None
        self._leave(line, after)
        return True

    def _renamed(self, line: Line, walked: Walk, *, named: bool) -> bool:
        """Read as a name there, but a keyword: `else:` is no step called else."""
        name = walked.steps[0][1].kind == "NAME"
        return name and (named or line.word(self.source) in self.table.keywords)

    def _explain(self, line: Line, place: _Place) -> None:
        self._enter(line, place)
        found = explain(self.table, self.source, line, place.stack)
        self.told.append(found.diagnostic(self.file, line))
        if found.after is None:
            self.skipped, self.head = line.width, None
            self.skipped_if = line.word(self.source) in ("if", "elif")
        else:
            self.stack, self.head = found.after, None

    def _enter(self, line: Line, place: _Place) -> None:
        """Take the place for good."""
        if self._wants_block() and len(place.levels) <= len(self.levels) and self.head:
            self._tell_empty(self.head)
        stepped_out = len(place.levels) < len(self.levels)
        self.before = _Place(self.levels, self.stack) if stepped_out else None
        if len(place.levels) > len(self.levels):
            self.openers[len(place.levels)] = line
        self.levels, self.stack = place.levels, place.stack
        stale = [key for key in self.read_as if key[0] > len(place.levels)]
        for key in stale:
            del self.read_as[key]

    def _wants_block(self) -> bool:
        return self.table.needs_block(self.stack)

    def _places(self, line: Line) -> Iterator[_Place]:
        """Where the line may belong, the place its margin says first."""
        known = (len(self.levels), line.width) in self.read_as
        deeper = line.width > self.levels[-1] and not known
        within = self._within(line)
        step = line.width == 0 and self.source[line.end - 1] == ":"
        first = within is not None and (deeper or (self._wants_block() and not step))
        if within and first:
            yield within
        natural = self._natural(line)
        yield self._closed(natural)
        for count in range(len(self.levels), 0, -1):
            if count != natural:
                yield self._closed(count)
        if within and not first:
            yield within

    def _natural(self, line: Line) -> int:
        """How many levels are open at this margin; between two, up to the one further in."""
        count = len(self.levels)
        while self._width(count, line) < self.levels[count - 1]:
            count -= 1
        exact = self._width(count, line) == self.levels[count - 1]
        return count if exact else min(count + 1, len(self.levels))

    def _width(self, count: int, line: Line) -> int:
        """The line's margin as it is read while so many levels are open."""
        return self.read_as.get((count, line.width), line.width)

    def _within(self, line: Line) -> _Place | None:
        """One level further in than the line above, where that line allows it."""
        after = self.table.feed(self.stack, "_INDENT")
        if after is None or len(self.levels) > MAX_DEPTH:
            return None
        top = self.levels[-1]
        return _Place((*self.levels, line.width if line.width > top else top + STEP), after)

    def _closed(self, count: int) -> _Place:
        """The first `count` of the open levels; what an inner one still wants is filled in."""
        stack = self.stack
        if self._wants_block():
            stack = self._close_one(self.table.feed(stack, "_INDENT") or stack)
        for _ in range(len(self.levels) - count):
            stack = self._close_one(stack)
        return _Place(self.levels[:count], stack)

    def _close_one(self, stack: Stack) -> Stack:
        ready = self.table.fill(stack, "_DEDENT")
        return self.table.feed(ready, "_DEDENT") or ready

    def _orphan(self, line: Line) -> bool:
        """`elif` and `else` go with the `if` that was left out."""
        return (
            line.width == self.skipped
            and self.skipped_if
            and line.word(self.source) in ("elif", "else")
        )

    def _tell_empty(self, head: Line) -> None:
        if self.source[head.text : head.end].lower() == "say":
            hint = 'Write it between " and ".'
            self.told.append(
                Diagnostic("FE023", self.file, head.span, "The text is missing here.", hint)
            )
            return
        self.told.append(
            Diagnostic(
                "FE017",
                self.file,
                head.span,
                "Nothing stands beneath this line.",
                "Write what belongs to it below, two blanks further in.",
            )
        )

    def _tell_margin(self, line: Line, meant: int) -> None:
        span = Span(line.number, 1, line.number, line.width + 1)
        too_far = line.width > meant
        self.told.append(
            Diagnostic(
                "FE015" if too_far else "FE016",
                self.file,
                span,
                f"This line stands too far {'in' if too_far else 'out'}.",
                f"Begin it with {meant} blank{'s' * (meant > 1)}."
                if meant
                else "Begin it at the margin.",
            )
        )

    def _tell_deep(self, line: Line) -> None:
        self.skipped, self.head = line.width, None
        self.told.append(
            Diagnostic(
                "FE036",
                self.file,
                line.span,
                f"This line stands more than {MAX_DEPTH} steps in.",
                "Move what is inside into a step of its own and go there with an arrow.",
            )
        )

    def _tab(self, line: Line) -> None:
        """A tab in the margin is told once for a run of lines."""
        tabbed = "\t" in self.source[line.start : line.text]
        if tabbed and not self.tabbed:
            self.told.append(
                Diagnostic(
                    "FE014",
                    self.file,
                    Span(line.number, 1, line.number, line.text - line.start + 1),
                    "This line is indented with a tab.",
                    "Indent with blanks, two for each step; the same for the lines below.",
                )
            )
        self.tabbed = tabbed
