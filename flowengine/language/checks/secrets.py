"""What is secret stays where the flow sends it: out of briefs, notes, reports and messages."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from flowengine.language import nodes
from flowengine.language.checks.readings import Reading
from flowengine.language.checks.scope import Scope
from flowengine.language.diagnostics import Diagnostic
from flowengine.language.expressions.names import Use
from flowengine.language.expressions.problems import Problem, locate

KEYS = "secret"  # `secret.club_key`: passwords of services, from the host's configuration

SENT = "Leave it out; a secret answer may only be sent on, by a `send` line of a fetch."
HEADED = 'Passwords of services belong into a line such as `header "Authorization" = secret.key`.'

KEPT = {
    nodes.Handoff: "a brief",
    nodes.Note: "a note",
    nodes.Save: "a saved result",
    nodes.Tag: "a tag",
}
"""What people read later. Saying a secret to the caller or sending it on is the author's choice."""


def secrets_stay_secret(scope: Scope) -> Iterator[Diagnostic]:
    """FE131"""
    secrets = {name.text for name in _secret(scope)}
    for reading in scope.readings:
        where = _kept(reading, secrets)
        for use in reading.uses():
            if use.name in secrets and where:
                yield locate(_told(use, where, SENT), reading.leaf, scope.path)
            elif use.name == KEYS and not isinstance(reading.parent, nodes.HttpHeader):
                yield locate(_told(use, "this place", HEADED), reading.leaf, scope.path)


def _told(use: Use, place: str, hint: str) -> Problem:
    message = f"`{use.path}` is secret and must not stand in {place}."
    return Problem("FE131", use.start, use.end, message, hint)


def _secret(scope: Scope) -> Iterator[nodes.Name]:
    for slot in scope.declared(lambda file: file.slots):
        if "secret" in slot.flags:
            yield slot.name
    for ask in scope.index.nodes(nodes.Ask):
        if "secret" in ask.flags:
            yield ask.slot


def _kept(reading: Reading, secrets: Collection[str]) -> str:
    """Where this is kept after the conversation, in the author's words."""
    parent = reading.parent
    if isinstance(parent, nodes.Set) and parent.path.parts[0] not in secrets:
        return "a contact" if parent.path.parts[0] == "contact" else "a value that is not secret"
    return KEPT.get(type(parent), "")
