"""The right-hand side of a rule: words, brackets, bars, repeats, tags, to the tree.

Recursive descent over tokens, bounded in depth, with the offset of every mistake. What a file is
and what an author's phrase is, and how they differ, stands in `jsgf`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby, product
from typing import TYPE_CHECKING

from flowengine.grammar.expansion import (
    Alternatives,
    Expansion,
    GrammarError,
    Optional,
    Repeat,
    RuleRef,
    Sequence,
    Tag,
    Words,
)
from flowengine.grammar.normal import words as fold

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_DEPTH = 50  # brackets within brackets
MAX_SPELLINGS = 200  # words that one word with its endings may stand for

_TOKEN = re.compile(
    r"""(?P<blank>\s+)
      | (?P<weight>(?<![^\s|(\[=])/\s*\d{1,9}(?:\.\d{0,9})?\s*/)
      | (?P<rule><[^<>\s]{1,200}>)
      | (?P<tag>\{(?:[^\\}]|\\.)*\})
      | (?P<quoted>"(?:[^\\"]|\\.)*")
      | (?P<mark>[()\[\]|*+])
      | (?P<word>(?:[^\s()\[\]|*+<>{}"\\]|\\.)+)
      | (?P<stray>.)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)

_STRAY = {
    "<": ("This rule name has no closing “>”.", "Write it like <number>."),
    ">": ("This “>” closes no rule name.", "Write it like <number>."),
    "{": ("This tag has no closing brace.", "Write it like {yes}."),
    "}": ("This brace closes no tag.", "Write it like {yes}."),
    '"': ("This quotation mark has no partner.", "Put one after the last word it belongs to."),
    "\\": ("A backslash needs a character after it.", "Leave it out."),
}


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int


def parse(text: str, start: int, end: int, *, endings: bool) -> Expansion:
    """The expansion in `text[start:end]`; `endings` joins a bracket to the word it touches."""
    return _Parser(text, start, end, endings=endings).parse()


def _tokens(text: str, start: int, end: int) -> Iterator[_Token]:
    for found in _TOKEN.finditer(text, start, end):
        kind = str(found.lastgroup)
        if kind == "stray":
            message, hint = _STRAY[found[0]]
            raise GrammarError(message, found.start(), found.end(), hint)
        if kind != "blank":
            mark = found[0] if kind == "mark" else kind
            yield _Token(mark, found[0], found.start(), found.end())


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(r"\1", text)


class _Parser:
    """Recursive descent over one expansion: `text[start:end]`."""

    def __init__(self, text: str, start: int, end: int, *, endings: bool) -> None:
        self.text = text
        self.tokens = list(_tokens(text, start, end))
        self.tokens.append(_Token("end", "", end, end))
        self.at = 0
        self.depth = 0
        self.endings = endings
        self.start = start

    def parse(self) -> Expansion:
        found = self.alternatives()
        if self.kind != "end":
            bracket = self.token
            raise GrammarError(
                f"This “{bracket.text}” closes nothing.",
                bracket.start,
                bracket.end,
                "Take it away, or open it before.",
            )
        return found

    @property
    def token(self) -> _Token:
        return self.tokens[self.at]

    @property
    def kind(self) -> str:
        return self.token.kind

    def take(self) -> _Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def alternatives(self) -> Expansion:
        options, weights = [], []
        while True:
            weight = float(self.take().text.strip("/ \t\r\n")) if self.kind == "weight" else None
            options.append(self.sequence())
            weights.append(1.0 if weight is None else weight)
            if self.kind != "|":
                break
            self.take()
        if len(options) == 1:
            return options[0]
        return Alternatives(tuple(options), tuple(weights) if set(weights) != {1.0} else ())

    def sequence(self) -> Expansion:
        items: list[Expansion] = []
        while self.kind not in ("|", ")", "]", "end"):
            items.append(self.item())
        if not items:
            raise GrammarError(
                "Words are missing here.",
                self.token.start,
                self.token.end,
                "Put what may be left out in square brackets, like [please].",
            )
        joined = _join_words(items)
        return joined[0] if len(joined) == 1 else Sequence(tuple(joined))

    def item(self) -> Expansion:
        if self.kind == "tag":
            return Tag(_unescaped(self.take().text[1:-1]).strip())
        found = self.primary_with_endings()
        while self.kind in ("*", "+"):
            found = _repeated(found, 1 if self.take().kind == "+" else 0)
        return found

    def primary_with_endings(self) -> Expansion:
        first = self.at
        pieces = [self.primary()]
        has_word = self.tokens[first].kind == "word"
        while self.endings and self.touches_previous():
            if not has_word and self.kind != "word":
                break
            has_word = True
            pieces.append(self.primary())
        if len(pieces) == 1:
            return pieces[0]
        return self.spelled_out(pieces, self.tokens[first].start, self.tokens[self.at - 1].end)

    def touches_previous(self) -> bool:
        """No blank before, and none just inside the bracket on either side."""
        previous, token = self.tokens[self.at - 1], self.token
        return (
            token.kind in ("word", "(", "[")
            and previous.kind in ("word", ")", "]")
            and previous.end == token.start
            and not (token.kind != "word" and self.text[token.end : token.end + 1].isspace())
            and not (previous.kind != "word" and self.text[previous.start - 1].isspace())
        )

    def spelled_out(self, pieces: list[Expansion], start: int, end: int) -> Expansion:
        """A word with its endings, as the list of whole words it stands for."""
        try:
            columns = [list(dict.fromkeys(_spellings(piece))) for piece in pieces]
        except ValueError:
            raise GrammarError(
                "Only letters can stand in brackets that touch a word.",
                start,
                end,
                "Put a blank before the bracket.",
            ) from None
        count = 1
        for column in columns:
            count *= len(column)
        if count > MAX_SPELLINGS:
            raise GrammarError(
                f"This word has more than {MAX_SPELLINGS} endings.", start, end, "Write fewer."
            )
        spelled = dict.fromkeys("".join(parts) for parts in product(*columns))
        options = tuple(Words(tuple(spelling.split())) for spelling in spelled)
        return options[0] if len(options) == 1 else Alternatives(options)

    def primary(self) -> Expansion:
        token = self.take()
        if token.kind in ("(", "["):
            return self.bracketed(token)
        if token.kind == "rule":
            return _rule(token)
        if token.kind == "quoted":
            return Words(tuple(_unescaped(token.text[1:-1]).split()))
        if token.kind in ("*", "+", "weight"):
            raise GrammarError(
                f"“{token.text}” has nothing before it to repeat."
                if token.kind != "weight"
                else "A weight stands before an alternative.",
                token.start,
                token.end,
                "Take it away, or write the words it belongs to.",
            )
        return self.word(token)

    def word(self, token: _Token) -> Expansion:
        if not self.endings and re.search(r"[;=/]", token.text):
            raise GrammarError(
                "This sign cannot stand in a word.",
                token.start,
                token.end,
                "Put the word in quotation marks.",
            )
        return Words((_unescaped(token.text),))

    def bracketed(self, opening: _Token) -> Expansion:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise GrammarError(
                "Brackets are nested too deep here.", opening.start, opening.end, "Use fewer."
            )
        inner = self.alternatives()
        closing = ")" if opening.kind == "(" else "]"
        if self.kind != closing:
            raise GrammarError(
                f"This “{opening.text}” is never closed.",
                opening.start,
                opening.end,
                f"Put “{closing}” after the last word it belongs to.",
            )
        self.take()
        self.depth -= 1
        return inner if opening.kind == "(" else Optional(inner)


def _rule(token: _Token) -> Expansion:
    name = token.text[1:-1]
    if name == "NULL":
        return Sequence(())
    if name == "VOID":
        return Alternatives(())
    return RuleRef(name, token.start, token.end)


def _repeated(item: Expansion, least: int) -> Expansion:
    """Repeating what repeats changes nothing but whether it may be left out."""
    if isinstance(item, Repeat):
        return Repeat(item.item, min(item.least, least))
    return Repeat(item, least)


def _join_words(items: list[Expansion]) -> list[Expansion]:
    """Neighbouring words become one node; words without a letter or digit say nothing."""
    joined: list[Expansion] = []
    for are_words, neighbours in groupby(items, lambda item: isinstance(item, Words)):
        if are_words:
            said = (word for item in neighbours if isinstance(item, Words) for word in item.words)
            joined.append(Words(tuple(word for word in said if fold(word))))
        else:
            joined.extend(neighbours)
    return joined


def _spellings(expansion: Expansion) -> Iterator[str]:
    """The pieces of a word this may be; `ValueError` when it is more than letters."""
    match expansion:
        case Words(words):
            yield " ".join(words)
        case Optional(item):
            yield from _spellings(item)
            yield ""
        case Alternatives(options):
            for option in options:
                yield from _spellings(option)
        case _:
            raise ValueError(expansion)
