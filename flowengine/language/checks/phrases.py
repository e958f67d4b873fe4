"""Phrases (what callers may say, in JSGF) can be read, and every `<rule>` they name exists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from flowengine.grammar.expansion import (
    Alternatives,
    Expansion,
    GrammarError,
    Optional,
    Repeat,
    RuleRef,
    Sequence,
    Words,
)
from flowengine.grammar.files import public_rules
from flowengine.grammar.jsgf import parse_expansion
from flowengine.grammar.standard import shared
from flowengine.grammar.typed import CLASSES
from flowengine.language import nodes
from flowengine.language.checks.guess import mend
from flowengine.language.checks.scope import Scope
from flowengine.language.diagnostics import Diagnostic, Severity
from flowengine.language.expressions.problems import Problem, locate

_HOLE = re.compile(r"\{\{")
_OR = re.compile(r"(?<![\w<{])or(?![\w>}])", re.IGNORECASE)


def quotes(scope: Scope) -> Iterator[nodes.Quote]:
    """Everything that is grammar: not the labels of options, which are heard literally."""
    yield from (quote for quote, _ in _tagged_quotes(scope))


def _tagged_quotes(scope: Scope) -> Iterator[tuple[nodes.Quote, tuple[nodes.Name, ...]]]:
    """With the tags before it; none for the language that the flow is written in."""
    for option in scope.index.nodes(nodes.Option):
        yield from ((quote, ()) for quote in option.phrases)
        yield from _wordings(option.variants, 1)
    for rule in scope.file.rules:
        yield rule.expansion, ()
        yield from _wordings(rule.variants)
    for words in scope.file.words:
        yield from ((quote, ()) for quote in words.phrases)
        yield from _wordings(words.variants)


def _wordings(
    variants: tuple[nodes.Variant, ...], first: int = 0
) -> Iterator[tuple[nodes.Quote, tuple[nodes.Name, ...]]]:
    for variant in variants:
        for lines in variant.alternatives[first:]:
            yield from ((quote, variant.tags) for quote in lines)


def expansion(quote: nodes.Quote) -> Expansion | None:
    """The phrase as a tree; None where it cannot be read, which is told elsewhere."""
    try:
        return parse_expansion(_plain(quote))
    except GrammarError:
        return None


def _plain(quote: nodes.Quote) -> str:
    """What the grammar reads: a doubled mark is one."""
    return quote.source.replace('""', '"')


def _written(quote: nodes.Quote, offset: int) -> int:
    """Where something of the plain phrase stands in the quote as written."""
    at = 0
    for _ in range(offset):
        at += 2 if quote.source.startswith('""', at) else 1
    return at


def phrases_are_read(scope: Scope) -> Iterator[Diagnostic]:
    """FE120 what does not parse, FE110 a bare «or», FE123 a hole."""
    for quote in quotes(scope):
        hole = _HOLE.search(quote.source)
        problem = _hole(hole) if hole is not None else _unread(quote)
        if problem is not None:
            yield locate(problem, quote, scope.path)
            continue
        for found in _OR.finditer(quote.source):
            yield locate(_bare_or(found), quote, scope.path)


def _unread(quote: nodes.Quote) -> Problem | None:
    try:
        parse_expansion(_plain(quote))
    except GrammarError as error:
        start, end = _written(quote, error.start), _written(quote, error.end)
        return Problem("FE120", start, end, error.message, error.hint)
    return None


def _hole(found: re.Match[str]) -> Problem:
    return Problem(
        "FE123",
        found.start(),
        found.end(),
        "A phrase to be recognised cannot have holes; only the first quote, the label, can.",
        "Write the words themselves, or use `each` to make one option for every item of a list.",
    )


def _bare_or(found: re.Match[str]) -> Problem:
    return Problem(
        "FE110",
        found.start(),
        found.end(),
        "Here “or” is a word that the caller must say.",
        'Inside quotes alternatives are parted by a bar: "grants | money";'
        ' or close the quotes first: "grants" or "money".',
        Severity.WARNING,
    )


def rules_in_phrases_exist(scope: Scope) -> Iterator[Diagnostic]:
    """FE121; a rule of a grammar file must be there in this language or in the written one."""
    written = scope.rules | standard_rules(scope.grammars, scope.written_in) | CLASSES.keys()
    for quote, tags in _tagged_quotes(scope):
        own = (standard_rules(scope.grammars, tag.text) for tag in tags)
        known = written.union(*own)
        tree = expansion(quote)
        for reference in references(tree) if tree is not None else ():
            if reference.name not in known:
                problem = Problem(
                    "FE121",
                    _written(quote, reference.start),
                    _written(quote, reference.end),
                    f"There is no rule called <{reference.name}>.",
                    mend(
                        reference.name,
                        known,
                        f'Write it at the margin: `rule {reference.name} = "…"`.',
                    ),
                )
                yield locate(problem, quote, scope.path)


def rules_end(scope: Scope) -> Iterator[Diagnostic]:
    """FE122: a rule that needs itself could go on for ever."""
    uses = {rule.name.text: set(_used(rule)) for rule in scope.declared(lambda file: file.rules)}
    for rule in scope.file.rules:
        if _comes_back(rule.name.text, uses):
            yield scope.mistake(
                "FE122",
                rule.name,
                f"The rule <{rule.name.text}> needs itself, directly or through another rule.",
                "To let something be said several times, write `+` or `*` behind it.",
            )


def _used(rule: nodes.Rule) -> Iterator[str]:
    for quote in (rule.expansion, *(quote for quote, _ in _wordings(rule.variants))):
        tree = expansion(quote)
        for reference in references(tree) if tree is not None else ():
            yield reference.name


def _comes_back(name: str, uses: Mapping[str, set[str]]) -> bool:
    seen: set[str] = set()
    waiting = [*uses[name]]
    while waiting:
        other = waiting.pop()
        if other not in seen:
            seen.add(other)
            waiting.extend(uses.get(other, ()))
    return name in seen


def references(tree: Expansion) -> Iterator[RuleRef]:
    """Every `<rule>` that a phrase names."""
    match tree:
        case RuleRef():
            yield tree
        case Alternatives(options):
            for option in options:
                yield from references(option)
        case Sequence(items):
            for item in items:
                yield from references(item)
        case Optional(item) | Repeat(item):
            yield from references(item)
        case _:
            return


def standard_rules(grammars: Mapping[str, str], language: str) -> frozenset[str]:
    """The public rules of a language's grammar files, in full (`numbers.number`)."""
    folder = shared(grammars).nearest(language)
    return frozenset(
        rule
        for file, text in grammars.items()
        if file.rpartition("/")[0] == folder
        for rule in public_rules(file, text)
    )


def one_of(said: tuple[Expansion, ...]) -> Expansion:
    """A rule that goes on in other quotes or lines is any of them."""
    return said[0] if len(said) == 1 else Alternatives(said)


def literal(label: str) -> Expansion:
    """A label as it is said: its words, nothing else."""
    return Words(tuple(label.split()))
