"""One talk as a supervisor sees it: how it stands and why, what happened to it, what was said; and
what can be done with it. Listening and joining in go on in the console, where the talk is open.

Opening this page is reading the conversation, and is written down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from starlette.exceptions import HTTPException

from flowengine.desk import items, routing
from flowengine.host.desk import signals
from flowengine.host.desk.masking import pseudonym
from flowengine.host.lines import HIDDEN
from flowengine.host.refusal import Refusal
from flowengine.server.desk.board_rows import address, plain, status_word
from flowengine.server.desk.pages import TOP

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from starlette.responses import Response

    from flowengine.desk.items import Item
    from flowengine.desk.log import Entry
    from flowengine.desk.people import User
    from flowengine.language.program import Outcome
    from flowengine.server.desk.visit import Visit
    from flowengine.server.desk.words import Words

LONGEST_WHISPER = 4_000  # characters
# What the log says besides, and how the words of its values begin; names of flows have none.
_WORDED = {
    "mode": "console_mode_",
    "outcome": "outcome_",
    "result": "console_result_",
    "sign": "console_sign_",
}
ENDED = "ended by a supervisor"  # outcome where none is named
# What can be done, by the rule that allows it.
_DEEDS = {
    "listen": "item.listen",
    "whisper": "item.whisper",
    "barge": "item.barge",
    "hide": "item.hide",
    "take-over": "item.takeover",
    "reassign": "item.reassign",
    "priority": "item.raise",
    "end": "item.close",
    "reveal": "contact.reveal",
}


class Happened(NamedTuple):
    """A line of the item's log, with the agent's name and what it says besides."""

    at: float
    kind: str
    who: str
    what: str


async def show(visit: Visit) -> Response:
    item = await _item(visit)
    desk, told = visit.house.desk, visit.words
    users = await desk.users()
    names = {key: one.shown for key, one in users.items()}
    await visit.read("read the conversation", f"conversation/{item.conversation}")
    facts = await visit.store.facts(item.conversation)
    talk = await visit.store.conversation(item.conversation)
    lines = await desk.talk.lines(visit.user, item.id, 0)
    why = await desk.why(item.id) if visit.may("item.why", item) else None
    return visit.page(
        "item.html",
        section="board",
        item=item,
        name=told.sentence(pseudonym(item)),
        may={deed for deed, action in _DEEDS.items() if visit.may(action, item)},
        talking=item.state in items.TALKING,
        open=item.state in items.OPEN,
        mine=item.agent == visit.user.id,
        part=next((one for one in item.guests if one.agent == visit.user.id), None),
        guests=[(names.get(one.agent, ""), one.mode) for one in _shown(item, visit.user)],
        agent=names.get(item.agent, ""),
        why=[_named(told.sentence(one), names) for one in why.words] if why else [],
        candidates=[
            (names.get(one.agent, ""), one.chosen, told.sentence(one.words))
            for one in (why.candidates if why else ())
        ],
        happened=[_happened(one, names, told) for one in await visit.store.entries(item=item.id)],
        lines=lines,
        said=talk is not None and talk.messages > 0,
        hidden=any(HIDDEN in line.text for _, _, _, line in lines),
        signs=await signals.matched(visit.store, item.conversation, facts),
        queues=sorted(desk.queues),
        colleagues=await _colleagues(visit, item, told),
        levels=sorted(items.PRIORITIES.values()),
        outcomes=[one.name for one in _outcomes(visit, item)],
        longest=LONGEST_WHISPER,
        address=address,
        titled=visit.titled,
        span=visit.span,
        outcome=visit.outcome,
    )


async def do(visit: Visit) -> Response:
    """One of the page's deeds. Raises Refusal; HTTPException 404 where there is no such deed."""
    item = await _item(visit)
    overseer, here = visit.house.desk.oversight, address("items", item.id)
    match visit.request.path_params["deed"]:
        case "join":
            hidden = visit.form.one("hidden") == "yes"
            await overseer.join(visit.user, item.id, visit.form.one("mode"), hidden=hidden)
            return visit.go(f"{TOP}#{item.id}")
        case "take-over":
            await overseer.take_over(visit.user, item.id)
            return visit.go(f"{TOP}#{item.id}")
        case "leave":
            await overseer.leave(visit.user, item.id)
        case "whisper":
            text = visit.form.one("words", LONGEST_WHISPER).strip()
            if not text:
                raise Refusal("no-value", "Write what the agent is to read.", about="whisper")
            await overseer.whisper(visit.user, item.id, text)
        case "reassign":
            kind, _, to = visit.form.one("to").partition(" ")
            await overseer.reassign(visit.user, item.id, **_whither(kind, to))
        case "priority":
            level = visit.form.one("level")
            await visit.did("set the priority", f"conversation/{item.conversation}")
            await visit.house.desk.raise_priority(
                visit.user, item.id, int(level) if level.isdecimal() else -1
            )
        case "end":
            await overseer.end(visit.user, item.id, visit.form.one("outcome") or ENDED)
        case _:
            raise HTTPException(404)
    return visit.go(here, "board_done")


def _whither(kind: str, to: str) -> dict[str, str]:
    if kind not in ("queue", "agent") or not to:
        raise Refusal("no-value", "Choose a queue or an agent.", about="whom")
    return {kind: to}


async def _item(visit: Visit) -> Item:
    """Raises HTTPException 404; Refusal `forbidden` for a queue that is not theirs."""
    item = await visit.store.item(visit.request.path_params["item"])
    if item is None:
        raise HTTPException(404)
    visit.demand("item.read", item)
    return item


def _shown(item: Item, user: User) -> list[items.Guest]:
    return [one for one in item.guests if not one.hidden or one.agent == user.id]


async def _colleagues(visit: Visit, item: Item, told: Words) -> list[tuple[str, str]]:
    """Agents who are there and could have it, by id, with how they stand."""
    seen = await visit.house.desk.oversight.seen(visit.user)
    return [
        (one.id, f"{one.shown} – {status_word(one.status, told)}")
        for one in seen.board.agents
        if one.present and one.id != item.agent
    ]


def _outcomes(visit: Visit, item: Item) -> Sequence[Outcome]:
    queue = visit.house.desk.queues.get(item.queue)
    return queue.outcomes if queue is not None else ()


def _happened(one: Entry, names: Mapping[str, str], told: Words) -> Happened:
    return Happened(
        one.at,
        told.get(f"happened_{one.kind}", one.kind),
        names.get(one.agent, ""),
        "; ".join(_details(one.body, names, told)),
    )


def _details(body: Mapping[str, Any], names: Mapping[str, str], told: Words) -> Iterable[str]:
    """What a line of the log says besides, in words."""
    why = body.get("why")
    if isinstance(why, dict):
        yield from (told.sentence(one) for one in routing.reasons(why))
    elif why:
        yield told.get(f"requeued_{why}".replace(" ", "_"), plain(str(why)))
    if body.get("to_queue"):
        yield told.titled(body["to_queue"])
    for name, beginning in _WORDED.items():
        if isinstance(value := body.get(name), str) and value:
            yield told.get(beginning + value.replace(" ", "_"), plain(value))
    if body.get("to_agent"):
        yield names.get(body["to_agent"], "")
    if "priority" in body and "before" in body:
        before, after = (told[f"board_priority_{body[key]}"] for key in ("before", "priority"))
        yield f"{before} → {after} {names.get(body.get('by', ''), '')}".strip()


def _named(sentence: str, names: Mapping[str, str]) -> str:
    """The desk's sentences have ids; a page has names."""
    for key, shown in names.items():
        sentence = sentence.replace(key, shown)
    return sentence
