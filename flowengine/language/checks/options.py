"""Each answer chooses one option: keys and phrases do not collide, and keys are not answers."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping

from flowengine.grammar.clashes import clashes
from flowengine.grammar.expansion import Expansion, GrammarError
from flowengine.grammar.matcher import Choice
from flowengine.grammar.normal import words as fold
from flowengine.language import nodes
from flowengine.language.checks.phrases import expansion, literal
from flowengine.language.checks.scope import CHANNELS, Scope
from flowengine.language.diagnostics import Diagnostic

NUMERIC = frozenset({"number", "digits", "phone", "date", "time", "money"})
"""Answers that may be typed on a keypad, where a digit cannot also choose an option."""

COMPARED = 200  # options whose words are compared; no caller ever hears more

SMALL = 99  # a label up to here looks like a key


def groups(scope: Scope) -> Iterator[tuple[nodes.Node, tuple[nodes.Option, ...]]]:
    """Options that are offered together, with what they belong to."""
    index = scope.index
    asking: list[nodes.Menu | nodes.Ask | nodes.Browse] = [*index.nodes(nodes.Menu)]
    for node in (*asking, *index.nodes(nodes.Ask), *index.nodes(nodes.Browse)):
        yield node, written(node.options)
    yield scope.file, written(scope.file.anywhere)


def written(options: nodes.Options) -> tuple[nodes.Option, ...]:
    return tuple(option for option in options if isinstance(option, nodes.Option))


def keys_are_unique(scope: Scope) -> Iterator[Diagnostic]:
    """FE105 one key twice, FE107 a key that begins another; options that exclude each other may."""
    for _, options in groups(scope):
        keyed = [option for option in options if option.key != "-" and option.condition is None]
        first: dict[str, nodes.Option] = {}
        for option in keyed:
            if first.setdefault(option.key, option) is not option:
                yield scope.mistake(
                    "FE105",
                    option,
                    f"The key {option.key} already belongs to “{first[option.key].label.source}”"
                    f" in line {first[option.key].span.line}.",
                    "Give it another key, or a dash: `-` takes the next free one.",
                )
        for option in keyed:
            begun = next((k for k in _beginnings(option.key) if k in first), None)
            if begun is not None:
                yield scope.mistake(
                    "FE107",
                    option,
                    f"Whoever begins to press {option.key} has already pressed {begun}.",
                    "Use keys of one digit, or let people say the words.",
                )


def _beginnings(key: str) -> list[str]:
    """`12` has been `1` while it is being pressed; star and hash are one key each."""
    return [key[:length] for length in range(1, len(key))] if key.isdigit() else []


def keys_are_no_answers(scope: Scope) -> Iterator[Diagnostic]:
    """FE108"""
    for ask in scope.index.nodes(nodes.Ask):
        if ask.type is None or ask.type.name not in NUMERIC:
            continue
        for option in written(ask.options):
            if option.key.isdigit():
                yield scope.warning(
                    "FE108",
                    option,
                    f"Here {option.key} is also an answer to the question, so it cannot choose"
                    " this option.",
                    "Use `star`, `hash`, or a dash and words to say.",
                )


def labels_are_no_keys(scope: Scope) -> Iterator[Diagnostic]:
    """FE109"""
    for _, options in groups(scope):
        for option in options:
            label = "".join(fold(option.label.source))
            if label.isdecimal() and int(label[:4]) <= SMALL and label != option.key:
                yield scope.warning(
                    "FE109",
                    option.label,
                    f"A caller who answers {label} means this label, and the key {label} is heard.",
                    f"Make {label} its key, or write the label as words.",
                )


def phrases_are_unique(scope: Scope) -> Iterator[Diagnostic]:
    """FE106, for each language by itself."""
    rules = _rules(scope)
    for _, options in groups(scope):
        plain = [option for option in options if option.condition is None][:COMPARED]
        told: set[tuple[Hashable, Hashable]] = set()
        for language in dict.fromkeys((scope.written_in, *scope.languages)):
            for one, other, said in _clashing(scope, plain, language, rules):
                if (one, other) not in told:
                    told.add((one, other))
                    yield _clash(scope, plain[one], plain[other], said)


def _clash(scope: Scope, first: nodes.Option, second: nodes.Option, said: str) -> Diagnostic:
    return scope.mistake(
        "FE106",
        second.label,
        f"“{said}” would choose this option and also “{first.label.source}”"
        f" in line {first.span.line}.",
        "Leave these words out of one of them.",
    )


def _clashing(
    scope: Scope, options: list[nodes.Option], language: str, rules: Mapping[str, Expansion]
) -> list[tuple[int, int, str]]:
    said = ((number, _said(scope, option, language)) for number, option in enumerate(options))
    choices = [Choice(number, phrases) for number, phrases in said if phrases]
    if len(choices) < 2:
        return []
    try:
        return [(int(str(a)), int(str(b)), text) for a, b, text in clashes(choices, rules)]
    except GrammarError:
        return []  # a rule that is unknown or goes round, which `phrases` tells


def _said(scope: Scope, option: nodes.Option, language: str) -> tuple[Expansion, ...]:
    """What chooses this option in one language, whichever channel shows the label.

    Empty where nothing is written for it.
    """
    own = language == scope.written_in
    said = [_spoken(option.label, option.phrases)] if own else []
    for variant in option.variants:
        spoken = {tag.text for tag in variant.tags}.difference(CHANNELS)
        if spoken == {language} or (own and not spoken):
            label, *phrases = (line for lines in variant.alternatives for line in lines)
            said.append(_spoken(label, tuple(phrases)))
    return tuple(phrase for phrases in said for phrase in phrases)


def _spoken(label: nodes.Quote, phrases: tuple[nodes.Quote, ...]) -> tuple[Expansion, ...]:
    """The label where it is plain words, and every phrase that can be read."""
    plain = [literal(label.source)] if "{{" not in label.source and fold(label.source) else []
    return (*plain, *(tree for phrase in phrases if (tree := expansion(phrase)) is not None))


def _rules(scope: Scope) -> Mapping[str, Expansion]:
    """The project's rules in the written language."""
    found = ((rule.name.text, expansion(rule.expansion)) for rule in scope.declared(_rules_of))
    return {name: tree for name, tree in found if tree is not None}


def _rules_of(file: nodes.File) -> tuple[nodes.Rule, ...]:
    return file.rules
