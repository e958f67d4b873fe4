"""The grammar, loaded: text in, parse tree out. This room is all that knows Lark.

Says nothing about a mistake but that there is one; `recover` finds what it is and what was meant.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from sys import version_info

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput

from flowengine.language.syntax.indent import Indents, Misindented

Leaf = Token
Branch = Tree[Token]

_GRAMMAR = Path(__file__).with_name("flow.lark")
_MARGINS = ("_NL", "_INDENT", "_DEDENT")


class Unparsed(Exception):
    """The source is not a flow; only `recover` can say why."""


class Visible:
    """Which children count for the span of a node: line ends and margins don't.

    An object with a fixed `repr`, because Lark puts that `repr` into the key of its cache.
    """

    def __call__(self, node: Branch | Leaf) -> bool:
        return not (isinstance(node, Token) and node.type in _MARGINS)

    def __repr__(self) -> str:
        return "Visible()"


def grammar(*, strict: bool = False, stored: str | None = None) -> Lark:
    """The parser for `flow.lark`; `strict` refuses conflicts, `stored` is a file for its tables."""
    return Lark(
        _GRAMMAR.read_text("utf-8"),
        parser="lalr",
        lexer="contextual",
        postlex=Indents(),
        propagate_positions=Visible(),
        maybe_placeholders=False,
        g_regex_flags=re.IGNORECASE,
        strict=strict,
        cache=stored or False,
    )


@cache
def loaded() -> Lark:
    """The grammar, once a process: half a second from text, a tenth of it from stored tables."""
    return grammar(stored=_storage(_GRAMMAR.parent / "__pycache__"))


def _storage(folder: Path) -> str | None:
    """Where the tables are kept; None where this user may not write.

    They are a pickle, hence beside the compiled modules: whoever may write them may write the code.
    """
    place = folder / f"flow.lark.{version_info.major}{version_info.minor}"
    try:
        folder.mkdir(exist_ok=True)
        place.touch()
    except OSError:
        return None
    return str(place)


def tree(source: str) -> Branch:
    """The parse tree of a whole source that ends in a line end.

    Raises Unparsed where it is not a flow. Re-entrant: nothing is kept between two calls.
    """
    try:
        return loaded().parse(source)
    except (UnexpectedInput, Misindented) as mistake:
        raise Unparsed from mistake
