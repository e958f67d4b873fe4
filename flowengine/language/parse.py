"""Text in, nodes out: the door to the parser.

Never raises for anything an author, or somebody hostile, can write: every refusal is a diagnostic.
"""

from __future__ import annotations

from itertools import chain, islice

from flowengine.language.building.file import build
from flowengine.language.diagnostics import Diagnostic
from flowengine.language.nodes import File
from flowengine.language.syntax.grammar import Unparsed, tree
from flowengine.language.syntax.recover import mistakes_in
from flowengine.language.syntax.source import foreign, hidden, long_lines, too_long, without_mark

MOST_UNSEEN = 50  # a file with more signs that cannot be seen is not a text at all

Parsed = tuple[File | None, tuple[Diagnostic, ...]]


def parse(source: str, file: str) -> Parsed:
    """The file, or all its mistakes in their order; `file` is the name to tell them under.

    The file is None exactly when there is at least one mistake.
    """
    long = too_long(source, file)
    if long is not None:
        return None, (long,)
    source = _ended(without_mark(source))
    if (unread := foreign(source, file)) is not None:
        return None, (unread,)
    unfit = chain(long_lines(source, file), hidden(source, file))
    if refused := tuple(islice(unfit, MOST_UNSEEN)):
        return None, refused
    try:
        built, mistakes = build(tree(source), file)
    except Unparsed:
        return None, mistakes_in(source, file)
    return (None, tuple(mistakes)) if mistakes else (built, ())


def _ended(source: str) -> str:
    """The grammar wants a line end after every line, the last one too."""
    return source if source.endswith("\n") else source + "\n"
