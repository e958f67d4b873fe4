"""A grammar file in either notation, told apart by how it begins: JSGF or, in XML, SRGS.

Reading from disk belongs to others. A file's place in a project is `en/sizes.grxml`: the folder is
the language, the name without its suffix what a grammar in XML is called.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flowengine.grammar.jsgf import parse_grammar
from flowengine.grammar.srgs import parse_srgs

if TYPE_CHECKING:
    from flowengine.grammar.expansion import Grammar

SUFFIXES = (".jsgf", ".grxml")

_PUBLIC = re.compile(r"public\s+<([^<>\s]+)>")
_RULE = re.compile(r"<(?:\w+:)?rule\s[^>]{0,400}>")
_ID = re.compile(r"""\sid\s*=\s*["']([^"']+)["']""")
_SCOPE = re.compile(r"""\sscope\s*=\s*["']public["']""")


def stem(name: str) -> str:
    """`sizes` of `en/sizes.grxml`."""
    file = name.rpartition("/")[2]
    for suffix in SUFFIXES:
        file = file.removesuffix(suffix)
    return file


def parse_file(name: str, text: str) -> Grammar:
    """The grammar. Raises `GrammarError` with offsets into `text`."""
    return parse_srgs(text, stem(name)) if _is_xml(text) else parse_grammar(text)


def public_rules(name: str, text: str) -> list[str]:
    """The full names of its public rules, also of a file that cannot be read."""
    return [
        f"{stem(name)}.{rule}"
        for rule in (_in_xml(text) if _is_xml(text) else _PUBLIC.findall(text))
    ]


def _in_xml(text: str) -> list[str]:
    marks = (mark[0] for mark in _RULE.finditer(text))
    named = ((_ID.search(mark), _SCOPE.search(mark)) for mark in marks)
    return [found[1] for found, public in named if found and public]


def _is_xml(text: str) -> bool:
    return text.lstrip("\ufeff \t\r\n").startswith("<")
