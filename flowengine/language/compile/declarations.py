"""Hours, tables and rules: what a program knows besides its blocks."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time

from flowengine.grammar.expansion import Expansion
from flowengine.grammar.standard import shared
from flowengine.language import nodes
from flowengine.language import program as p
from flowengine.language.checks.phrases import one_of
from flowengine.language.checks.scope import Scope
from flowengine.language.compile.texts import Texts
from flowengine.language.week import DAYS

ROWS = 10_000  # of one table
ENGLISH = "en"


def worded(
    scope: Scope, written: nodes.Quote | None, variants: Iterable[nodes.Variant]
) -> dict[str, str]:
    """A title or a label without holes, by language; it stands before any conversation."""
    found = {v.tags[0].text: v.alternatives[0][0].source for v in variants}
    return {scope.written_in: written.source, **found} if written is not None else found


def screen(scope: Scope) -> p.Screen:
    """That of the flow, else of its project; without one what the channel and we have."""
    found = scope.screen
    if found is None:
        return p.Screen(0, {}, {})
    words = (worded(scope, one.word, one.variants) for one in (found.more, found.less))
    return p.Screen(found.limit.value, *words)


def gather(scope: Scope) -> float:
    """That of the flow, else of its project, in seconds."""
    headers = (file.header.gather for file in scope.own)
    return next((one.seconds for one in headers if one is not None), 0.0)


def records(scope: Scope) -> nodes.RecordCalls | None:
    """That of the flow, else of its project."""
    headers = (file.header.record for file in scope.own)
    return next((one for one in headers if one is not None), None)


def quick_exit(scope: Scope) -> p.QuickExit | None:
    """That of the flow, else of its project."""
    headers = (file.header.exit for file in scope.own)
    found = next((one for one in headers if one is not None), None)
    if found is None:
        return None
    return p.QuickExit(found.address.source, found.title.source if found.title else "")


def hours(scope: Scope) -> dict[str, p.Hours]:
    """The nearest declaration of each name counts: flow, project."""
    found: dict[str, p.Hours] = {}
    for one in scope.declared(lambda file: file.hours):
        found.setdefault(one.name.text, _hours(one))
    return found


def _hours(hours: nodes.Hours) -> p.Hours:
    dates: dict[date, tuple[tuple[time, time], ...]] = {}
    days: dict[int, tuple[tuple[time, time], ...]] = {}
    named: set[int] = set()
    holidays = None
    for line in hours.lines:
        spans = tuple((interval.start, interval.end) for interval in line.intervals)
        if isinstance(line.days, date):
            dates[line.days] = spans
        elif line.days == ("holidays",):
            holidays = (line.country.text.upper() if line.country else "", spans)
        elif line.days == ("every day",):
            days.update({day: spans for day in range(7) if day not in named})
        else:
            numbers = [DAYS.index(day) for day in line.days]
            named.update(numbers)
            days.update(dict.fromkeys(numbers, spans))
    return p.Hours(hours.zone or "UTC", dates, holidays, days)


def zone(scope: Scope) -> str:
    """The zone that "today" is reckoned in: that of the first hours which name one."""
    named = (one.zone for one in scope.declared(lambda file: file.hours) if one.zone)
    return next(named, "UTC")


def tables(scope: Scope, texts: Mapping[str, str]) -> dict[str, tuple[Mapping[str, str], ...]]:
    found: dict[str, tuple[Mapping[str, str], ...]] = {}
    for one in scope.declared(lambda file: file.tables):
        found.setdefault(one.name.text, rows(texts.get(one.file.source, "")))
    return found


def rows(text: str) -> tuple[Mapping[str, str], ...]:
    """A CSV as spreadsheets write it: comma, semicolon or tab, the first row names the columns."""
    first = text.lstrip("\ufeff").partition("\n")[0]
    comma = max(",;\t", key=first.count)
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter=comma, restval="")
    found = []
    for row, _ in zip(reader, range(ROWS), strict=False):
        cells = {(k or "").strip(): (v or "").strip() for k, v in row.items() if k}
        if any(cells.values()):  # a spreadsheet leaves empty rows at its end
            found.append(cells)
    return tuple(found)


def rules(
    flows: Sequence[tuple[Scope, Texts]], languages: Iterable[str]
) -> dict[str, dict[str, Expansion]]:
    """By language; "" for one that has no variant. Rules of grammar files go by their full names.

    What a language has no file for is understood as in the flow's own, and where that has none
    either, as in English: the standard commands name rules that must exist. `flows` are all that
    the program leads to; of two rules with one name the first counts.
    """
    own: dict[str, Mapping[str, Expansion]] = {}
    for scope, texts in flows:
        for rule in scope.declared(lambda file: file.rules):
            phrases = texts.phrases_by_language((rule.expansion,), rule.variants)
            own.setdefault(rule.name.text, {tag: one_of(said) for tag, said in phrases.items()})
    scope = flows[0][0]
    standard = shared(scope.grammars)
    return {
        language: {
            **(standard.rules(scope.written_in) or standard.rules(ENGLISH)),
            **standard.rules(language or scope.written_in),
            **{name: by.get(language) or by[""] for name, by in own.items()},
        }
        for language in ("", *languages)
    }
