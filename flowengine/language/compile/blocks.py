"""Collects the blocks of one flow while its steps are compiled, and gives them their names.

A name is the flow, the step, and what the block is for: `shop.booking/day` waits for `day`. Blocks
that nothing can rest at are numbered after the place they belong to; those are never saved, except
as the return of a call, which is named after the call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flowengine.language import nodes
from flowengine.language import program as p

if TYPE_CHECKING:
    from flowengine.language.checks.scope import Place, Scope
    from flowengine.language.compile.texts import Texts


class Blocks:
    """`step` is the place being compiled; `texts` compiles the leaves of the file it stands in."""

    def __init__(self, scope: Scope, part: p.Part, texts: Texts) -> None:
        self.scope = scope
        self.part = part
        self.texts = texts
        self.step = ""
        self.repairs = p.Ladders(
            {}, (0, "")
        )  # of flow, project and standard, for questions without
        self.blocks: dict[str, p.Block] = {}
        self.wanted: list[str] = []  # places of other flows, and steps that are inherited
        self._names: dict[str, int] = {}

    def name(self, purpose: str = "") -> str:
        """A name that is not taken yet."""
        base = f"{self.part.name}.{self.step}" + (f"/{purpose}" if purpose else "")
        count = self._names[base] = self._names.get(base, 0) + 1
        return base if count == 1 else f"{base} {count}"

    def add(
        self, name: str, operations: tuple[p.Operation, ...] | list[p.Operation], exit_: p.Exit
    ) -> str:
        self.blocks[name] = p.Block(name, self.part, tuple(operations), exit_)
        return name

    def target(self, path: nodes.Path) -> str:
        """The block of a place, which the checks have found; what is inherited becomes our step."""
        found = cast("Place", self.scope.place(path))
        if found.flow in ("project", "standard", self.scope.name):
            name = self.part.main if found.name == "main" and found.step is None else ""
            block = name or f"{self.part.name}.{found.name}"
        else:
            block = f"{found.flow}.{found.name}"
        self.wanted.append(block)
        return block

    def arguments(self, target: nodes.Target) -> p.Arguments:
        return tuple((a.name.text, self.texts.code(a.value)) for a in target.arguments)

    def jump(self, target: nodes.Target) -> p.Jump:
        return p.Jump(self.texts.place(target), self.target(target.path), self.arguments(target))
