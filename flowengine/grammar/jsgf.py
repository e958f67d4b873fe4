"""The JSpeech Grammar Format, read: phrases in an author's quotes and whole grammar files.

Source: JSpeech Grammar Format, W3C Note, 5 June 2000. Two departures, both in `parse_expansion`
only: a bracket or group that touches a word is an ending (`grant[s]`, `стипенді(я | ї)`), and a
slash, semicolon or equals sign inside a word is part of it (`24/7`). Files are read to the letter.
Imports are refused: a rule of another grammar is named in full, `<numbers.number>`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from flowengine.grammar.expansion import Expansion, Grammar, GrammarError, can_be_silent
from flowengine.grammar.jsgf_parser import parse
from flowengine.grammar.jsgf_text import to_jsgf

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Grammar", "parse_expansion", "parse_grammar", "to_jsgf"]

MAX_PHRASE = 2_000  # characters
MAX_FILE = 200_000  # characters

_COMMENT = re.compile(  # quotes and tags too, each to its end or the file's, in one pass
    r"""(?P<kept>"(?:[^\\"\n]|\\.)*(?:"|$)|\{(?:[^\\}]|\\.)*(?:\}|\\?\Z))
      | //[^\n]*
      | /\*(?:[^*]|\*(?!/))*(?:\*/|\Z)""",
    re.DOTALL | re.VERBOSE | re.MULTILINE,
)
_SHOWN = re.compile(r"\S")
_STATEMENT = re.compile(r"""(?:[^;"{\\]|\\.|"(?:[^\\"]|\\.)*"|\{(?:[^\\}]|\\.)*\})*""", re.DOTALL)
_HEADER = re.compile(r"\s*#JSGF\s+V1\.0(?:\s+(?P<charset>[^\s;]+))?(?:\s+(?P<locale>[^\s;]+))?\s*;")
_NAME = re.compile(r"\s*grammar\s+(?P<name>[\w.]+)\s*")
_RULE = re.compile(r"\s*(?P<public>public\s+)?<(?P<name>[^<>\s]+)>\s*=")


@lru_cache(maxsize=4_096)
def parse_expansion(text: str) -> Expansion:
    """What an author wrote between quotes. Raises `GrammarError` with offsets into `text`."""
    if len(text) > MAX_PHRASE:
        raise GrammarError(
            f"This phrase is longer than {MAX_PHRASE} characters.",
            MAX_PHRASE,
            len(text),
            "Write several shorter phrases with “or” between them, outside the quotes.",
        )
    found = parse(text, 0, len(text), endings=True)
    if can_be_silent(found):
        raise GrammarError(
            "This phrase would fit when nothing is said.",
            0,
            len(text),
            "Let at least one word stand outside square brackets.",
        )
    return found


def parse_grammar(text: str) -> Grammar:
    """A JSGF file. Raises `GrammarError` with offsets into `text`."""
    if len(text) > MAX_FILE:
        raise GrammarError("This grammar file is too long.", MAX_FILE, len(text), "Split it.")
    text = _without_comments(text)
    header = _HEADER.match(text)
    if header is None:
        raise GrammarError(
            "A grammar file begins with its header.", 0, 1, "Write “#JSGF V1.0;” on the first line."
        )
    name, rules, public = "", {}, []
    for start, end in _statements(text, header.end()):
        named = _NAME.fullmatch(text, start, end)
        if named and not name:
            name = named["name"]
            continue
        rule = _rule_head(text, start, end, name)
        if rule["name"] in rules:
            raise GrammarError(
                f"The rule <{rule['name']}> is written twice.",
                rule.start("name"),
                rule.end("name"),
                "Join the two with “|”.",
            )
        rules[rule["name"]] = parse(text, rule.end(), end, endings=False)
        if rule["public"]:
            public.append(rule["name"])
    return Grammar(name, rules, tuple(public), header["locale"] or "")


def _without_comments(text: str) -> str:
    """Comments become blanks, so that offsets stay. A tag or quote that looks like one is kept."""
    return _COMMENT.sub(lambda found: found["kept"] or re.sub(r"[^\n]", " ", found[0]), text)


def _statements(text: str, position: int) -> Iterator[tuple[int, int]]:
    """Start and end of every statement, without its semicolon."""
    while shown := _SHOWN.search(text, position):
        start = shown.start()
        found = _STATEMENT.match(text, start)
        end = found.end() if found else start
        if text[end : end + 1] != ";":
            raise GrammarError(
                "This statement does not end.", start, len(text), "Put a semicolon after it."
            )
        yield start, end
        position = end + 1


def _rule_head(text: str, start: int, end: int, name: str) -> re.Match[str]:
    if text[start:end].split(maxsplit=1)[:1] == ["import"]:
        raise GrammarError(
            "Grammars are not imported here.",
            start,
            end,
            "Leave the line out and name the rule in full, like <numbers.number>.",
        )
    if not name:
        raise GrammarError(
            "The grammar has no name yet.", start, end, "Write “grammar name;” after the header."
        )
    rule = _RULE.match(text, start, end)
    if rule is None:
        raise GrammarError("This is not a rule.", start, end, "Write “<name> = words | words;”.")
    return rule
