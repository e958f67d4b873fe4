"""What translators get: one template a flow, `locale/donors.pot`, and one catalogue a language.

Each text comes with its place in the flow, its line, and a note that says what it is for. It
changes no flow, and leaves writing the file to `po`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog

from flowengine.authoring.messages.po import Unreadable
from flowengine.language import alphabet
from flowengine.language.catalogue import FOLDER, Entry

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
