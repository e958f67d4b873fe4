"""Whoever goes on by another road can be written to there."""

from __future__ import annotations

from collections.abc import Iterator

from flowengine.language import nodes
from flowengine.language.checks.index import walk
from flowengine.language.checks.scope import Scope
from flowengine.language.diagnostics import Diagnostic

SMS = "sms"
REACHED = (SMS, "viber")
"""Channels that reach a telephone number without its owner having written there first."""
CALLER = ("caller", "phone")


def roads_reach_people(scope: Scope) -> Iterator[Diagnostic]:
    """FE191: another channel than those, or one that the flow does not speak."""
    for one in _ways(scope):
        if one.text not in REACHED:
            yield scope.mistake(
                "FE191",
                one,
                f"Nobody can be written to by {one.text} who has only given a number.",
                f"Write `go on by {SMS} to …`.",
            )
        elif scope.channels and one.text not in scope.channels:
            yield scope.mistake(
                "FE191",
                one,
                f"This flow does not speak `{one.text}`, so it cannot go on there.",
                f"Name it at the top: `channels {', '.join((*scope.channels, one.text))}`.",
            )


def _ways(scope: Scope) -> Iterator[nodes.Name]:
    for one in scope.index.nodes(nodes.GoOn):
        yield one.channel
    for handoff in scope.index.nodes(nodes.Handoff):
        if handoff.sms_after is not None:
            yield nodes.Name(handoff.sms_after.span, SMS)


def numbers_are_known(scope: Scope) -> Iterator[Diagnostic]:
    """FE192: the number of somebody who calls from a page, which nobody knows."""
    for found in scope.index.all(nodes.GoOn):
        if found.node.to.parts == CALLER and not any(map(_asks, found.around)):
            yield scope.warning(
                "FE192",
                found.node.to,
                "Whoever calls from a page has no number, so nobody is written to.",
                f"Ask for it, or write `call by_sms` with `phone = {'.'.join(CALLER)}`.",
            )


def _asks(outer: nodes.Node) -> bool:
    """A condition that looks whether there is a number."""
    if not isinstance(outer, nodes.Branch | nodes.If | nodes.Option):
        return False
    conditions = (one.node for one in walk(outer) if isinstance(one.node, nodes.Expression))
    return any(".".join(CALLER) in one.source for one in conditions)
