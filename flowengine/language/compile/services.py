"""Fetch, hand-off and wait: the waits for something else than a person's answer."""

from __future__ import annotations

from flowengine.language import nodes
from flowengine.language import program as p
from flowengine.language.compile.blocks import Blocks
from flowengine.language.compile.questions import Side

TIMEOUT = 10  # seconds a fetch may take where neither it nor its service says
# The standard steps that `offer callback` and `offer sms` visit.
OFFER, OFFER_SMS = "offer_callback", "offer_sms"


def compile_fetch(b: Blocks, fetch: nodes.Fetch, after: str, side: Side) -> str:
    name = b.name(fetch.name.text)
    wait = p.Fetch(
        b.texts.place(fetch),
        name,
        after,
        fetch.name.text,
        _service(b, fetch),
        b.texts.address(fetch.address),
        fetch.method.text.upper() if fetch.method else ("POST" if fetch.sends else "GET"),
        tuple((send.name.text, b.texts.code(send.value)) for send in fetch.sends),
        (fetch.slow.after.seconds, side(b, fetch.slow.body, "slow")) if fetch.slow else None,
        side(b, fetch.on_error, "error", p.Go(after)) if fetch.on_error else "",
        side(b, fetch.on_late, "late") if fetch.on_late else "",
    )
    return b.add(name, (), wait)


def _service(b: Blocks, fetch: nodes.Fetch) -> p.Service:
    """The declared service with what the fetch itself adds or changes."""
    services = b.scope.declared(lambda file: file.services)
    declared = next(
        (s for s in services if fetch.service and s.name.text == fetch.service.text), None
    )
    timeout = fetch.timeout or (declared.timeout if declared else None)
    retry = fetch.retry or (declared.retry if declared else None)
    headers = (*(declared.headers if declared else ()), *fetch.headers)
    return p.Service(
        b.texts.quote(declared.address) if declared else "",
        tuple((header.field.source, b.texts.code(header.value)) for header in headers),
        timeout.seconds if timeout else TIMEOUT,
        retry.value if retry else 0,
    )


def compile_handoff(b: Blocks, handoff: nodes.Handoff, after: str, side: Side) -> str:
    name = b.name(f"handoff {handoff.queue.text}")
    texts = b.texts
    waiting, offer, sms = handoff.waiting, handoff.callback_after, handoff.sms_after
    wait = p.Handoff(
        texts.place(handoff),
        name,
        after,
        handoff.queue.text,
        tuple(
            (
                texts.condition(need.condition),
                need.skill.source if need.skill else None,
                need.level.value if need.level else 0,
            )
            for need in handoff.needs
        ),
        tuple((texts.condition(one.condition), one.level.text) for one in handoff.priorities),
        texts.quote(handoff.brief) if handoff.brief else "",
        (waiting.seconds.seconds, side(b, waiting.body, "waiting")) if waiting else None,
        handoff.music.source if handoff.music else "",
        (offer.seconds, _offer(b, offer, OFFER)) if offer else None,
        tuple((one.seconds.seconds, side(b, one.body, "after")) for one in handoff.afters),
        {one.kind: side(b, one.body, one.kind, p.Go(after)) for one in handoff.outcomes},
        (sms.seconds, _offer(b, sms, OFFER_SMS)) if sms else None,
    )
    return b.add(name, (), wait)


def _offer(b: Blocks, node: nodes.Node, step: str) -> str:
    return b.target(nodes.Path(node.span, (step,)))


def compile_pause(b: Blocks, wait: nodes.Wait, after: str, _: Side) -> str:
    name = b.name("wait")
    day = wait.day.text if isinstance(wait.day, nodes.Name) else wait.day
    if wait.duration is None and day is None:
        day = ""  # the next time that it is so late
    seconds = wait.duration.seconds if wait.duration else 0
    return b.add(name, (), p.Pause(b.texts.place(wait), name, after, seconds, day, wait.at))
