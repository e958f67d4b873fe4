"""Signs of distress, anger and danger in what people say: noticed in the turn that hears them.

They only ever raise: the priority of who waits, a supervisor's attention, and, once for each kind,
the flow's own `on signal`. The store keeps a kind and the number of the line that showed it; the
words stand in that line only, and go with it where it is forgotten. What was asked as a secret is
not looked at, and nothing is concluded from a sign but that somebody should look.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from flowengine.desk import items, moves
from flowengine.desk.log import SIGNAL, Entry
from flowengine.desk.signals import KINDS, Past, Sign, behaviour, raised, signs
from flowengine.host import lines
from flowengine.runtime.events import Filled, Said, Signalled
from flowengine.store.desk.verbs import GONE
from flowengine.store.records import Errand, Fact

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flowengine.host.desk.talk import Talk
    from flowengine.runtime import Session
    from flowengine.runtime.events import AnyEvent
    from flowengine.store.records import Conversation, Turn
    from flowengine.store.verbs import Store

FACT = "signal"  # kind of the fact
TAG = str(Signalled.__struct_config__.tag)
MOST = 30  # signs of one conversation that are kept
DAY = 24 * 3600.0
OFTEN = 8  # turns after which somebody may be going in circles


class Kept(msgspec.Struct, frozen=True, omit_defaults=True):
    """A fact's body. `line` is that of the person's words, 0 for what was done and not said."""

    sign: str
    line: int = 0
    behaviour: str = ""


class Matched(msgspec.Struct, frozen=True, kw_only=True):
    """A sign as agents are shown it, with the words that matched, () where they are forgotten."""

    sign: str
    words: tuple[str, ...]
    line: int
    at: float
    behaviour: str = ""


class Signals:
    """`talk` knows the store and the desk."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk

    async def noticed(
        self,
        before: Conversation,
        sessions: tuple[Session, Session],
        event: AnyEvent,
        turn: Turn,
    ) -> Turn:
        """The turn, with what its event shows: facts, lines of the log and the errand that tells
        the flow. Most turns show nothing, and ask the store nothing."""
        found = _said(before, sessions[0], event)
        if turn.joined or sessions[1].turn % OFTEN == 0:
            found = (*found, *behaviour(await self._past(before, sessions[1], turn)))
        if not found and not turn.joined:
            return turn
        known = _kept(await self._talk.store.facts(before.id))
        if not known and not found:
            return turn
        turn = replace(turn, joined=_urgent(turn, (*found, *(Sign(k.sign, ()) for k in known))))
        fresh = _fresh(found, known)
        return await self._with(turn, before, sessions[1], fresh, known) if fresh else turn

    async def _past(self, before: Conversation, after: Session, turn: Turn) -> Past:
        """What was done so far: how often the same question was come to, and who comes again."""
        asked = after.asked
        menus = 0
        if after.turn >= OFTEN and after.place:
            traces = await self._talk.store.traces(before.id)
            menus = sum(one.after == after.place != one.before for one in traces)
        return Past(
            menus=menus,
            failures=0 if asked is None else asked.no_match,
            silences=after.silences,
            contacts=await self._contacts(turn),
        )

    async def _contacts(self, turn: Turn) -> int:
        contact = turn.conversation.contact
        if not turn.joined or not contact:
            return 0
        found = await self._talk.store.search(contact=contact, limit=10)
        since = self._talk.clock() - DAY
        return sum(one.began >= since for one in found)

    async def _with(
        self,
        turn: Turn,
        before: Conversation,
        after: Session,
        found: Sequence[Sign],
        known: Sequence[Kept],
    ) -> Turn:
        at = turn.conversation.changed
        number = _line(before, turn)
        facts = tuple(_fact(one, number, at) for one in found)
        told = {one.sign for one in known}
        fresh = [one for one in found if one.kind not in told]
        queue, item = await self._waits(before)
        entries = tuple(
            Entry(
                at=at,
                kind=SIGNAL,
                item=item,
                conversation=before.id,
                flow=before.flow,
                queue=queue,
                channel=before.channel,
                language=after.language,
                body={"sign": one.kind, "line": number if one.words else 0},
            )
            for one in found
        )
        errands = () if not fresh else (_errand(before, after, _worst(fresh), at),)
        return replace(
            turn,
            facts=(*turn.facts, *facts),
            entries=(*turn.entries, *entries),
            errands=(*turn.errands, *errands),
        )

    async def _waits(self, before: Conversation) -> tuple[str, str]:
        for one in await self._talk.store.items(conversation=before.id):
            if one.kind == items.CONTACT:
                return one.queue, one.id
        return "", ""

    async def act(self, conversation: str) -> None:
        """Whoever waits in this conversation becomes as urgent as its signs demand, and the board
        is told. Doing it twice changes nothing. Hand-offs that are over stay as they are; where
        somebody moves the item at this very moment, it is raised from where it stands then."""
        found = [Sign(one.sign, ()) for one in _kept(await self._talk.store.facts(conversation))]
        while GONE in await self._raise(conversation, found):
            pass
        self._talk.desk.bell.ring("desk")

    async def _raise(self, conversation: str, found: Sequence[Sign]) -> tuple[str, ...]:
        made = []
        open_ = await self._talk.store.items(conversation=conversation, states=sorted(items.OPEN))
        for item in open_:
            wanted = raised(item.priority, found)
            if item.kind == items.CONTACT and wanted > item.priority:
                made.append(moves.raised(item, wanted, self._talk.clock(), ""))
        return await self._talk.desk.make(*made)


