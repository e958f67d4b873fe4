"""The places of one flow and the ways between them, in the author's words.

A place is a step or a menu at the margin, another flow, a standard word, or what stands beside the
steps (heard anywhere, events). It resolves names as the checks do and knows nothing of drawing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flowengine.authoring.graph.labels import headline, way_label
from flowengine.language import nodes
from flowengine.language.checks.index import Found, index_of, walk
from flowengine.language.compile import scope_of

if TYPE_CHECKING:
    from flowengine.language.checks.scope import Scope
    from flowengine.language.project import Sources

KINDS: tuple[tuple[type[nodes.Node], str], ...] = (
    (nodes.Handoff, "handoff"),
    (nodes.Menu, "menu"),
    (nodes.Form, "form"),
    (nodes.Browse, "menu"),
    (nodes.Ask, "ask"),
    (nodes.Fetch, "fetch"),
)
"""What makes a step more than talk, the most telling first."""

MOST_LINES = 6
LAST = 10**9  # beyond the end of any file
ANYWHERE = "anywhere"


@dataclass(frozen=True, slots=True)
class Place:
    """`kind`: start, say, menu, ask, form, fetch, handoff, flow, standard, beside.

    `words` are its lines in the author's order; `first` and `last` the lines of the file it stands
    in, 0 where it stands in another. `ends` where a conversation may end here. `covered` is the
    share of its lines that a transcript has run, None where nobody has counted.
    """

    name: str
    kind: str
    words: tuple[str, ...] = ()
    first: int = 0
    last: int = 0
    ends: bool = False
    covered: float | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """`kind`: go, call (and come back), aside (from anywhere, or by an event)."""

    source: str
    target: str
    label: str
    kind: str = "go"


@dataclass(frozen=True, slots=True)
class Chart:
    name: str
    title: str
    places: tuple[Place, ...]
    ways: tuple[Way, ...]


def chart(sources: Sources, flow: str, language: str = "") -> Chart:
    """The flow of that name, which must parse; labels in `language`, else as they are written."""
    scope = scope_of(sources, flow)
    spoken = language or scope.written_in
    steps = scope.steps.values()
    starts = sorted(step.span.line for step in steps)
    ends = dict(zip(starts, [*(line - 1 for line in starts[1:]), LAST], strict=True))
    own = [_place(step, ends[step.span.line], spoken, scope) for step in steps]
    ways = tuple(dict.fromkeys(_ways(scope, spoken)))
    known = {place.name for place in own}
    others = [_other(name, scope) for name in _named(ways) if name not in known]
    title = scope.file.header.title
    return Chart(flow, title.source if title else flow, (*own, *others), ways)


def covered(chart: Chart, can_run: Collection[int], ran: Collection[int]) -> Chart:
    """The same, each place with the share of its lines that ran; both are lines of the flow."""
    done = set(ran)

    def share(place: Place) -> float | None:
        lines = [line for line in can_run if place.first <= line <= place.last]
        return len(done.intersection(lines)) / len(lines) if place.first and lines else None

    return replace(chart, places=tuple(replace(p, covered=share(p)) for p in chart.places))


def _place(step: nodes.Step, last: int, language: str, scope: Scope) -> Place:
    inside = [found.node for found in walk(step)]
    kinds = (name for kind, name in KINDS if any(isinstance(one, kind) for one in inside))
    name = step.name.text
    entries = (e for e in scope.file.entries if e.target.path.text == name)
    words = [f"⇥ {headline(entry, language)}" for entry in entries]
    words += [line for one in step.body if (line := headline(one, language))]
    kept = words if len(words) <= MOST_LINES else [*words[: MOST_LINES - 1], "…"]
    return Place(
        name,
        "start" if name == "start" else next(kinds, "say"),
        tuple(kept),
        step.span.line,
        last,
        any(isinstance(one, nodes.End | nodes.Transfer) for one in inside),
    )


def _other(name: str, scope: Scope) -> Place:
    if name == ANYWHERE or name.startswith("on "):
        return Place(name, "beside")
    if name.partition(".")[0] in scope.flows:
        return Place(name, "flow")
    return Place(name, "standard")


def _named(ways: tuple[Way, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(end for way in ways for end in (way.source, way.target)))


def _ways(scope: Scope, language: str) -> Iterator[Way]:
    yield from _of_file(scope, scope.file, language)
    if scope.project is not None:
        yield from _of_file(scope, scope.project, language)


def _of_file(scope: Scope, file: nodes.File, language: str) -> Iterator[Way]:
    for found in index_of(file).all(nodes.Target):
        place = scope.place(found.node.path)
        source = _source(found)
        if place is None or not source or (file is not scope.file and _in_step(found)):
            continue
        inherited = place.flow in (scope.name, "project", "standard")
        target = place.name if inherited else place.flow
        if source in (ANYWHERE,) and place.step is None:
            continue  # repeat, back and help act on the question; they are no way to anywhere
        kind = "call" if isinstance(found.parent, nodes.Call) else "go"
        label = way_label(found, language)
        yield Way(source, target, label, kind if _in_step(found) else "aside")


def _in_step(found: Found[nodes.Target]) -> bool:
    return found.inside(nodes.Step) is not None


def _source(found: Found[nodes.Target]) -> str:
    """The step it stands in, or the name of what stands beside the steps; "" for an entry."""
    step = found.inside(nodes.Step)
    if step is not None:
        return step.name.text
    handler = found.inside(nodes.Handler)
    if handler is not None:
        return f"on {handler.event}" + (f" {handler.word.text}" if handler.word else "")
    if found.inside(nodes.Entry) is not None:
        return ""
    return ANYWHERE
