"""The terms of every queue: its own lines, and what `queues` blocks say for all of them.

Nearest first: the queue itself, then `queues` in the flow, in its project and in the standard
flow. A line counts before the same line further out; rings, overflow and outcomes count as a whole
list; replies come together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from flowengine.language import program as p
from flowengine.language.categories import category_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowengine.language import nodes
    from flowengine.language.checks.scope import Scope

T = TypeVar("T")
LANGUAGE = "language"  # among what a ring is without


def queues(scope: Scope) -> dict[str, p.Queue]:
    """By name; of two the nearer."""
    common = [(file, file.terms) for file in scope.own if file.terms is not None]
    found: dict[str, p.Queue] = {}
    for file in scope.everything if scope.is_project else scope.own:
        for one in file.queues:
            if one.name.text not in found:
                made = _queue([(file, one.terms), *common], scope)
                found[one.name.text] = replace(made, titles=_titles(_written(file, scope), one))
    return found


def _queue(near: list[tuple[nodes.File, nodes.Terms]], scope: Scope) -> p.Queue:
    terms = [one for _, one in near]
    usual = p.Queue("", 0)
    level = _value(terms, lambda one: one.level, usual.level)
    written = [(_written(file, scope), one) for file, one in near]
    return p.Queue(
        hours=_word(terms, lambda one: one.hours),
        most=_value(terms, lambda one: one.most, usual.most),
        offer=_seconds(terms, lambda one: one.offer, usual.offer),
        wrap_up=_seconds(terms, lambda one: one.wrap_up, usual.wrap_up),
        within=_seconds(terms, lambda one: one.within, usual.within),
        level=level,
        rings=tuple(_rings(_first((one.relaxes for one in terms), ()), level)),
        overflow=tuple(
            sorted(
                (one.after.seconds, one.queue.text)
                for one in _first((one.overflows for one in terms), ())
            )
        ),
        record=any(one.record for one in terms),
        anonymous=any(one.anonymous for one in terms),
        script=_word(terms, lambda one: one.script),
        replies=tuple(_replies(written)),
        outcomes=_first((tuple(_outcomes(*one)) for one in written), ()),
        outcome_needed=any(one.outcome_needed for one in terms),
    )


def _titles(language: str, queue: nodes.Queue) -> dict[str, str]:
    """The written one first."""
    own = {language: queue.title.source.strip()} if queue.title is not None else {}
    return own | {v.tags[0].text: v.alternatives[0][0].source.strip() for v in queue.variants}


def _first(found: Iterable[T], otherwise: T) -> T:
    """The nearest that is there at all."""
    return next((one for one in found if one), otherwise)


def _word(terms: list[nodes.Terms], pick: Callable[[nodes.Terms], nodes.Name | None]) -> str:
    found = _first((pick(one) for one in terms), None)
    return found.text if found else ""


def _value(
    terms: list[nodes.Terms], pick: Callable[[nodes.Terms], nodes.Number | None], usual: int
) -> int:
    found = _first((pick(one) for one in terms), None)
    return found.value if found else usual


def _seconds(
    terms: list[nodes.Terms], pick: Callable[[nodes.Terms], nodes.Duration | None], usual: int
) -> int:
    found = _first((pick(one) for one in terms), None)
    return found.seconds if found else usual


def _rings(relaxes: Iterable[nodes.Relax], level: int) -> Iterator[p.Ring]:
    """Each with all that those before it gave up; what begins at one moment is one ring."""
    without: dict[str, None] = {}
    rings: dict[int, p.Ring] = {}
    for one in sorted(relaxes, key=lambda one: one.after.seconds):
        level = one.level.value if one.level else level
        without.update(dict.fromkeys(quote.source for quote in one.without))
        without.update({LANGUAGE: None} if one.language else {})
        rings[one.after.seconds] = p.Ring(one.after.seconds, level, tuple(without))
    yield from rings.values()


def _written(file: nodes.File, scope: Scope) -> str:
    """The language that a file's lines are in where they do not say."""
    own = file.header.written_in
    return own.text if own is not None else scope.written_in


def _replies(written: Iterable[tuple[str, nodes.Terms]]) -> Iterator[p.Reply]:
    told: set[str] = set()
    for language, terms in written:
        for one in terms.replies:
            if one.label.source not in told:
                told.add(one.label.source)
                yield p.Reply(one.label.source, _texts(one.text, language))


def _texts(text: nodes.Text, language: str) -> dict[str, str]:
    """As written, with holes: they are filled when an agent sends it."""
    found: dict[str, Any] = {language: text.alternatives[0]} if text.alternatives else {}
    found.update((one.tags[0].text, one.alternatives[0]) for one in text.variants)
    return {tag: "\n".join(quote.source for quote in lines) for tag, lines in found.items()}


def _outcomes(language: str, terms: nodes.Terms) -> Iterator[p.Outcome]:
    for one in terms.outcomes:
        labels = {
            language: one.label.source,
            **{v.tags[0].text: v.alternatives[0][0].source for v in one.variants},
        }
        category = category_of(one.category.source) if one.category else ""
        yield p.Outcome(one.label.source, labels, one.brief, category)
