"""The same tree as an XML grammar (W3C SRGS 1.0), for engines and people who exchange those.

What is written reads back as the same rules. Rules of other files are named by file, as
`numbers.grxml#number`. A reserved rule (`<INTEGER>`) has no counterpart in the specification and is
refused: `spoken` leaves such out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from flowengine.grammar.expansion import (
    Alternatives,
    Expansion,
    Grammar,
    GrammarError,
    Optional,
    Repeat,
    RuleRef,
    Sequence,
    Tag,
    Words,
    figures,
)
from flowengine.grammar.srgs import NAMESPACE
from flowengine.grammar.typed import CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterator

SUFFIX = ".grxml"


def to_srgs(grammar: Grammar) -> str:
    """The text of the file. Raises `GrammarError` for a rule that can only be typed."""
    language = f" xml:lang={quoteattr(grammar.locale)}" if grammar.locale else ""
    root = f" root={quoteattr(grammar.public[0])}" if grammar.public else ""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<grammar xmlns="{NAMESPACE}" version="1.0" mode="voice"{language}{root}'
        ' tag-format="semantics/1.0-literals">',
    ]
    for name, expansion in grammar.rules.items():
        scope = ' scope="public"' if name in grammar.public else ""
        lines.append(f"  <rule id={quoteattr(name)}{scope}>")
        lines += [f"    {line}" for line in _lines(expansion)]
        lines.append("  </rule>")
    return "\n".join([*lines, "</grammar>"]) + "\n"


def _lines(expansion: Expansion) -> Iterator[str]:
    match expansion:
        case Words(words):
            yield " ".join(_word(word) for word in words)
        case Sequence(items) if items:
            for item in items:
                yield from _grouped(item) if isinstance(item, Sequence) else _lines(item)
        case Alternatives(options, weights) if options:
            yield "<one-of>"
            for option, weight in zip(options, weights or (1.0,) * len(options), strict=True):
                said = f' weight="{figures(weight)}"' if weights else ""
                yield from (f"  {line}" for line in _item(said, option))
            yield "</one-of>"
        case Optional(item):
            yield from _item(' repeat="0-1"', item)
        case Repeat(item, least):
            yield from _item(f' repeat="{least}-"', item)
        case Tag(text):
            yield f"<tag>{escape(text)}</tag>"
        case RuleRef():
            yield f"<ruleref uri={quoteattr(_address(expansion))}/>"
        case _:
            special = "NULL" if isinstance(expansion, Sequence) else "VOID"
            yield f'<ruleref special="{special}"/>'


def _grouped(sequence: Sequence) -> Iterator[str]:
    return _item("", sequence)


def _item(attributes: str, expansion: Expansion) -> Iterator[str]:
    lines = list(_lines(expansion))
    if len(lines) == 1:
        yield f"<item{attributes}>{lines[0]}</item>"
        return
    yield f"<item{attributes}>"
    yield from (f"  {line}" for line in lines)
    yield "</item>"


def _word(word: str) -> str:
    """One with a blank or a quotation mark inside is a token of its own."""
    bare = word.replace('"', "")
    return f'"{escape(bare)}"' if " " in bare else escape(bare)


def _address(rule: RuleRef) -> str:
    if rule.name in CLASSES:
        raise GrammarError(
            f"The rule <{rule.name}> stands for what is typed, which this format cannot say.",
            rule.start,
            rule.end,
            "Write the words instead of it.",
        )
    file, _, name = rule.name.rpartition(".")
    return f"{file}{SUFFIX}#{name}" if file else f"#{name}"
