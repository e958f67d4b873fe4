"""What translators get: one template a flow, `locale/donors.pot`, and one catalogue a language.

Each text comes with its place in the flow, its line, and a note that says what it is for. Babel
writes the files, so that every program for translators opens them. It changes no flow.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po, unescape, write_po

from flowengine.language import alphabet
from flowengine.language.catalogue import FOLDER, Entry

_FOREIGN_FLAGS = {"python-format", "python-brace-format"}  # Babel guesses them; a flow has neither
_STALE = "fuzzy"  # Babel writes no flags of what is obsolete, so a comment remembers this one
_WIDTH = 10_000  # a translation is broken where its text is, so that a place in it has a column
_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"')
_CHANGES = re.compile(r'^"(?:POT-Creation-Date|PO-Revision-Date|Generated-By): .*\n', re.MULTILINE)
_NOTES = {
    "say": "Said to the caller.",
    "ask": "Asked in place of the question, when an answer did not fit.",
    "question": "A question. Its choices follow it.",
    "hint": "Said when somebody asks for help at this question.",
    "confirm": "Asked to be sure. It is answered with yes or no.",
    "read back": "Everything that was heard, read back. It is answered with yes or no.",
    "show": "One of several things the caller looks through.",
    "subject": "The subject of an e-mail.",
    "label": "A choice: read out, and shown on a button. Keep it short.",
    "title": "The name of the hotline.",
    "more": "Turns to the next page of a small screen. One short word.",
    "less": "Turns to the page before on a small screen. One short word.",
}
_PHRASES = (
    "Write how people say or type it in your language, one way after another, parted by |.",
    "[In these] stands what may be left out, (one | other) is a choice inside. Not word for word.",
)


class Unreadable(Exception):
    """A language that nobody knows, or a catalogue that Babel cannot read."""


def template_path(flow: str) -> str:
    return f"{FOLDER}/{flow}.pot"


def catalogue_path(flow: str, language: str) -> str:
    return f"{FOLDER}/{language}/{flow}.po"


def template(flow: str, entries: Iterable[Entry], language: str = "") -> Catalog:
    """All entries without translations. Raises Unreadable for a language that nobody knows."""
    made = Catalog(
        locale=_known(language) if language else None,
        domain=flow,
        project=flow,
        version="1",
        header_comment=f"# What {flow}.flow says.",
        fuzzy=False,
    )
    for entry in entries:
        made.add(
            (entry.text, entry.plural) if entry.plural else entry.text,
            locations=[(f"{flow}.flow", entry.span.line)],
            auto_comments=list(notes(entry)),
            context=entry.context,
        )
    return made


def _known(language: str) -> Locale:
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        raise Unreadable(f"There is no language “{language}”; write uk, fa or pt_BR.") from None


def notes(entry: Entry) -> Iterator[str]:
    """What a translator has to know about it."""
    if entry.part == "phrases":
        of = f" for “{entry.label}”" if entry.label else " here"
        yield f"What callers may say or type{of}."
        yield from _PHRASES
        if "{" in entry.text:
            yield "Keep what stands in {braces}: it is the value."
        return
    yield _about(entry)
    if entry.channel:
        yield f"Only for {entry.channel}{_room(entry.channel)}."
    if "{{" in entry.text:
        yield "Keep {{ … }} as it is: a value stands there."


def _about(entry: Entry) -> str:
    kind = entry.context.removesuffix(f"/{entry.channel}").rpartition("/")[2]
    if kind.startswith("send "):
        return f"A message sent by {kind.removeprefix('send ')}."
    return _NOTES.get(kind, _NOTES["label"])


def _room(channel: str) -> str:
    """Letters beyond the alphabet of the telephone network take more room."""
    plain, other = (alphabet.room(channel, sample) for sample in ("a", "ї"))
    if not plain:
        return ""
    return f": at most {plain} characters, {other} in Cyrillic, Persian and other letters"


# ---------------------------------------------------------------- as files


def opened(text: str, language: str) -> Catalog:
    """A catalogue as Babel has it, previous texts included. Raises Unreadable."""
    try:
        found = read_po(io.StringIO(text), locale=language, abort_invalid=True)
    except (PoFileError, ValueError, LookupError) as problem:
        raise Unreadable(f"This catalogue cannot be read: {problem}.") from problem
    for message in messages(found):
        _remember(message)
    return found


def messages(catalog: Catalog) -> Iterator[Message]:
    """Every entry but the header, those that are obsolete too."""
    yield from (message for message in catalog if message.id)
    yield from catalog.obsolete.values()


def forms(message: Message) -> tuple[str, ...]:
    """Its translations: one, or one for each plural form."""
    found = message.string or ""
    return (found,) if isinstance(found, str) else tuple(found)


def _remember(message: Message) -> None:
    """`#| msgid "…"` is a comment to Babel, and would be doubled each time it is written."""
    previous = [line for line in message.user_comments if line.startswith("|")]
    message.user_comments = [line for line in message.user_comments if line not in previous]
    found: list[str] = []
    for line in previous:
        words = "".join(unescape(one) for one in _STRINGS.findall(line))
        if "msgid" in line.partition('"')[0]:
            found.append(words)
        elif found:
            found[-1] += words
    message.previous_id = found
    if _STALE in message.user_comments:
        message.user_comments.remove(_STALE)
        message.flags.add("fuzzy")


def as_text(catalog: Catalog) -> str:
    """The file to be written."""
    for message in messages(catalog):
        message.flags -= _FOREIGN_FLAGS
    for message in catalog.obsolete.values():
        if message.fuzzy and _STALE not in message.user_comments:
            message.user_comments.append(_STALE)
    made = io.BytesIO()
    write_po(made, catalog, include_previous=True, width=_WIDTH)
    return made.getvalue().decode("utf-8")


def same(one: str, other: str) -> bool:
    """Whether two catalogues differ in nothing but the dates of their header."""
    return _CHANGES.sub("", one) == _CHANGES.sub("", other)
