"""Every text is there in every language that the flow says it speaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flowengine.language import nodes
from flowengine.language.checks.declared import CODES
from flowengine.language.checks.guess import listing
from flowengine.language.checks.scope import CHANNELS, Scope
from flowengine.language.checks.wording import Lines, has_letters, languages
from flowengine.language.diagnostics import Diagnostic


def texts_are_translated(scope: Scope) -> Iterator[Diagnostic]:
    """FE119: one warning a text, naming the languages."""
    if len(languages(scope)) < 2 or scope.written_in not in scope.languages:
        return
    for text in scope.index.nodes(nodes.Text):
        if text.alternatives:
            yield from _missing(scope, text.alternatives, text.variants)
            yield from _short_forms(scope, text.variants)
    for option in scope.index.nodes(nodes.Option):
        if not _chooses_language(option):
            yield from _missing(scope, ((option.label,),), option.variants)
            yield from _short_forms(scope, option.variants)
    yield from _at_the_top(scope, scope.file.header)
    for entry in scope.file.entries:
        yield from _missing(scope, ((entry.label,),), entry.variants)
    yield from _at_the_desk(scope)
    for words in scope.file.words:
        phrases = tuple((phrase,) for phrase in words.phrases)
        yield from _missing(scope, phrases or ((),), words.variants)


def _at_the_top(scope: Scope, header: nodes.Header) -> Iterator[Diagnostic]:
    """A title that stands in no other language yet may be a name."""
    if header.title is not None and header.titles:
        yield from _missing(scope, ((header.title,),), header.titles)
    if header.screen is not None:
        for name, page in (("more", header.screen.more), ("less", header.screen.less)):
            if page.word is not None:
                line = f'{{}}: {name} "…"'
                yield from _missing(scope, ((page.word,),), page.variants, line)


def _at_the_desk(scope: Scope) -> Iterator[Diagnostic]:
    """What agents read, who may all speak the language that it is written in."""
    for queue in scope.file.queues:
        if queue.title is not None and queue.variants:
            yield from _missing(scope, ((queue.title,),), queue.variants)
    for outcome in scope.index.nodes(nodes.Disposition):
        if outcome.variants:
            yield from _missing(scope, ((outcome.label,),), outcome.variants)


def _chooses_language(option: nodes.Option) -> bool:
    """The name of a language is written in that language, whatever is spoken now."""
    return any(isinstance(statement, nodes.SetLanguage) for statement in option.body or ())


def _short_forms(scope: Scope, variants: tuple[nodes.Variant, ...]) -> Iterator[Diagnostic]:
    """What a channel has of its own goes before a language, so it is needed in each of them."""
    for variant in variants:
        channel = variant.tags[0].text
        if len(variant.tags) == 1 and channel in CHANNELS:
            same = [v for v in variants if channel in {tag.text for tag in v.tags}]
            yield from _missing(scope, variant.alternatives, same, f'{channel} {{}}: "…"')


def _missing(
    scope: Scope,
    alternatives: tuple[Lines, ...],
    variants: Iterable[nodes.Variant],
    line: str = '{}: "…"',
) -> Iterator[Diagnostic]:
    if not any(has_letters(lines) for lines in alternatives):
        return
    there = {tag.text for variant in variants for tag in variant.tags}
    if there - {*languages(scope), *CHANNELS}:
        return  # one of them is misspelt, and that is told already
    missing = [name for name in languages(scope)[1:] if name not in there | CODES.keys()]
    if missing:
        yield scope.warning(
            "FE119",
            alternatives[0][0],
            f"These words are not there in {listing(missing)}.",
            f"Write them on a line below, `{line.format(missing[0])}`,"
            f" or in locale/{missing[0]}/{scope.name}.po.",
        )