def _said(before: Conversation, session: Session, event: AnyEvent) -> tuple[Sign, ...]:
    """Signs in the words of the event; secrets are not read."""
    asked = lines.asked(before.prompt)
    if isinstance(event, Said):
        hidden = asked is not None and asked.secret
        return () if hidden or not event.text else signs(event.text, session.language)
    if isinstance(event, Filled) and asked is not None:
        open_fields = {one.slot for one in asked.fields if not one.secret}
        text = "\n".join(text for slot, text in event.values.items() if slot in open_fields)
        return signs(text, session.language) if text else ()
    return ()


def _fresh(found: Sequence[Sign], known: Sequence[Kept]) -> tuple[Sign, ...]:
    """Words each time they are said, behaviour once; and there is an end to it."""
    done = {one.behaviour for one in known if one.behaviour}
    if len(known) >= MOST:
        return ()
    return tuple(one for one in found if one.words or one.behaviour not in done)


def _urgent(turn: Turn, found: Iterable[Sign]) -> tuple[items.Item, ...]:
    """Who joins a queue in this turn joins it as urgent as what was said before demands."""
    everything = tuple(found)
    return tuple(
        msgspec.structs.replace(one, priority=raised(one.priority, everything))
        for one in turn.joined
    )


def _line(before: Conversation, turn: Turn) -> int:
    """The person's line of this turn; of a gathered answer the last piece stands there already."""
    own = (one.number for one in turn.messages if one.side == lines.PERSON)
    return next(own, before.messages)


def _fact(sign: Sign, number: int, at: float) -> Fact:
    kept = Kept(sign.kind, number if sign.words else 0, sign.behaviour)
    return Fact(at, FACT, msgspec.json.encode(kept).decode())


def _kept(facts: Iterable[Fact]) -> tuple[Kept, ...]:
    return tuple(msgspec.json.decode(one.body, type=Kept) for one in facts if one.kind == FACT)


def _worst(found: Sequence[Sign]) -> Sign:
    return min(found, key=lambda one: KINDS.index(one.kind))


def _errand(before: Conversation, after: Session, sign: Sign, at: float) -> Errand:
    """An agent who is there hears it from their page; the flow has nothing to do then, and drops
    it. The words go to the flow, and with the errand's row when it is done."""
    told = Signalled(at=at, sign=sign.kind, words=sign.words)
    return Errand(before.id, after.turn, TAG, msgspec.json.encode(told).decode())


async def matched(store: Store, conversation: str, facts: Iterable[Fact]) -> tuple[Matched, ...]:
    """The signs of a conversation with their words, from the lines in which they stand."""
    found = [
        (one.at, msgspec.json.decode(one.body, type=Kept)) for one in facts if one.kind == FACT
    ]
    if not found:
        return ()
    told = {one.number: lines.decode(one.body) for one in await store.messages(conversation, 0)}
    spoken = _language(told.values())
    shown = []
    for at, kept in found:
        line = told.get(kept.line)
        again = () if line is None else signs(line.text, spoken)
        words = next((one.words for one in again if one.kind == kept.sign), ())
        shown.append(
            Matched(sign=kept.sign, words=words, line=kept.line, at=at, behaviour=kept.behaviour)
        )
    return tuple(shown)


def _language(told: Iterable[lines.Line]) -> str:
    """The last language in which the flow spoke."""
    return next((one.language for one in reversed(list(told)) if one.language), "en")
