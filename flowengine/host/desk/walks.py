"""How people went through a flow, from the traces of its conversations: where they came, where they
stopped, what they chose in menus, and how long it took them to a person.

It counts places and choices and reads no words of anybody. The last conversations of a period are
looked at, not more than `MOST`; whether that were all is told.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowengine.store.records import Conversation, Trace
    from flowengine.store.verbs import Store

MOST = 1000  # conversations that are looked at
PAGE = 100
BUTTON, KEY, WORDS, SILENCE = "button", "key", "words", "silence"
_WAYS = {"picked": BUTTON, "pressed": KEY, "said": WORDS, "silence": SILENCE}


@dataclass(slots=True)
class Menu:
    """`shown` how often it was answered at all; `chosen` by the id of the choice, "" for what was
    said in other words, and their `labels` by language; `ways` how; `led` where to."""

    shown: int = 0
    chosen: Counter[str] = field(default_factory=Counter)
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    ways: Counter[str] = field(default_factory=Counter)
    led: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Walks:
    """Of `conversations`: how many `reached` each place, in which the last thing happened
    (`stopped`, those that have ended), `menus` by place, how many asked for a person
    (`handed_over`), pressed 0 (`zero`), and the seconds until then (`to_person`). `cut` says that
    there were more."""

    conversations: int = 0
    reached: Counter[str] = field(default_factory=Counter)
    stopped: Counter[str] = field(default_factory=Counter)
    menus: dict[str, Menu] = field(default_factory=dict)
    handed_over: int = 0
    zero: int = 0
    to_person: list[float] = field(default_factory=list)
    cut: bool = False

    @property
    def median_to_person(self) -> float | None:
        ordered = sorted(self.to_person)
        return ordered[len(ordered) // 2] if ordered else None


async def walked(store: Store, flow: str, since: float, until: float) -> Walks:
    """Conversations of a flow that began in the period. Raises StoreError."""
    walks = Walks()
    before, behind = 0.0, ""
    while page := await store.search(flow=flow, before=before, behind=behind, limit=PAGE):
        for one in page:
            if since <= one.began < until:
                if walks.conversations >= MOST:
                    walks.cut = True
                    return walks
                add(walks, one, await store.traces(one.id))
        # Who was last changed before the period began before it too.
        if page[-1].changed < since or len(page) < PAGE:
            break
        before, behind = page[-1].changed, page[-1].id
    return walks


def add(walks: Walks, conversation: Conversation, traces: Sequence[Trace]) -> None:
    """One conversation more."""
    walks.conversations += 1
    places = list(
        dict.fromkeys(place for one in traces for place in (one.before, one.after) if place)
    )
    walks.reached.update(places)
    last = next((one.before for one in reversed(traces) if one.before), "")
    if conversation.ended and last:
        walks.stopped[last] += 1
    asked: dict[str, Any] = {}
    person = zero = False
    for trace in traces:
        event, effects = _event(trace), _listed(trace.effects)
        if asked.get("kind") == "menu" and event.get("type") in _WAYS and trace.before:
            _chosen(walks.menus.setdefault(trace.before, Menu()), asked, event, trace.after)
        zero = zero or (event.get("type") == "pressed" and event.get("keys") == "0")
        if not person and any(one.get("type") == "handoff" for one in effects):
            person = True
            walks.to_person.append(max(trace.at - conversation.began, 0.0))
        asked = next((one for one in reversed(effects) if one.get("type") == "prompt"), asked)
    walks.handed_over += person
    walks.zero += zero


def _chosen(menu: Menu, asked: dict[str, Any], event: dict[str, Any], after: str) -> None:
    menu.shown += 1
    menu.ways[_WAYS[event["type"]]] += 1
    menu.led[after] += 1
    choice = _choice(asked.get("choices") or (), event)
    key = str(choice.get("id", ""))
    menu.chosen[key] += 1
    if choice:
        labels = menu.labels.setdefault(key, {})
        labels[str(asked.get("language", ""))] = str(choice.get("label", ""))


def _choice(choices: Sequence[dict[str, Any]], event: dict[str, Any]) -> dict[str, Any]:
    """Only what the menu itself offers; what else somebody said is nobody's business here. A button
    names the choice; the key of one may be the name of another."""
    if event["type"] == "picked":
        return next((one for one in choices if one.get("id") == event.get("choice")), {})
    given = str(event.get("keys") or event.get("text") or "").casefold()
    for one in choices:
        if given and given in (one.get("key"), str(one.get("label", "")).casefold()):
            return one
    return {}


def _event(trace: Trace) -> dict[str, Any]:
    """The first trace of a conversation holds its beginning too."""
    found = _read(trace.event)
    inner = found.get("event", found) if isinstance(found, dict) else {}
    return inner if isinstance(inner, dict) else {}


def _listed(text: str) -> list[dict[str, Any]]:
    found = _read(text)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _read(text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except ValueError:
        return None
