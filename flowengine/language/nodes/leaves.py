"""Spans, and the smallest things a file says: names, quotes, expressions, texts, targets."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a file. Lines and columns count from 1; the end column is exclusive.

    `file` is empty for the file that is being read; a translation stands in a catalogue beside it.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    file: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    span: Span


@dataclass(frozen=True, slots=True)
class Name(Node):
    """One word: a step, a slot, a language, a channel. Case is folded to lower, as keywords are."""

    text: str


@dataclass(frozen=True, slots=True)
class Path(Node):
    """A dotted name: `contact.last_booking`, `vaccine_menu.main`."""

    parts: tuple[str, ...]

    @property
    def text(self) -> str:
        return ".".join(self.parts)


@dataclass(frozen=True, slots=True)
class Number(Node):
    value: int


@dataclass(frozen=True, slots=True)
class Duration(Node):
    seconds: int


@dataclass(frozen=True, slots=True)
class Expression(Node):
    """An expression as written; its span covers exactly `source`."""

    source: str


@dataclass(frozen=True, slots=True)
class Quote(Node):
    """What stands between two quotation marks, as written (`""` still doubled, holes unread).

    The span includes the marks, so the source begins at column `span.column + 1`.
    """

    source: str


@dataclass(frozen=True, slots=True)
class Variant(Node):
    """`uk: "…"`, `voice uk: "…" or "…"`: tags are a language, a channel or both, in either order.

    Below a text each alternative is a run of lines; below an option the first is the label and
    the rest are phrases, each of a single line.
    """

    tags: tuple[Name, ...]
    alternatives: tuple[tuple[Quote, ...], ...]


@dataclass(frozen=True, slots=True)
class Recording(Node):
    """`recording voice uk: "hello.wav"`: played in place of synthesis where the tags match."""

    tags: tuple[Name, ...]
    file: Quote


@dataclass(frozen=True, slots=True)
class Attachment(Node):
    """`picture`, `file`, `location`, `link` or `contact`, followed by an expression.

    `words` say it to whoever cannot see it.
    """

    kind: str
    value: Expression
    words: Text | None = None


@dataclass(frozen=True, slots=True)
class Text(Node):
    """One message: alternatives (chance chooses), each a run of lines, and what varies it."""

    alternatives: tuple[tuple[Quote, ...], ...]
    variants: tuple[Variant, ...] = ()
    recordings: tuple[Recording, ...] = ()
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Argument(Node):
    """`with name = expression` below a target, or `send name = expression` below a fetch."""

    name: Name
    value: Expression


@dataclass(frozen=True, slots=True)
class Target(Node):
    path: Path
    arguments: tuple[Argument, ...] = ()
