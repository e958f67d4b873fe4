"""`flowengine grammar`: a grammar file in another notation, as phrases, or as what it allows."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowengine.cli.refusal import Refusal

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping

    from flowengine.grammar.expansion import Expansion, Grammar, GrammarError

FORMS = ("jsgf", "srgs", "phrases", "samples")
MAX_LISTED = 100_000


def register(commands: Any) -> None:
    command = commands.add_parser(
        "grammar",
        help="print a grammar file in another form",
        description="Prints a grammar (.jsgf or .grxml) in another notation, or what it allows.",
    )
    command.add_argument("file", type=Path, metavar="FILE")
    command.add_argument(
        "--as",
        dest="form",
        choices=FORMS,
        default="samples",
        help="jsgf or srgs (XML); phrases for a recogniser; samples for people (the default)",
    )
    command.add_argument(
        "--rule", metavar="NAME", default="", help="this rule, not all public ones"
    )
    command.add_argument(
        "--language",
        metavar="LANGUAGE",
        default="",
        help="whose standard grammars it builds on; else as the file or its folder says",
    )
    command.add_argument(
        "--spoken",
        action="store_true",
        help="whole and in words only, as a decoder of sound takes it",
    )
    command.add_argument("--limit", type=int, metavar="N", default=50, help="lines of a list")
    command.set_defaults(run=run)


def run(chosen: Namespace) -> int:
    """1 where the grammar is wrong. Raises Refusal for what is no grammar file."""
    from flowengine.grammar.expansion import GrammarError
    from flowengine.grammar.files import SUFFIXES

    if not chosen.file.is_file() or chosen.file.suffix not in SUFFIXES:
        raise Refusal(f"{chosen.file} is no grammar file: its name ends with .jsgf or .grxml.")
    text = chosen.file.read_text("utf-8-sig", errors="replace")
    try:
        print(_shown(chosen, text), end="")
    except GrammarError as error:
        print(_told(chosen.file, text, error), file=sys.stderr)
        return 1
    return 0


def _shown(chosen: Namespace, text: str) -> str:
    from flowengine.grammar.files import parse_file
    from flowengine.grammar.jsgf import to_jsgf
    from flowengine.grammar.srgs_text import to_srgs

    grammar = parse_file(chosen.file.name, text)
    if chosen.form in ("jsgf", "srgs"):
        if chosen.spoken or chosen.rule:
            grammar = _alone(chosen, grammar)
        return to_jsgf(grammar) if chosen.form == "jsgf" else to_srgs(grammar)
    said = _sentences(chosen, grammar)
    return "".join(f"{line}\n" for line in said[: max(chosen.limit, 0)])


def _alone(chosen: Namespace, grammar: Grammar) -> Grammar:
    """The grammar with all it needs, in words that can be said."""
    from flowengine.grammar.spoken import spoken

    language = _language(chosen, grammar)
    return spoken(grammar.name, _rules(chosen, grammar), _names(chosen, grammar), language)


def _sentences(chosen: Namespace, grammar: Grammar) -> list[str]:
    """What each rule allows in turn; for a recogniser only what can be said, sign by sign."""
    from flowengine.grammar.automaton import Automaton
    from flowengine.grammar.expansion import RuleRef
    from flowengine.grammar.sampling import interleaved, sentences
    from flowengine.grammar.spoken import spoken_words

    rules = _rules(chosen, grammar)
    roots = [RuleRef(name) for name in _names(chosen, grammar)]
    Automaton(roots, rules)  # which refuses rules that are missing or go round
    as_phrases = chosen.form == "phrases" or chosen.spoken
    limit = min(chosen.limit, MAX_LISTED)
    lists = [sentences(root, rules, limit, typed=not as_phrases) for root in roots]
    lines = (" ".join(words) for words in interleaved(lists, limit))
    if as_phrases:
        lines = (" ".join(spoken_words(line)) for line in lines)
    return [line for line in dict.fromkeys(lines) if line]


def _names(chosen: Namespace, grammar: Grammar) -> list[str]:
    """The rules asked for, in full. Raises Refusal where there is no such rule."""
    wanted = [chosen.rule.strip("<>")] if chosen.rule else [*(grammar.public or grammar.rules)]
    if chosen.rule and wanted[0] not in grammar.rules:
        known = ", ".join(grammar.rules)
        raise Refusal(f"{chosen.file} has no rule <{wanted[0]}>. It has: {known}.")
    return [f"{grammar.name}.{name}" for name in wanted]


def _rules(chosen: Namespace, grammar: Grammar) -> Mapping[str, Expansion]:
    """Those of the file, over those of the files beside it, over the standard ones."""
    from flowengine import assets
    from flowengine.grammar.files import SUFFIXES
    from flowengine.grammar.standard import Standard, load, qualified

    language = _language(chosen, grammar)
    beside = {
        f"{language}/{file.name}": file.read_text("utf-8-sig", errors="replace")
        for file in sorted(chosen.file.parent.iterdir())
        if file.suffix in SUFFIXES and file != chosen.file
    }
    standard = load(assets.folder("grammars")).rules(language)
    return {**standard, **Standard(beside).rules(language), **qualified(grammar)}


def _language(chosen: Namespace, grammar: Grammar) -> str:
    folder = chosen.file.resolve().parent.name
    return chosen.language or grammar.locale or (folder if len(folder) == 2 else "en")


def _told(file: Path, text: str, error: GrammarError) -> str:
    """The mistake with its place, as other commands tell theirs."""
    before = text[: error.start]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return f"{file}:{line}:{column}: {error.message} {error.hint}".rstrip()
