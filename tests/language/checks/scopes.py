"""Scopes and short flows for the tests of checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from flowengine.language import nodes
from flowengine.language.checks.scope import Scope
from flowengine.language.diagnostics import Diagnostic
from flowengine.language.parse import parse

HEAD = 'flow shop "Shop"\n'
END = "\nstart:\n  end\n"

Check = Callable[[Scope], Iterator[Diagnostic]]


def parsed(source: str) -> nodes.File:
    file, mistakes = parse(source, "shop.flow")
    assert file is not None, mistakes
    return file


def scope(
    source: str,
    *,
    head: str = HEAD,
    project: str = "",
    standard: str = "",
    flows: Mapping[str, str] | None = None,
    tables: Mapping[str, tuple[str, ...]] | None = None,
    files: frozenset[str] = frozenset(),
    grammars: Mapping[str, str] | None = None,
    voices: frozenset[str] = frozenset(),
    name: str = "shop",
) -> Scope:
    """The source as `shop.flow`; without a head it is a `project.flow`."""
    text = head + source
    return Scope(
        name=name,
        file=parsed(text),
        source=text,
        project=parsed(project) if project else None,
        standard=parsed(standard) if standard else None,
        flows={name: parsed(other) for name, other in (flows or {}).items()},
        tables=tables or {},
        files=files,
        grammars=grammars or {},
        voices=voices,
    )


def told(check: Check, of: Scope | str) -> list[tuple[str, int]]:
    """Code and line of everything that one check says; the head is line 1."""
    found = check(scope(of) if isinstance(of, str) else of)
    return [(diagnostic.code, diagnostic.span.line) for diagnostic in found]
