"""Every node of a file by its kind, with the nodes around it: one walk that all checks share.

It knows no names and no meanings; it only saves each check from walking the tree itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from typing import Generic, TypeVar, cast

from flowengine.language import nodes

N = TypeVar("N", bound=nodes.Node)
F_co = TypeVar("F_co", bound=nodes.Node, covariant=True)
M = TypeVar("M", bound=nodes.Node)


@dataclass(frozen=True, slots=True)
class Found(Generic[F_co]):
    """A node and what it stands in, outermost first (the file itself is always the first)."""

    node: F_co
    around: tuple[nodes.Node, ...]

    def inside(self, kind: type[M]) -> M | None:
        """The nearest node of this kind around it."""
        for outer in reversed(self.around):
            if isinstance(outer, kind):
                return outer
        return None

    @property
    def parent(self) -> nodes.Node:
        return self.around[-1]


class Index:
    """What `walk` found, sorted by kind."""

    def __init__(self, file: nodes.File) -> None:
        self._found: dict[type[nodes.Node], list[Found[nodes.Node]]] = defaultdict(list)
        for found in walk(file):
            self._found[type(found.node)].append(found)
        self.steps: dict[str, nodes.Step] = {}  # the first of each name
        for step in file.steps:
            self.steps.setdefault(step.name.text, step)

    def all(self, kind: type[N]) -> list[Found[N]]:
        """In the order of the file, as far as one kind of line goes."""
        return cast("list[Found[N]]", self._found.get(kind, []))

    def nodes(self, kind: type[N]) -> list[N]:
        return [found.node for found in self.all(kind)]


def index_of(file: nodes.File) -> Index:
    """The same index for the same file: a project's flows are looked into again and again."""
    return _index_of(_Same(file))


class _Same:
    """A file as itself; comparing what two files say would cost more than the walk."""

    __slots__ = ("file",)

    def __init__(self, file: nodes.File) -> None:
        self.file = file

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.file is other.file

    def __hash__(self) -> int:
        return id(self.file)


@lru_cache(maxsize=64)
def _index_of(same: _Same) -> Index:
    return Index(same.file)


def walk(node: nodes.Node) -> Iterator[Found[nodes.Node]]:
    """Everything below a node, itself not included. Flat, so that depth cannot exhaust a stack."""
    waiting: list[Found[nodes.Node]] = [Found(node, ())]
    while waiting:
        found = waiting.pop()
        if found.around:
            yield found
        around = (*found.around, found.node)
        waiting.extend(Found(child, around) for child in reversed(children(found.node)))


def children(node: nodes.Node) -> list[nodes.Node]:
    """The nodes directly below, in the order of the fields."""
    found: list[nodes.Node] = []
    for name in _field_names(type(node)):  # type: ignore[arg-type]
        _gather(getattr(node, name), found)
    return found


def _gather(value: object, found: list[nodes.Node]) -> None:
    if isinstance(value, nodes.Node):
        found.append(value)
    elif isinstance(value, tuple):
        for item in value:
            _gather(item, found)


@cache
def _field_names(kind: type[nodes.Node]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.name != "span")
