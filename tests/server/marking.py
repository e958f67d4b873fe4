"""A language that nobody speaks: the words of a room's pages with every letter made wide.

Whatever of a page still has plain Latin letters was not taken from the words, or is somebody's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser

from flowengine.server.wording import FALLBACK, Words, sentences, spoken

_HOLE = re.compile(r"\{\w+(?::[^{}]*)?\}")
_WIDE = str.maketrans({chr(one): chr(one + 0xFEE0) for one in (*range(65, 91), *range(97, 123))})
_SEEN = ("title", "aria-label", "aria-description", "placeholder", "alt", "label")
_SILENT = frozenset(("script", "style", "code", "time"))
_VOID = frozenset(("br", "hr", "img", "input", "link", "meta", "path", "rect", "circle", "line"))
_WORD = re.compile(r"[A-Za-z]{2,}")


def wide(text: str) -> str:
    """The words of a text made wide, its holes left as they are."""
    kept = _HOLE.findall(text)
    parts = [part.translate(_WIDE) for part in _HOLE.split(text)]
    return "".join(part + hole for part, hole in zip(parts, [*kept, ""], strict=True))


def marked(room: str) -> dict[str, Words]:
    """All languages of a room are the one that nobody speaks."""
    table = {name: wide(text) for name, text in spoken(room)[FALLBACK].items()}
    table = {name: re.sub(r":([^{}]*)\}", _forms, text) for name, text in table.items()}
    return dict.fromkeys(spoken(room), Words(FALLBACK, table))


def _forms(found: re.Match[str]) -> str:
    return f":{found[1].translate(_WIDE)}}}"


def foreign(_language: str) -> Mapping[str, Mapping[str, str]]:
    """Refusals and reasons in a language without Latin letters."""
    return {
        kind: {key: re.sub(r"(?<!\{)\b[A-Z_]{3,}\b", "…", text) for key, text in table.items()}
        for kind, table in sentences("uk").items()
    }


def unmarked(page: str, known: Iterator[str] | tuple[str, ...] = ()) -> set[str]:
    """Words with plain Latin letters that are read or heard; `known` are those of people."""
    reader = _Reader()
    reader.feed(page)
    own = {word for name in known for word in _WORD.findall(name)}
    return {word for text in reader.texts for word in _WORD.findall(text)} - own


class _Reader(HTMLParser):
    """What of a page is read or heard, but for what says that it is in a language of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        silent = tag in _SILENT or (tag != "html" and "lang" in given) or self._silent
        if not silent:
            self.texts += [given[name] or "" for name in _SEEN if name in given]
        if tag not in _VOID:
            self._open.append((tag, silent))

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            opened, _ = self._open.pop()
            if opened == tag:
                return

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.texts.append(data)

    @property
    def _silent(self) -> bool:
        return bool(self._open) and self._open[-1][1]
