"""Texts and expressions as they run, and the places they came from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Code = Callable[[Any], Any]  # an expression or a text with holes, over the values of a conversation
Tags = tuple[str | None, str | None]  # (channel, language); None where the author named none


@dataclass(frozen=True, slots=True)
class Place:
    """Where the author wrote it: for faults, coverage and `show`."""

    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True, eq=False)
class Attachment:
    """`kind` is picture, file, location, link or contact; `words` stand for what cannot be seen."""

    kind: str
    value: Code
    words: Message | None


@dataclass(frozen=True, slots=True, eq=False)
class Message:
    """A text: alternatives for each (channel, language), the written ones under (None, None).

    `written` is the language of what has no language among its tags; "" where it has no words of
    its own, so that every language can say it.
    """

    place: Place
    variants: Mapping[Tags, tuple[Code | str, ...]]
    recordings: Mapping[Tags, str]
    attachments: tuple[Attachment, ...]
    written: str = ""
