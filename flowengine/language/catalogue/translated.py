"""Catalogues woven into a file: what they translate becomes variants of its texts.

What an author has written in a language below a text counts before a catalogue. A translation that
cannot be used is left out and told; nothing here changes what the file says in its own language.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar, cast

from flowengine.language import nodes
from flowengine.language.catalogue.entries import Entry, entries
from flowengine.language.catalogue.holes import strange, wanting
from flowengine.language.catalogue.plurals import Uncountable, counts, in_order, joined
from flowengine.language.catalogue.po import Catalogue, Piece, Written, quotes, read_catalogue
from flowengine.language.checks.wording import has_letters
from flowengine.language.diagnostics import Diagnostic, Severity

FOLDER = "locale"

Lines = tuple[nodes.Quote, ...]
N = TypeVar("N", bound=nodes.Node)


@dataclass(frozen=True, slots=True)
class _Said:
    """One entry in one language."""

    entry: Entry
    language: str
    lines: Lines


def catalogues_of(texts: Mapping[str, str], flow: str) -> dict[str, str]:
    """The catalogues of one flow by language, of all that lie beside a project's flows."""
    found = {}
    for path in texts:
        folder, *inner = path.split("/")
        if folder == FOLDER and len(inner) == 2 and inner[1] == f"{flow}.po":
            found[inner[0].lower().replace("-", "_")] = path
    return found


def translated(
    file: nodes.File, catalogues: Iterable[tuple[str, str, str]]
) -> tuple[nodes.File, tuple[Diagnostic, ...]]:
    """The file with what its catalogues say; each is (language, path, text)."""
    found: list[_Said] = []
    mistakes: list[Diagnostic] = []
    known = entries(file)
    for language, path, text in catalogues:
        catalogue, wrong = read_catalogue(text, path, language)
        mistakes += wrong
        for entry in known:
            written = catalogue.written.get(entry.key)
            if written and written.done and language not in entry.there:
                said, problems = _said(entry, written, catalogue)
                found.append(said)
                mistakes += problems
    return _woven(file, found), tuple(mistakes)


# ---------------------------------------------------------------- one entry


def _said(entry: Entry, written: Written, catalogue: Catalogue) -> tuple[_Said, list[Diagnostic]]:
    """Where forms cannot be joined, the last one is heard for every number: it is the language."""
    piece, words = written.strings[0], ""
    problems = _holes(entry, written, catalogue.path) if entry.part != "phrases" else []
    if entry.plural:
        try:
            words = _counted(entry, written, catalogue)
        except Uncountable as problem:
            problems.append(_told("FE172", piece, catalogue.path, f"{problem}.", _FORMS))
            piece = written.strings[-1]
    return _Said(entry, catalogue.language, quotes(piece, catalogue.path, words)), problems


def _counted(entry: Entry, written: Written, catalogue: Catalogue) -> str:
    """The forms as one text that counts what the written one counts."""
    (count,) = counts(entry.source)
    forms = [piece.text for piece in written.strings]
    return joined(in_order(forms, catalogue.plural_forms, catalogue.language), count)


def _holes(entry: Entry, written: Written, path: str) -> list[Diagnostic]:
    found = []
    for piece in written.strings:
        lost, odd = wanting(entry.text, piece.text), strange(entry.source, piece.text)
        if lost and not entry.plural:
            message = f"The translation leaves out {lost}."
            found.append(_told("FE171", piece, path, message, f"Write {lost} where it belongs."))
        elif odd:
            message = f"The written text does not have {odd}."
            hint = "Keep what stands between double braces as it is."
            found.append(_told("FE171", piece, path, message, hint))
    return found


def _told(code: str, piece: Piece, path: str, message: str, hint: str) -> Diagnostic:
    line, column = piece.at(0)
    span = nodes.Span(line, column, line, column + max(len(piece.text.split("\n")[0]), 1), path)
    return Diagnostic(code, path, span, message, hint, Severity.WARNING)


_FORMS = "Write each form as a whole sentence, with the same holes and as many lines."

# ---------------------------------------------------------------- into the tree


def _woven(file: nodes.File, found: Iterable[_Said]) -> nodes.File:
    by_node: defaultdict[int, list[_Said]] = defaultdict(list)
    for said in found:
        by_node[id(said.entry.node)].append(said)
    return _replaced(file, by_node) if by_node else file


def _replaced(node: N, by_node: Mapping[int, list[_Said]]) -> N:
    """A copy where anything below changes, else the node itself."""
    changes = {}
    for field in fields(node):
        value = getattr(node, field.name)
        new = _inside(value, by_node)
        if new is not value:
            changes[field.name] = new
    own = by_node.get(id(node))
    changed = replace(node, **changes) if changes else node
    return cast("N", _varied(changed, own)) if own else changed


def _inside(value: Any, by_node: Mapping[int, list[_Said]]) -> Any:
    if isinstance(value, nodes.Node):
        return _replaced(value, by_node)
    if isinstance(value, tuple):
        new = tuple(_inside(item, by_node) for item in value)
        return new if any(a is not b for a, b in zip(new, value, strict=True)) else value
    return value


def _varied(node: Any, said: list[_Said]) -> Any:
    match node:
        case nodes.Header():
            return replace(node, titles=(*node.titles, *_titled(said)))
        case nodes.Text():
            return replace(node, variants=(*node.variants, *_variants(said)))
        case nodes.Option():
            return replace(node, variants=(*node.variants, *_labelled(node, said)))
    return replace(node, variants=(*node.variants, *_titled(said)))


def _titled(said: Iterable[_Said]) -> Iterator[nodes.Variant]:
    for one in said:
        yield _variant((one.language,), (one.lines,))


def _variants(said: Iterable[_Said]) -> Iterator[nodes.Variant]:
    """Of texts joined by `or`, those that are translated."""
    by_tags: defaultdict[tuple[str, ...], list[Lines]] = defaultdict(list)
    for one in said:
        by_tags[tuple(filter(None, (one.entry.channel, one.language)))].append(one.lines)
    for tags, alternatives in by_tags.items():
        yield _variant(tags, tuple(alternatives))


def _labelled(option: nodes.Option, said: Iterable[_Said]) -> Iterator[nodes.Variant]:
    """Phrases wait for their label, unless that says nothing that could be translated."""
    labels = {"": option.label}
    labels |= {v.tags[0].text: v.alternatives[0][0] for v in option.variants if len(v.tags) == 1}
    by_tags: defaultdict[tuple[str, str], dict[str, Lines]] = defaultdict(dict)
    for one in said:
        by_tags[one.entry.channel, one.language][one.entry.part] = one.lines
    for (channel, language), by_part in by_tags.items():
        label = by_part.get("label")
        if label is None and not has_letters((labels[channel],)):
            label = (labels[channel],)
        if label is not None:
            phrases = (by_part["phrases"],) if "phrases" in by_part else ()
            tags = (channel, language) if channel else (language,)
            yield _variant(tags, (label[:1], *phrases))


def _variant(tags: tuple[str, ...], alternatives: tuple[Lines, ...]) -> nodes.Variant:
    span = alternatives[0][0].span
    return nodes.Variant(span, tuple(nodes.Name(span, tag) for tag in tags), alternatives)
