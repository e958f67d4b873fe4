"""A comment that was meant as an option: `# "main menu" -> main` is never heard by anybody."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowengine.language.checks.scope import Scope
from flowengine.language.diagnostics import Diagnostic, Severity
from flowengine.language.nodes import Span

_OPTION = re.compile(r'\s+(#\s*["“„«][^"”“»]*["”“»].*?(?:->|→).*)')


def comments_are_no_options(scope: Scope) -> Iterator[Diagnostic]:
    """FE111"""
    for number, line in enumerate(scope.lines, 1):
        found = _OPTION.match(line)
        if found is not None:
            yield Diagnostic(
                "FE111",
                scope.path,
                Span(number, found.start(1) + 1, number, len(line.rstrip()) + 1),
                "This line is a comment: an option for the key # begins with the word `hash`.",
                "Write `hash` in place of #; to switch an option off, put ## before it.",
                Severity.WARNING,
            )
