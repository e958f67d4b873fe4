"""What is missing or wrong in the catalogues of a flow, each with its line.

A flow runs with half a translation: the written language is heard where one is missing or stale.
So these are findings for the person who answers for the translation; what the flow's own checks say
of a translated text is among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from flowengine.authoring import report
from flowengine.authoring.messages.template import catalogue_path
from flowengine.authoring.messages.wanted import Wanted
from flowengine.language.catalogue import Catalogue, read_catalogue
from flowengine.language.checks import check_flow
from flowengine.language.compile import scope_of
from flowengine.language.compile.files import mistranslated
from flowengine.language.diagnostics import Severity

if TYPE_CHECKING:
    from flowengine.language.project import Sources

_WIDEST = 60  # of a text that is named in a finding


def findings(sources: Sources, wanted: Wanted) -> Iterator[str]:
    """One text each, `locale/uk/donors.po:12: …` first; none where all is translated."""
    for language in wanted.languages:
        path = catalogue_path(wanted.flow, language)
        if path in sources.catalogues:
            yield from _compared(sources.catalogues[path], wanted, language)
        elif missing := len(wanted.entries_in(language)):
            waiting = "1 text waits" if missing == 1 else f"{missing} texts wait"
            yield (
                f"{path}: There is no such catalogue; {waiting} for it."
                " Make it: flowengine messages update"
            )
    yield from _checked(sources, wanted.flow)


def _compared(text: str, wanted: Wanted, language: str) -> Iterator[str]:
    path = catalogue_path(wanted.flow, language)
    catalogue, _ = read_catalogue(text, path, language)
    entries = {entry.key: entry for entry in wanted.entries_in(language)}
    for key, entry in entries.items():
        if key not in catalogue.written:
            line = entry.span.line
            yield (
                f"{wanted.flow}.flow:{line}: {_named(entry.text)} is not in {path}."
                " Bring it up to date: flowengine messages update"
            )
    yield from _unfinished(catalogue, entries)


def _unfinished(catalogue: Catalogue, entries: Iterable[tuple[str, str]]) -> Iterator[str]:
    for key, written in catalogue.written.items():
        place = f"{catalogue.path}:{written.line}"
        if key not in entries:
            yield f"{place}: The flow does not say {_named(written.text)} here any more."
        elif written.fuzzy:
            yield (
                f"{place}: The translation of {_named(written.text)} is stale."
                " Look at it, then remove the mark “fuzzy”."
            )
        elif not written.done:
            some = any(one.text for one in written.strings)
            what = "Not every form is there of" if some else "No translation of"
            yield f"{place}: {what} {_named(written.text)}."


def _named(text: str) -> str:
    line = " ".join(text.split())
    return f"“{line}”" if len(line) <= _WIDEST else f"“{line[: _WIDEST - 1]}…”"


def _checked(sources: Sources, flow: str) -> Iterator[str]:
    """What the checks say of the words in catalogues: holes, phrases, length."""
    found = [*mistranslated(sources, f"{flow}.flow"), *check_flow(scope_of(sources, flow))]
    for one in dict.fromkeys(found):
        if one.file in sources.catalogues or one.severity is Severity.ERROR:
            yield report.drawn(one, sources.texts.get(one.file, ""))
