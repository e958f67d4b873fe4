"""How a builder looks into a parse tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.language.syntax.grammar import Branch, Leaf

if TYPE_CHECKING:
    from collections.abc import Collection


class Parts:
    """The children of a tree, sorted by kind in one pass; order is kept within a kind."""

    __slots__ = ("branches", "leaves", "order")

    def __init__(self, tree: Branch) -> None:
        self.order: list[Branch] = []
        self.branches: dict[str, list[Branch]] = {}
        self.leaves: dict[str, list[Leaf]] = {}
        for child in tree.children:
            if isinstance(child, Leaf):
                self.leaves.setdefault(child.type, []).append(child)
            else:
                self.order.append(child)
                self.branches.setdefault(child.data, []).append(child)

    def branch(self, kind: str) -> Branch | None:
        found = self.branches.get(kind)
        return found[0] if found else None

    def leaf(self, kind: str) -> Leaf | None:
        found = self.leaves.get(kind)
        return found[0] if found else None

    def need(self, kind: str) -> Branch:
        return self.branches[kind][0]

    def token(self, kind: str) -> Leaf:
        return self.leaves[kind][0]

    def all(self, kind: str) -> list[Branch]:
        return self.branches.get(kind, [])

    def tokens(self, kind: str) -> list[Leaf]:
        return self.leaves.get(kind, [])

    def among(self, kinds: Collection[str]) -> list[Branch]:
        return [child for child in self.order if child.data in kinds]
