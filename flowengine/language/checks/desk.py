"""What is for the desk stands where the desk can keep it: a script does nothing that is for
callers, a survey keeps nobody waiting again, and a queue has its terms in one place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flowengine.language import nodes
from flowengine.language.checks.scope import PROJECT, Scope
from flowengine.language.diagnostics import Diagnostic

AGENT, SURVEY = "agent", "survey"
FOR_CALLERS: Mapping[type[nodes.Statement], tuple[str, str]] = {
    nodes.Handoff: ("handoff", "the agent would wait in the queue"),
    nodes.Transfer: ("transfer", "the agent would be connected"),
    nodes.StopMessages: ("stop messages", "nobody is there who gets any"),
}
"""Statements that a script cannot mean: what is written, and what would come of it."""

FLOWS_FOR_CALLERS = frozenset(("by_sms", "callback", "voicemail", SURVEY))
"""Standard flows that ask the person we talk with; flows of one's own may bear their names."""


def scripts_are_no_calls(scope: Scope) -> Iterator[Diagnostic]:
    """FE195: an agent reads a script while they talk; the person is not in it."""
    if {one.text for one in scope.file.header.channels} != {AGENT}:
        return
    hint = "Let the agent do it at the desk, or write it in the flow that handed the person over."
    for kind, (what, then) in FOR_CALLERS.items():
        for statement in scope.index.nodes(kind):
            message = f"`{what}` is for callers, and this flow is read by agents: {then}."
            yield scope.mistake("FE195", statement, message, hint)
    for call in scope.index.nodes(nodes.Call):
        name = call.target.path.parts[-1]
        if len(call.target.path.parts) == 1 and name in FLOWS_FOR_CALLERS - scope.steps.keys():
            message = f"`{name}` asks callers, and this flow is read by agents."
            yield scope.mistake("FE195", call.target, message, hint)


def surveys_end(scope: Scope) -> Iterator[Diagnostic]:
    """FE196: whoever was only asked how it was does not wait in a queue again."""
    if scope.file.header.name is None or scope.file.header.name.text != SURVEY:
        return
    for handoff in scope.index.nodes(nodes.Handoff):
        message = f"Whoever says how it was would wait in the queue `{handoff.queue.text}` again."
        hint = "Ask in the flow, behind `call survey`, whether they want to talk to somebody else."
        yield scope.warning("FE196", handoff.queue, message, hint)


def queues_are_declared_once(scope: Scope) -> Iterator[Diagnostic]:
    """FE197: all flows share their agents, so of two queues by one name only one counts. It is told
    where the second stands: the project's is the first, then they go by the names of flows."""
    if scope.is_project:
        return
    others = {name: file for name, file in scope.flows.items() if name < scope.name}
    if scope.project is not None:
        others[PROJECT] = scope.project
    for queue in scope.file.queues:
        where = [
            f"{name}.flow"
            for name, file in sorted(others.items())
            if any(one.name.text == queue.name.text for one in file.queues)
        ]
        if where:
            message = (
                f"{' and '.join(where)} {'has' if len(where) == 1 else 'have'} a queue"
                f" `{queue.name.text}` as well, and only the terms of one of them count."
            )
            hint = "Declare it once, in project.flow, or give this one another name."
            yield scope.warning("FE197", queue.name, message, hint)
