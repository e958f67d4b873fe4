"""What one flow can see: itself, its project, the standard flow, other flows, and files beside it.

Names are resolved here and nowhere else: checks and the compiler ask the same scope. A scope of
`project.flow` has no project of its own and sees the steps of every flow. It judges nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from flowengine.language import nodes
from flowengine.language.checks.index import Index, index_of
from flowengine.language.checks.readings import Reading, readings
from flowengine.language.checks.values import loops, variables
from flowengine.language.diagnostics import Diagnostic, Severity
from flowengine.language.expressions.vocabulary import Type
from flowengine.language.project import shipped

PROJECT = "project"
STANDARD = "standard"
START = "start"

STANDARD_PLACES = (
    "repeat", "back", "skip", "help", "cancel", "main", "person", "stop", "quick_exit",
)  # fmt: skip
"""Targets that exist in every flow, written or not."""

CHANNELS = (
    "voice", "sms", "ussd", "chat", "telegram", "whatsapp", "messenger", "viber", "email", "agent",
)  # fmt: skip
"""What a flow may say it speaks; `agent` is text beside a talk, for the agent alone. `send` also
knows `callback`, a promise to phone."""

T = TypeVar("T", bound=nodes.Node)


@dataclass(frozen=True, slots=True)
class Place:
    """Where `-> path` leads. `step` is None for a standard word that no file spells out."""

    flow: str
    name: str
    step: nodes.Step | None


@dataclass(frozen=True)
class Scope:
    """`name` is the flow's file without ".flow"; `flows` are the others by theirs.

    `tables` gives the columns of each CSV by its file name; `files` are the names of all other
    files beside the flows; `grammars` the JSGF files by "en/dates.jsgf". `voices` may be empty:
    then no voice is called unknown.
    """

    name: str
    file: nodes.File
    source: str = ""
    project: nodes.File | None = None
    standard: nodes.File | None = None
    flows: Mapping[str, nodes.File] = field(default_factory=dict)
    tables: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    grammars: Mapping[str, str] = field(default_factory=dict)
    voices: frozenset[str] = frozenset()

    # ------------------------------------------------------------ this file

    @cached_property
    def index(self) -> Index:
        return index_of(self.file)

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        return readings(self.file)

    @property
    def is_project(self) -> bool:
        return self.file.header.name is None

    @property
    def path(self) -> str:
        return f"{self.name}.flow"

    @cached_property
    def lines(self) -> tuple[str, ...]:
        return tuple(self.source.split("\n"))

    def mistake(self, code: str, at: nodes.Node, message: str, hint: str = "") -> Diagnostic:
        span = self._first_line(at.span)
        return Diagnostic(code, span.file or self.path, span, message, hint)

    def warning(self, code: str, at: nodes.Node, message: str, hint: str = "") -> Diagnostic:
        span = self._first_line(at.span)
        return Diagnostic(code, span.file or self.path, span, message, hint, Severity.WARNING)

    def _first_line(self, span: nodes.Span) -> nodes.Span:
        """A whole menu underlined would hide what is wrong; its first line says where it is."""
        if span.end_line == span.line or span.file:
            return span
        text = self.lines[span.line - 1].rstrip() if span.line <= len(self.lines) else ""
        return nodes.Span(span.line, span.column, span.line, max(span.column, len(text)) + 1)

    # ------------------------------------------------------------ what is inherited

    @cached_property
    def own(self) -> tuple[nodes.File, ...]:
        """The files whose declarations this flow may use, nearest first."""
        shared = (self.file, self.project, self.standard)
        return tuple(file for file in shared if file is not None)

    @cached_property
    def everything(self) -> tuple[nodes.File, ...]:
        return (*self.own, *self.flows.values())

    @cached_property
    def named(self) -> Mapping[str, nodes.File]:
        """Every file by the name that a `Place` gives it."""
        shared = {PROJECT: self.project, STANDARD: self.standard, self.name: self.file}
        return {**self.flows, **{name: file for name, file in shared.items() if file is not None}}

    def declared(self, pick: Callable[[nodes.File], Iterable[T]]) -> Iterator[T]:
        """Declarations of one kind; a project also sees those of its flows."""
        for file in self.everything if self.is_project else self.own:
            yield from pick(file)

    def _names(self, pick: Callable[[nodes.File], Iterable[nodes.Name]]) -> frozenset[str]:
        return frozenset(name.text for name in self.declared(pick))

    @cached_property
    def queues(self) -> frozenset[str]:
        return self._names(lambda file: (queue.name for queue in file.queues))

    @cached_property
    def services(self) -> frozenset[str]:
        return self._names(lambda file: (service.name for service in file.services))

    @cached_property
    def hours(self) -> frozenset[str]:
        return self._names(lambda file: (hours.name for hours in file.hours))

    @cached_property
    def rules(self) -> frozenset[str]:
        return self._names(lambda file: (rule.name for rule in file.rules))

    @cached_property
    def words(self) -> frozenset[str]:
        return self._names(lambda file: (words.name for words in file.words))

    def _header(self, pick: Callable[[nodes.Header], tuple[nodes.Name, ...]]) -> tuple[str, ...]:
        """From the nearest header that has the line; a project may leave it to its flows."""
        for file in (self.file, self.project):
            if file is not None and pick(file.header):
                return tuple(name.text for name in pick(file.header))
        if not self.is_project:
            return ()
        own = (file for flow, file in self.flows.items() if f"{flow}.flow" not in shipped())
        return tuple(dict.fromkeys(name.text for file in own for name in pick(file.header)))

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """As declared; empty where nobody says, which leaves the written language alone."""
        return self._header(lambda header: header.languages)

    @cached_property
    def channels(self) -> tuple[str, ...]:
        """As declared; empty where nobody says, which means all."""
        return self._header(lambda header: header.channels)

    @cached_property
    def written_in(self) -> str:
        """The language of texts without a tag: as declared, else the first, else English."""
        for file in (self.file, self.project):
            if file is not None and file.header.written_in is not None:
                return file.header.written_in.text
        return self.languages[0] if self.languages else "en"

    @cached_property
    def screen(self) -> nodes.Screen | None:
        for file in (self.file, self.project):
            if file is not None and file.header.screen is not None:
                return file.header.screen
        return None

    # ------------------------------------------------------------ places

    @cached_property
    def steps(self) -> Mapping[str, nodes.Step]:
        """The first of each name; a second is a mistake of its own."""
        return _steps(self.file)

    @cached_property
    def places(self) -> frozenset[str]:
        """Everything a target of one word may name, for guesses."""
        inherited = (step.name.text for file in self.own for step in file.steps)
        return frozenset((*inherited, *STANDARD_PLACES, *self.flows))

    def place(self, path: nodes.Path) -> Place | None:
        """A step of this flow, of the project, a standard place, a flow, or `flow.step`."""
        if len(path.parts) == 1:
            return self._near(path.parts[0]) or self._far(path.parts[0], START)
        if len(path.parts) == 2:
            return self._far(*path.parts)
        return None

    def _near(self, name: str) -> Place | None:
        for owner, file in self._owners():
            step = _steps(file).get(name)
            if step is not None:
                return Place(owner, name, step)
        return Place(STANDARD, name, None) if name in STANDARD_PLACES else None

    def _owners(self) -> Iterator[tuple[str, nodes.File]]:
        yield self.name, self.file
        if self.project is not None:
            yield PROJECT, self.project
        if self.standard is not None:
            yield STANDARD, self.standard
        if self.is_project:
            yield from self.flows.items()

    def _far(self, flow: str, name: str) -> Place | None:
        """What another flow inherits counts as a step of its own."""
        if flow != self.name and flow not in self.flows:
            return None
        for owner in (self.named[flow], self.project, self.standard):
            step = _steps(owner).get(name) if owner is not None else None
            if step is not None:
                return Place(flow, name, step)
        return None

    # ------------------------------------------------------------ values

    @cached_property
    def loops(self) -> frozenset[str]:
        """Names for items of lists, each known only inside its own loop."""
        return frozenset(loop.node.name.text for loop in loops(self.file))

    @cached_property
    def values(self) -> Mapping[str, Type]:
        """Every name that may stand in an expression, but for those of loops, which are local.

        Values belong to the conversation, so what other flows set is known here too.
        """
        return variables(self.everything)


def _steps(file: nodes.File) -> Mapping[str, nodes.Step]:
    return index_of(file).steps
