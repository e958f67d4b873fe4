"""The files of a project as nodes: parsed, and with what their catalogues translate.

Nodes are immutable, so a file that did not change is read once. A catalogue in a language that the
flow does not speak is not used, and that is told (FE173).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from flowengine.language import nodes
from flowengine.language.catalogue import catalogues_of, translated
from flowengine.language.diagnostics import Diagnostic, Severity
from flowengine.language.parse import Parsed, parse
from flowengine.language.project import PROJECT, Sources

_Catalogues = tuple[tuple[str, str, str], ...]  # (language, path, text)


@lru_cache(maxsize=64)
def parsed(source: str, file: str) -> Parsed:
    return parse(source, file)


@lru_cache(maxsize=64)
def _woven(
    source: str, file: str, catalogues: _Catalogues
) -> tuple[nodes.File | None, tuple[Diagnostic, ...]]:
    found = parsed(source, file)[0]
    return (None, ()) if found is None else translated(found, catalogues)


def read(sources: Sources, texts: Mapping[str, str], file: str) -> nodes.File | None:
    """The file with its translations; None where it is not there or does not parse."""
    return _read(sources, texts, file)[0] if file in texts else None


def mistranslated(sources: Sources, file: str) -> Iterator[Diagnostic]:
    """What is wrong with the catalogues of one of the project's own files."""
    yield from _read(sources, sources.flows, file)[1]
    known = _languages(sources, sources.flows, file)
    for language, path in catalogues_of(sources.catalogues, _name(file)).items():
        if language not in known:
            yield Diagnostic(
                "FE173",
                path,
                nodes.Span(1, 1, 1, 2, path),
                f"No caller hears this: {file} does not speak “{language}”.",
                f"Add it to the flow's line `languages`, or move {path} away.",
                Severity.WARNING,
            )


def _read(
    sources: Sources, texts: Mapping[str, str], file: str
) -> tuple[nodes.File | None, tuple[Diagnostic, ...]]:
    own = catalogues_of(sources.catalogues, _name(file)) if file in sources.flows else {}
    known = _languages(sources, texts, file) if own else ()
    used = tuple(
        (language, path, sources.catalogues[path])
        for language, path in sorted(own.items())
        if language in known
    )
    return _woven(texts[file], file, used)


def _languages(sources: Sources, texts: Mapping[str, str], file: str) -> tuple[str, ...]:
    """As the nearest header says; what a project translates is for all its flows."""
    if file == PROJECT:
        return tuple(name for one in sorted(sources.flows) for name in _listed(texts[one], one))
    nearest = (_listed(texts[one], one) for one in (file, PROJECT) if one in texts)
    return next(filter(None, nearest), ())


def _listed(source: str, file: str) -> tuple[str, ...]:
    found = parsed(source, file)[0]
    return tuple(one.text for one in found.header.languages) if found else ()


def _name(file: str) -> str:
    return file.removesuffix(".flow")
