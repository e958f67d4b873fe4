"""Grammar files of a project can be used, and no phrase grows beyond what can be listened to.

Only files of languages that the flow speaks are read: nobody hears the others. A file that is
wrong is told in its own lines; nothing here raises.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache

from flowengine.grammar.expansion import Expansion, GrammarError
from flowengine.grammar.files import stem
from flowengine.grammar.standard import Standard, grammar_of, shared
from flowengine.grammar.weighing import MAX_STATES, Weighing, Weight, flaws
from flowengine.language import nodes
from flowengine.language.checks.options import groups
from flowengine.language.checks.phrases import expansion, one_of
from flowengine.language.checks.scope import Scope
from flowengine.language.diagnostics import Diagnostic
from flowengine.language.project import GRAMMARS

_Files = tuple[tuple[str, str], ...]  # (name, text)


def grammars_are_read(scope: Scope) -> Iterator[Diagnostic]:
    """FE174: a file that cannot be read, or a rule in it that leads nowhere or goes round."""
    standard = shared(scope.grammars)
    spoken = (scope.written_in, *scope.languages)
    for language in dict.fromkeys(standard.nearest(one) for one in spoken):
        yield from _wrong(standard, language, _files(scope.grammars, language))


def _files(grammars: Mapping[str, str], language: str) -> _Files:
    return tuple(
        (name, text) for name, text in grammars.items() if name.rpartition("/")[0] == language
    )


@lru_cache(maxsize=32)
def _wrong(standard: Standard, language: str, files: _Files) -> tuple[Diagnostic, ...]:
    """While one file cannot be read, rules may be missing for that alone."""
    unread = [(name, text, error) for name, text in files if (error := _unread(name, text))]
    if unread:
        return tuple(_told(*one) for one in unread)
    return tuple(
        _told(name, text, flaw.error)
        for flaw in flaws(standard.rules(language))
        for name, text in files
        if flaw.owner.startswith(f"{stem(name)}.")
    )


@lru_cache(maxsize=256)
def _unread(name: str, text: str) -> GrammarError | None:
    try:
        grammar_of(name, text)
    except GrammarError as error:
        return error
    return None


def _told(name: str, text: str, error: GrammarError) -> Diagnostic:
    file = f"{GRAMMARS}/{name}"
    return Diagnostic("FE174", file, _span(file, text, error), error.message, error.hint)


def _span(file: str, text: str, error: GrammarError) -> nodes.Span:
    """On one line: what is wrong there, or the rest of the line where it goes on."""
    start = min(error.start, len(text))
    line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
    rest = len(text[start:].partition("\n")[0])
    width = max(1, min(error.end - start, rest))
    return nodes.Span(line, column, line, column + width, file)


def phrases_fit(scope: Scope) -> Iterator[Diagnostic]:
    """FE175: what is listened for at once is too large, or rules stand too deep within rules."""
    told: set[nodes.Quote] = set()
    for language in dict.fromkeys((scope.written_in, *scope.languages)):
        weighing = Weighing(_known(scope, language))
        for phrases in _together(scope, language):
            quote = _too_much(weighing, phrases)
            if quote is not None and quote not in told:
                told.add(quote)
                yield scope.mistake(
                    "FE175",
                    quote,
                    "With this phrase there is more to listen for than can be kept in mind.",
                    "Use fewer rules within rules, and a rule less often in a row.",
                )


def _too_much(weighing: Weighing, phrases: Iterable[nodes.Quote]) -> nodes.Quote | None:
    """The first of them with which it is too much."""
    states = 0
    for quote in phrases:
        tree = expansion(quote)
        weight = weighing.weigh(tree) if tree is not None else Weight(0, 0)
        states += weight.states
        if states > MAX_STATES or not weight.fits:
            return quote
    return None


def _together(scope: Scope, language: str) -> Iterator[list[nodes.Quote]]:
    """Phrases that are listened for at once: people mix their language and the written one."""
    for _, options in groups(scope):
        yield [quote for option in options for quote in _phrases(option, language)]
    for words in scope.file.words:
        yield [*words.phrases, *_tagged(words.variants, language, 0)]


def _phrases(option: nodes.Option, language: str) -> Iterator[nodes.Quote]:
    """All but the labels."""
    yield from option.phrases
    yield from _tagged(option.variants, language, 1)


def _tagged(
    variants: tuple[nodes.Variant, ...], language: str, first: int
) -> Iterator[nodes.Quote]:
    for variant in variants:
        if language in {tag.text for tag in variant.tags}:
            for lines in variant.alternatives[first:]:
                yield from lines


def _known(scope: Scope, language: str) -> dict[str, Expansion]:
    """The rules of a language; none of its files' while one of them cannot be read."""
    found: dict[str, Expansion] = {}
    with suppress(GrammarError):  # told in the file's own lines
        found.update(shared(scope.grammars).rules(language))
    for rule in scope.declared(lambda file: file.rules):
        said = tuple(_tagged(rule.variants, language, 0)) or (rule.expansion,)
        read = tuple(tree for quote in said if (tree := expansion(quote)) is not None)
        found[rule.name.text] = one_of(read)
    return found
