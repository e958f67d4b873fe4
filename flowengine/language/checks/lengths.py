"""Lengths of time that are none: `wait 0s`, `after 0s: -> elsewhere`.

Zero stays where it says something: `gather 0s` and `wrap up 0s` are "not at all"; `slow 0s`,
`overflow after 0s`, `offer callback after 0s` and `after 0s: also duty` are "at once".
"""

from __future__ import annotations

from collections.abc import Iterator

from flowengine.language import nodes
from flowengine.language.checks.endings import runs_out
from flowengine.language.checks.scope import Scope
from flowengine.language.diagnostics import Diagnostic

Told = tuple[nodes.Duration | None, str, str]
"""A length of time, what becomes of it where it is none, and the mend."""


def times_have_a_length(scope: Scope) -> Iterator[Diagnostic]:
    """FE199"""
    for length, message, hint in (*_of_statements(scope), *_of_services(scope), *_of_queues(scope)):
        if length is not None and length.seconds == 0:
            yield scope.mistake("FE199", length, message, hint)


def _of_statements(scope: Scope) -> Iterator[Told]:
    for wait in scope.index.nodes(nodes.Wait):
        yield wait.duration, "Nobody waits here.", "Write how long, or remove the line."
    for handler in scope.index.nodes(nodes.Handler):
        message = "Nobody can answer so soon, so everybody would be called quiet."
        yield handler.after, message, "Write how long nobody has answered, as in `on quiet 1h:`."


def _of_services(scope: Scope) -> Iterator[Told]:
    bounds = [one.timeout for one in scope.index.nodes(nodes.Service)]
    bounds += [one.timeout for one in scope.index.nodes(nodes.Fetch)]
    for bound in bounds:
        hint = "Write how long an answer may take, as in `timeout 5s`."
        yield bound, "No answer can come so soon.", hint


def _of_queues(scope: Scope) -> Iterator[Told]:
    for handoff in scope.index.nodes(nodes.Handoff):
        if handoff.waiting is not None:
            message = "Whoever waits would hear this without a pause."
            yield handoff.waiting.seconds, message, "Write `while waiting every 45s:`."
        for after in handoff.afters:
            if runs_out(after.body) is None:
                message = "Nobody would wait in the queue: this leads away at once."
                yield after.seconds, message, "Write how long is too long, as in `after 10m:`."
