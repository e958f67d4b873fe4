"""The same tree as a JSGF file, for decoders that take it and for people who exchange grammars.

What is written reads back as the same rules (JSpeech Grammar Format, W3C Note, 5 June 2000).
Endings were spelled out when the phrase was read, so the file holds whole words only.
"""

from __future__ import annotations

import re

from flowengine.grammar.expansion import (
    Alternatives,
    Expansion,
    Grammar,
    Optional,
    Repeat,
    RuleRef,
    Sequence,
    Tag,
    Words,
    figures,
)

_PLAIN = re.compile(r"[^\s()\[\]|*+<>{}\"\\;=/]+")


def to_jsgf(grammar: Grammar) -> str:
    """The text of a JSGF 1.0 file in UTF-8 words, one rule a line."""
    locale = f" UTF-8 {grammar.locale}" if grammar.locale else ""
    lines = [f"#JSGF V1.0{locale};", f"grammar {grammar.name};", ""]
    for name, expansion in grammar.rules.items():
        public = "public " if name in grammar.public else ""
        lines.append(f"{public}<{name}> = {write(expansion)};")
    return "\n".join(lines) + "\n"


def write(expansion: Expansion) -> str:
    """One expansion, in the form that stands to the right of `=`."""
    match expansion:
        case Alternatives(options, weights) if options:
            before = [f"/{figures(weight)}/ " for weight in weights] or [""] * len(options)
            return " | ".join(
                start + _within(option) for start, option in zip(before, options, strict=True)
            )
        case Sequence(items) if items:
            return " ".join(_within(item) for item in items)
        case _:
            return _unit(expansion)


def _within(expansion: Expansion) -> str:
    """Where a bar or a sequence around it would tear it apart, it goes into brackets."""
    if isinstance(expansion, Alternatives | Sequence):
        return _unit(expansion)
    return write(expansion)


def _unit(expansion: Expansion) -> str:
    match expansion:
        case Words(words):
            return " ".join(_word(word) for word in words) or "<NULL>"
        case Optional(item):
            return f"[{write(item)}]"
        case Repeat(item, least):
            return f"{_repeated(item)}{'+' if least else '*'}"
        case RuleRef(name):
            return f"<{name}>"
        case Tag(text):
            return "{" + re.sub(r"([\\}])", r"\\\1", text) + "}"
        case Alternatives(()):
            return "<VOID>"
        case Sequence(()):
            return "<NULL>"
    return f"({write(expansion)})"


def _repeated(item: Expansion) -> str:
    many_words = isinstance(item, Words) and len(item.words) > 1
    return f"({write(item)})" if many_words else _unit(item)


def _word(word: str) -> str:
    if _PLAIN.fullmatch(word):
        return word
    return '"' + re.sub(r'([\\"])', r"\\\1", word) + '"'
