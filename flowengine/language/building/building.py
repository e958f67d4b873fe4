"""What all builders share while they build one file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flowengine.language.building.leaves import span_of
from flowengine.language.building.parts import Parts
from flowengine.language.building.targets import jump
from flowengine.language.diagnostics import Diagnostic
from flowengine.language.nodes import Body, Span, Statement
from flowengine.language.syntax.grammar import Branch

StatementBuilder = Callable[["Building", Branch], Statement]


@dataclass(frozen=True, slots=True)
class Building:
    """One file being built: its name, how to build each statement, the mistakes met so far."""

    file: str
    statements: Mapping[str, StatementBuilder]
    mistakes: list[Diagnostic] = field(default_factory=list)

    def tell(self, code: str, span: Span, message: str, hint: str) -> None:
        self.mistakes.append(Diagnostic(code, self.file, span, message, hint))

    def body(self, tree: Branch) -> Body:
        """The statements of a body; an arrow that closes an action is a jump of its own."""
        body: list[Statement] = []
        for child in Parts(tree).order:
            build = self.statements.get(child.data)
            if build is not None:
                body.append(build(self, child))
                body.extend(jump(go) for go in Parts(child).all("go"))
        return tuple(body)

    def once(self, parts: Parts, *kinds: str) -> Branch | None:
        """The one line of these kinds that counts; a second one, lost in silence else, is told."""
        lines = parts.among(kinds)
        for again in lines[1:]:
            self.tell(
                "FE032",
                span_of(again),
                f"This is written a second time; the first stands in line {lines[0].meta.line}.",
                "Keep one of them.",
            )
        return lines[0] if lines else None
