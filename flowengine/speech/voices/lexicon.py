"""Words that a voice says otherwise than they are written: names, abbreviations, foreign words.

Two kinds of file: TOML with `[words]`, and the Pronunciation Lexicon Specification (PLS 1.0, W3C)
with `grapheme` and `alias`, or `phoneme` in IPA, which only Piper can speak. Nothing is said of
grammar: an ending is another word.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

MOST_BYTES = 2_000_000
_PLS = "{http://www.w3.org/2005/01/pronunciation-lexicon}"


class NotALexicon(Exception):
    """One sentence, and the mend."""


class Entry(NamedTuple):
    """Said as `alias`, or by these `phonemes` (IPA) where the engine can."""

    alias: str = ""
    phonemes: str = ""


class Lexicon(NamedTuple):
    """A word without capitals is found however it is written, others only as they are."""

    entries: dict[str, Entry]
    pattern: re.Pattern[str] | None

    def entry(self, word: str) -> Entry:
        """Said as it is written where it only looks like one of ours to `re`: ſ is no s."""
        return self.entries.get(word) or self.entries.get(word.lower()) or Entry()


EMPTY = Lexicon({}, None)


def lexicon(path: str) -> Lexicon:
    """What stands in this file, EMPTY for "". Raises NotALexicon. Read anew when it has changed."""
    if not path:
        return EMPTY
    try:
        about = Path(path).stat()
        return _read(Path(path), about.st_mtime_ns, about.st_size)
    except OSError as error:
        why = (error.strerror or "an error").lower()
        raise NotALexicon(f"The lexicon {Path(path).name} cannot be read: {why}.") from None


@lru_cache(maxsize=32)
def _read(path: Path, changed: int, size: int) -> Lexicon:
    del changed
    if size > MOST_BYTES:
        raise NotALexicon(f"{path.name} is larger than {MOST_BYTES // 1_000_000} MB. Divide it.")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise NotALexicon(f"{path.name} is not in UTF-8. Save it as UTF-8.") from None
    entries = _toml(path, text) if path.suffix == ".toml" else _pls(path, text)
    return Lexicon(entries, _pattern(entries))


def _toml(path: Path, text: str) -> dict[str, Entry]:
    try:
        words = tomllib.loads(text).get("words")
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise NotALexicon(f"{path.name} is no TOML that can be read: {error}.") from None
    if not isinstance(words, dict) or not all(isinstance(said, str) for said in words.values()):
        raise NotALexicon(
            f'{path.name} needs a part [words] with lines like "NGO" = "en jee oh".'
        )  # fmt: skip
    return {word: Entry(alias=said) for word, said in words.items() if word}


def _pls(path: Path, text: str) -> dict[str, Entry]:
    """Declarations of a document type are refused: they could make a small file a huge one."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise NotALexicon(f"{path.name} declares a document type. Leave out the line <!DOCTYPE …>.")
    try:
        top = ElementTree.fromstring(text.encode())  # noqa: S314 -- no entities, see above
    except ElementTree.ParseError as error:
        raise NotALexicon(f"{path.name} is no XML that can be read: {error}.") from None
    if top.tag != _PLS + "lexicon":
        raise NotALexicon(
            f"{path.name} is no PLS lexicon: its outer tag must be <lexicon xmlns=…>."
        )
    found: dict[str, Entry] = {}
    for lexeme in top.iter(_PLS + "lexeme"):
        entry = _entry(lexeme, top.get("alphabet", ""))
        for grapheme in lexeme.iter(_PLS + "grapheme"):
            word = " ".join((grapheme.text or "").split())
            if word and entry != Entry():
                found.setdefault(word, entry)
    return found


def _entry(lexeme: ElementTree.Element, alphabet: str) -> Entry:
    """The preferred way of saying it, else the first of each kind."""
    phonemes = [
        phoneme for phoneme in lexeme.iter(_PLS + "phoneme")
        if phoneme.get("alphabet", alphabet) == "ipa"
    ]  # fmt: skip
    return Entry(_preferred(list(lexeme.iter(_PLS + "alias"))), _preferred(phonemes))


def _preferred(ways: list[ElementTree.Element]) -> str:
    ways.sort(key=lambda way: way.get("prefer") != "true")
    return " ".join((ways[0].text or "").split()) if ways else ""


def _pattern(entries: dict[str, Entry]) -> re.Pattern[str] | None:
    """The longest first. A word ends where no letter, digit or joiner goes on."""
    if not entries:
        return None
    words = [
        re.escape(word) if word != word.lower() else f"(?i:{re.escape(word)})"
        for word in sorted(entries, key=len, reverse=True)
    ]
    return re.compile(rf"(?<![\w'’])(?:{'|'.join(words)})(?![\w'’])")
