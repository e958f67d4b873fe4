"""Names of queues, services, languages and the like mean something that is declared somewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from flowengine.language import nodes
from flowengine.language.checks.guess import listing, mend
from flowengine.language.checks.scope import CHANNELS, Scope
from flowengine.language.diagnostics import Diagnostic

LEVELS = ("low", "normal", "high", "highest")
METHODS = ("get", "post", "put", "patch", "delete")
LAST = "queue"  # `note "…" for queue`: the one that was waited in last
SIGNALS = ("anger", "distress", "crisis")
SUBJECTS = ("contact", "conversation")
RESUME = ("ask", "always", "never")
CODES = {
    "ua": "uk", "cz": "cs", "gr": "el", "jp": "ja", "cn": "zh", "dk": "da", "english": "en",
    "ukrainian": "uk", "russian": "ru", "croatian": "hr", "persian": "fa", "farsi": "fa",
    "spanish": "es", "french": "fr", "german": "de", "polish": "pl", "arabic": "ar",
}  # fmt: skip
"""What people write for a language, and its code in ISO 639-1."""


def queues_exist(scope: Scope) -> Iterator[Diagnostic]:
    """FE085"""
    named = [handoff.queue for handoff in scope.index.nodes(nodes.Handoff)]
    named += [also.queue for also in scope.index.nodes(nodes.Also)]
    notes = [note.queue for note in scope.index.nodes(nodes.Note)]
    named += [queue for queue in notes if queue is not None and queue.text != LAST]
    promises = [one.queue for one in scope.index.nodes(nodes.Promise)]
    named += [queue for queue in promises if queue is not None]
    named += [overflow.queue for overflow in scope.index.nodes(nodes.Overflow)]
    yield from _unknown(scope, "FE085", "queue", named, scope.queues)


def values_to_clear_exist(scope: Scope) -> Iterator[Diagnostic]:
    """FE146"""
    named: list[tuple[str, nodes.Node]] = []
    for clear in scope.index.nodes(nodes.Clear):
        named += [(name.text, name) for name in clear.names]
    for forget in scope.index.nodes(nodes.Forget):
        named.append((forget.path.parts[0], forget.path))
    for name, where in named:
        if name not in scope.values:
            hint = mend(name, scope.values, "Correct the name, or remove the line.")
            yield scope.mistake("FE146", where, f"Nothing here is called `{name}`.", hint)


def services_exist(scope: Scope) -> Iterator[Diagnostic]:
    """FE086"""
    fetches = scope.index.nodes(nodes.Fetch)
    named = [fetch.service for fetch in fetches if fetch.service is not None]
    yield from _unknown(scope, "FE086", "service", named, scope.services)


def hours_exist(scope: Scope) -> Iterator[Diagnostic]:
    """FE087"""
    named = [terms.hours for terms in scope.index.nodes(nodes.Terms) if terms.hours is not None]
    yield from _unknown(scope, "FE087", "hours", named, scope.hours)


def rules_exist(scope: Scope) -> Iterator[Diagnostic]:
    """FE088"""
    types = scope.index.nodes(nodes.AnswerType)
    named = [kind.rule for kind in types if kind.rule is not None]
    yield from _unknown(scope, "FE088", "rule", named, scope.rules)


def words_exist(scope: Scope) -> Iterator[Diagnostic]:
    """FE089"""
    named = [one.word for one in scope.file.handlers if one.word and one.event == "word"]
    yield from _unknown(scope, "FE089", "words", named, scope.words)


def _unknown(
    scope: Scope, code: str, what: str, named: Iterable[nodes.Name], known: Collection[str]
) -> Iterator[Diagnostic]:
    for name in named:
        if name.text not in known:
            message = (
                f"There are no {what} called `{name.text}`."
                if what in ("hours", "words")
                else (f"There is no {what} called `{name.text}`.")
            )
            write = f"Declare it, here or in project.flow: `{what} {name.text}` at the margin."
            yield scope.mistake(code, name, message, mend(name.text, known, write))


def languages_exist(scope: Scope) -> Iterator[Diagnostic]:
    """FE090 for `language`, `voices`; FE139 for `written in`."""
    known = scope.languages or (scope.written_in,)
    named = [change.language for change in scope.index.nodes(nodes.SetLanguage)]
    named += [voice.language for voice in scope.file.header.voices]
    for name in named:
        if name.text not in known:
            yield scope.mistake(
                "FE090",
                name,
                f"This flow does not speak `{name.text}`.",
                mend(name.text, known, f"Add it at the top: `languages {', '.join(known)}, …`."),
            )
    written = scope.file.header.written_in
    if written is not None and scope.languages and written.text not in scope.languages:
        yield scope.mistake(
            "FE139",
            written,
            f"The flow is written in `{written.text}`, and `languages` does not name it.",
            f"It names: {listing(scope.languages)}.",
        )


def channels_exist(scope: Scope) -> Iterator[Diagnostic]:
    """FE091"""
    named: list[tuple[nodes.Name, tuple[str, ...]]] = []
    named += [(name, CHANNELS) for name in scope.file.header.channels]
    sends = (send.channel for send in scope.index.nodes(nodes.Send))
    named += [(name, (*CHANNELS, "callback")) for name in sends]
    for name, known in named:
        if name.text not in known:
            hint = mend(name.text, known, f"There is: {listing(known)}.")
            message = f"There is no channel called `{name.text}`."
            yield scope.mistake("FE091", name, message, hint)


def tags_are_known(scope: Scope) -> Iterator[Diagnostic]:
    """FE092: `uk:` or `sms:` below a text, where the flow has no such language or channel."""
    languages = scope.languages or (scope.written_in,)
    meant = (CODES[name] for name in languages if name in CODES)  # told at the top (FE148)
    known = (*languages, *meant, *(scope.channels or CHANNELS))
    tagged: list[nodes.Variant | nodes.Recording] = []
    tagged += scope.index.nodes(nodes.Variant)
    tagged += scope.index.nodes(nodes.Recording)
    for tag in dict.fromkeys(tag for one in tagged for tag in one.tags):
        if tag.text not in known:
            yield scope.mistake(
                "FE092",
                tag,
                f"`{tag.text}` is neither a language nor a channel of this flow,"
                " so nobody would hear these words.",
                mend(tag.text, known, "Name it at the top, in `languages` or `channels`."),
            )


def voices_exist(scope: Scope) -> Iterator[Diagnostic]:
    """FE094, where the host has said which voices there are."""
    if not scope.voices:
        return
    for voice in scope.file.header.voices:
        if voice.voice.text not in scope.voices:
            yield scope.mistake(
                "FE094",
                voice.voice,
                f"There is no voice called `{voice.voice.text}`.",
                mend(voice.voice.text, scope.voices, "See the folder `voices`."),
            )


def languages_have_codes(scope: Scope) -> Iterator[Diagnostic]:
    """FE148: the usual slips, a country's letters or the language's name for its code."""
    for name in scope.file.header.languages:
        code = CODES.get(name.text)
        if code:
            message = f"`{name.text}` is not the short name of a language."
            yield scope.mistake("FE148", name, message, f"Write `{code}`.")


def fixed_words_are_known(scope: Scope) -> Iterator[Diagnostic]:
    """FE148: words of which the language has a short list."""
    named: list[tuple[nodes.Name, tuple[str, ...]]] = []
    named += [(need.level, LEVELS) for need in scope.index.nodes(nodes.Priority)]
    fetches = scope.index.nodes(nodes.Fetch)
    named += [(fetch.method, METHODS) for fetch in fetches if fetch.method is not None]
    named += [(tag.subject, SUBJECTS) for tag in scope.index.nodes(nodes.Tag)]
    handlers = scope.file.handlers
    named += [(one.word, SIGNALS) for one in handlers if one.word and one.event == "signal"]
    resume = scope.file.header.resume
    if resume is not None:
        named.append((resume, RESUME))
    for name, known in named:
        if name.text not in known:
            hint = mend(name.text, known, f"Write one of: {listing(known)}.")
            yield scope.mistake("FE148", name, f"`{name.text}` is not known here.", hint)
