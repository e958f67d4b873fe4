"""Recordings, pictures and tables that a flow names lie beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowengine.language import nodes
from flowengine.language.checks.guess import mend
from flowengine.language.checks.scope import Scope
from flowengine.language.diagnostics import Diagnostic

_PLAIN = re.compile(r"""["']([^"']+)["']""")


def files_exist(scope: Scope) -> Iterator[Diagnostic]:
    """FE133: a missing recording is a warning, because the words can be synthesised instead."""
    for recording in scope.index.nodes(nodes.Recording):
        if _is_missing(scope, recording.file):
            yield scope.warning("FE133", recording.file, *_missing(scope, recording.file.source))
    for quote in _played(scope):
        if _is_missing(scope, quote):
            yield scope.mistake("FE133", quote, *_missing(scope, quote.source))
    for attachment in scope.index.nodes(nodes.Attachment):
        name = _written_out(attachment)
        if name and name not in scope.files:
            yield scope.mistake("FE133", attachment.value, *_missing(scope, name))


def pictures_have_words(scope: Scope) -> Iterator[Diagnostic]:
    """FE161: for whoever cannot see it (W3C WCAG 2.2, success criterion 1.1.1)."""
    for attachment in scope.index.nodes(nodes.Attachment):
        if attachment.kind == "picture" and attachment.words is None:
            yield scope.warning(
                "FE161",
                attachment,
                "Somebody who cannot see this picture is told nothing of it.",
                'Say what it shows: `picture "house.jpg", "A yellow house with a green door"`.',
            )


def _played(scope: Scope) -> Iterator[nodes.Quote]:
    for play in scope.index.nodes(nodes.Play):
        yield play.file
    for handoff in scope.index.nodes(nodes.Handoff):
        if handoff.music is not None:
            yield handoff.music


def tables_exist(scope: Scope) -> Iterator[Diagnostic]:
    """FE133 for the CSV of a table."""
    for table in scope.file.tables:
        name = table.file.source
        if name not in scope.tables:
            hint = mend(name, scope.tables, "Save the spreadsheet as CSV beside the flow.")
            yield scope.mistake("FE133", table.file, f"There is no table `{name}`.", hint)


def _is_missing(scope: Scope, quote: nodes.Quote) -> bool:
    """A name with a hole, or an address, is only known in a conversation."""
    name = quote.source
    return "{{" not in name and "://" not in name and name not in scope.files


def _missing(scope: Scope, name: str) -> tuple[str, str]:
    return (
        f"There is no file `{name}` beside the flow.",
        mend(name, scope.files, "Put it there, or correct its name."),
    )


def _written_out(attachment: nodes.Attachment) -> str:
    """The file name of `picture "map.png"`; empty for anything that is not one plain text."""
    plain = _PLAIN.fullmatch(attachment.value.source)
    if plain is None or attachment.kind not in ("picture", "file") or "://" in plain[1]:
        return ""
    return plain[1]
