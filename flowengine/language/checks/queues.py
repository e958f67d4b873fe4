"""The terms of queues make sense: rings come in order, overflow ends, limits can be kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from flowengine.language import nodes
from flowengine.language.categories import category_of, names
from flowengine.language.checks.guess import listing, mend
from flowengine.language.checks.scope import CHANNELS, Scope
from flowengine.language.diagnostics import Diagnostic

LEAST, MOST = 1, 5  # levels of a language or a skill
AGENT = "agent"
LIMITS: Mapping[str, tuple[int, int]] = {
    "offer": (5, 300),
    "wrap_up": (0, 3_600),
    "within": (1, 86_400),
}
"""Seconds: what is shorter cannot be answered, what is longer is a slip of the finger."""


def levels_are_levels(scope: Scope) -> Iterator[Diagnostic]:
    """FE183"""
    named = [one.level for one in scope.index.nodes(nodes.Terms)]
    named += [one.level for one in scope.index.nodes(nodes.Relax)]
    named += [one.level for one in scope.index.nodes(nodes.Need)]
    for level in named:
        if level is not None and not LEAST <= level.value <= MOST:
            message = f"There is no level {level.value}: levels go from {LEAST} to {MOST}."
            hint = "1 is a beginner, 3 good, 5 as good as anybody."
            yield scope.mistake("FE183", level, message, hint)


def rings_relax(scope: Scope) -> Iterator[Diagnostic]:
    """FE184: lines in the order of time, each asking for less than the one before."""
    for terms in scope.index.nodes(nodes.Terms):
        level = _level(terms, scope)
        for before, one in zip((None, *terms.relaxes), terms.relaxes, strict=False):
            if before is not None and one.after.seconds < before.after.seconds:
                message = f"This comes earlier than line {before.span.line}, and stands below it."
                yield scope.warning("FE184", one.after, message, "Put the lines in order of time.")
            if one.level is not None and one.level.value >= level:
                message = f"Level {level} is asked for before, so this asks for no less."
                hint = "Write `level …` with a higher one above, or remove this."
                yield scope.warning("FE184", one.level, message, hint)
            elif one.level is not None and one.after.seconds == 0:
                message = f"This holds from the first moment, so level {level} is never asked for."
                hint = f"Write `level {one.level.value}` above, or a later time here."
                yield scope.warning("FE184", one.after, message, hint)
            level = one.level.value if one.level is not None else level


def _level(terms: nodes.Terms, scope: Scope) -> int:
    """That of the queue, else of the nearest `queues`."""
    near = (terms, *(file.terms for file in scope.own))
    written = (one.level.value for one in near if one is not None and one.level is not None)
    return next(written, LEAST)


def overflow_ends(scope: Scope) -> Iterator[Diagnostic]:
    """FE185: a queue that overflows into itself, over others too."""
    ways = _overflows(scope)
    for queue in scope.file.queues:
        for one in queue.terms.overflows:
            if queue.name.text in _reached(ways, one.queue.text):
                message = f"`{queue.name.text}` overflows into itself here."
                hint = "The people of both queues are asked anyway; remove one of the lines."
                yield scope.mistake("FE185", one.queue, message, hint)


def _overflows(scope: Scope) -> dict[str, list[str]]:
    queues = [queue for file in scope.everything for queue in file.queues]
    return {q.name.text: [one.queue.text for one in q.terms.overflows] for q in reversed(queues)}


def _reached(ways: Mapping[str, Iterable[str]], start: str) -> set[str]:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        queue = waiting.pop()
        if queue not in seen:
            seen.add(queue)
            waiting.extend(ways.get(queue, ()))
    return seen


def terms_can_be_kept(scope: Scope) -> Iterator[Diagnostic]:
    """FE186: times that nobody can keep, and a queue that nobody could wait in."""
    for terms in scope.index.nodes(nodes.Terms):
        if terms.most is not None and terms.most.value < 1:
            message = "Nobody could wait here: at most 0 cannot be meant."
            hint = "Write how many may wait, or remove the line: then as many as come."
            yield scope.mistake("FE186", terms.most, message, hint)
        for name, (least, most) in LIMITS.items():
            length: nodes.Duration | None = getattr(terms, name)
            if length is not None and not least <= length.seconds <= most:
                yield scope.mistake(
                    "FE186",
                    length,
                    f"{length.seconds} seconds cannot be meant here.",
                    f"Write a time from {least}s to {most}s.",
                )


def scripts_are_for_agents(scope: Scope) -> Iterator[Diagnostic]:
    """FE084 no such flow, FE187 one that is not for agents."""
    for terms in scope.index.nodes(nodes.Terms):
        if terms.script is None:
            continue
        name = terms.script.text
        own = scope.file.header.name.text if scope.file.header.name else ""
        flow = scope.file if name in (scope.name, own) else scope.flows.get(name)
        if flow is None:
            hint = mend(name, scope.flows, "Put the flow's file beside this one.")
            yield scope.mistake("FE084", terms.script, f"There is no flow called `{name}`.", hint)
        elif AGENT not in {one.text for one in flow.header.channels}:
            message = f"`{name}` is not for agents, who would have to read it."
            hint = f"Write `channels {AGENT}` at the top of {name}.flow."
            yield scope.mistake("FE187", terms.script, message, hint)


def promises_are_calls(scope: Scope) -> Iterator[Diagnostic]:
    """FE188: only a promise to phone has a queue, a time, and dangers."""
    for send in scope.index.nodes(nodes.Send):
        if send.promise is not None and send.channel.text != "callback":
            message = f"A message by {send.channel.text} is no promise to phone."
            hint = "Write `send callback to …`, or remove these lines."
            yield scope.mistake("FE188", send.promise, message, hint)


def replies_have_one_text(scope: Scope) -> Iterator[Diagnostic]:
    """FE189: an agent sends what they read, whatever the channel, and nothing by chance."""
    for reply in scope.index.nodes(nodes.Reply):
        for variant in reply.text.variants:
            channel = next((tag for tag in variant.tags if tag.text in CHANNELS), None)
            if channel is not None or len(variant.alternatives) > 1:
                message = "A reply has one text in each language, on every channel."
                yield scope.mistake("FE189", channel or variant, message, "Keep one of them.")


def names_at_the_desk_are_unique(scope: Scope) -> Iterator[Diagnostic]:
    """FE143: two replies, or two outcomes, that agents could not tell apart."""
    for terms in scope.index.nodes(nodes.Terms):
        yield from _twice(scope, "reply", (one.label for one in terms.replies))
        yield from _twice(scope, "outcome", (one.label for one in terms.outcomes))


def _twice(scope: Scope, what: str, labels: Iterable[nodes.Quote]) -> Iterator[Diagnostic]:
    seen: dict[str, nodes.Quote] = {}
    for label in labels:
        first = seen.setdefault(label.source.strip().lower(), label)
        if first is not label:
            message = f"Line {first.span.line} has this {what} already."
            yield scope.mistake("FE143", label, message, "Remove one of them, or rename it.")


def names_need_a_text(scope: Scope) -> Iterator[Diagnostic]:
    """FE190: what is shown to agents as it stands has no holes."""
    titles = [_shown(one.title, one.variants) for one in scope.file.queues]
    for terms in scope.index.nodes(nodes.Terms):
        titles += [[one.label] for one in terms.replies]
        titles += [_shown(one.label, one.variants) for one in terms.outcomes]
    for label in (label for labels in titles for label in labels):
        if not label.source.strip() or "{{" in label.source:
            message = "A name that agents read is a text without holes."
            yield scope.mistake("FE190", label, message, "Write a few plain words.")


def _shown(title: nodes.Quote | None, variants: Iterable[nodes.Variant]) -> list[nodes.Quote]:
    """In each language what is shown; `or` makes no difference here."""
    own = [title] if title is not None else []
    return [*own, *(one.alternatives[0][0] for one in variants if not one.span.file)]


def categories_are_known(scope: Scope) -> Iterator[Diagnostic]:
    """FE193: one that the statistics do not have, or of what is no contact."""
    for outcome in scope.index.nodes(nodes.Disposition):
        if outcome.category is None:
            continue
        written = outcome.category.source
        if not category_of(written):
            message = f"Child helplines count no category `{written}`."
            hint = mend(written, names(), f"There are: {listing(names())}.")
            yield scope.mistake("FE193", outcome.category, message, hint)
        elif outcome.brief:
            message = "What is brief counts as no contact, so it has no category."
            yield scope.mistake("FE193", outcome.category, message, "Remove one of the two.")
