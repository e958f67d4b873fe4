"""What an agent knows of whom they talk with: gathered when they look, no more than they may.

Secret slots are never in it. In an anonymous queue there is no address, no number and no name but
one of ours. What the desk's log knows by kind only (signals) is shown with its words, which stand
in the conversation and nowhere else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from flowengine.desk import items
from flowengine.desk.people import Remark
from flowengine.desk.sentences import Sentence
from flowengine.host import attributes, parcels
from flowengine.host.desk import consulting, masking, scripts, signals
from flowengine.host.desk.replies import filled
from flowengine.host.desk.signals import Matched
from flowengine.host.desk.talking import PERSON
from flowengine.host.people import written
from flowengine.host.refusal import Refusal
from flowengine.runtime import decode
from flowengine.store.records import Audit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from flowengine.desk.items import Item
    from flowengine.desk.people import User
    from flowengine.host.desk.talk import Talk
    from flowengine.language.program import Outcome, Program, Queue
    from flowengine.runtime import Session
    from flowengine.store.records import Conversation, Fact, Known
    from flowengine.store.verbs import Store

EARLIER = 20  # conversations of the timeline
LETTERS = 200  # messages whose receipts are looked at
SAVED = "saved"
_BESIDE = frozenset(("queue", "talk", "signal", "agent"))  # values that are no answers
_SAFETY = (("safe", "Safe to call"), ("voicemail", "A message may be left"))
_ANSWERS = ("yes", "no")

Pairs = tuple[tuple[str, str], ...]


class Earlier(msgspec.Struct, frozen=True, kw_only=True):
    """Another conversation of the same contact. `outcome` is what an agent called it, "" where
    none of us talked."""

    conversation: str
    at: float
    flow: str
    channel: str
    outcome: str
    answers: Pairs


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """`name` is the contact's own, or "Contact 7F3A". `replies` are label and text, `outcomes`
    name, label and whether it is brief, `steps` place and label. `script` is the flow that leads
    through the talk, "" for none, and `script_results` what it has saved so far."""

    item: Item
    name: str
    title: str
    language: str
    answers: Pairs
    tags: tuple[str, ...]
    consents: tuple[str, ...]
    timeline: tuple[Earlier, ...]
    signals: tuple[Matched, ...]
    replies: Pairs
    outcomes: tuple[tuple[str, str, bool], ...]
    steps: Pairs
    script: str
    script_results: Pairs
    remarks: tuple[Remark, ...]
    anonymous: bool = False


class Signs(msgspec.Struct, frozen=True, kw_only=True):
    """`typing` has "person" or ids of ours; `seen` is the last line the person saw, 0 unknown;
    `receipts` what became of lines that went by a gateway: queued, sending, sent, failed,
    ambiguous, by their number."""

    typing: tuple[str, ...]
    seen: int
    receipts: dict[int, str]


async def gathered(talk: Talk, item: Item, user: User) -> Context:
    """As `Talk.context`; nobody is asked whether they may."""
    store = talk.store
    found = await store.conversation(item.conversation)
    program, session = await _flow(talk, found)
    queue = talk.desk.queues.get(item.queue)
    anonymous = masking.is_anonymous(queue, found)
    known = await store.known(item.contact) if item.contact else None
    facts = await store.facts(item.conversation)
    answers = (*results(facts), *_slots(program, session, facts))
    script = await store.facts(scripts.key(item))
    return Context(
        item=masking.unnamed(item) if anonymous else item,
        name=_name(item, known, anonymous=anonymous),
        title=item.flow if program is None else program.title,
        language=item.language if session is None else session.language,
        answers=_masked(answers) if anonymous else answers,
        tags=() if known is None else known.tags,
        consents=tuple(_consents(item, known)),
        timeline=await _timeline(talk, item, anonymous=anonymous),
        signals=await signals.matched(store, item.conversation, facts),
        replies=await replies(talk, item, user),
        outcomes=tuple(_outcomes(queue, program, user.reads)),
        steps=await consulting.steps(talk, item),
        script=scripts.flow(talk, item),
        script_results=results(script),
        remarks=await store.remarks(item.conversation),
        anonymous=anonymous,
    )


async def noted(store: Store, item: Item, user: User, at: float) -> None:
    """Reading is written down, as everywhere."""
    subject = f"conversation/{item.conversation}"
    await store.note(Audit(at, written(user), "read the conversation", subject))


async def replies(talk: Talk, item: Item, user: User) -> Pairs:
    """As `Talk.reply_texts`."""
    queue = talk.desk.queues.get(item.queue)
    program, session = await _flow(talk, await talk.store.conversation(item.conversation))
    if queue is None or program is None or session is None:
        return ()
    if masking.is_anonymous(queue, await talk.store.conversation(item.conversation)):
        session = masking.unnamed_session(session)
    return filled(queue.replies, program, session, user.shown, talk.clock())


async def signs(talk: Talk, item: Item, user: User) -> Signs:
    """As `Talk.signs`."""
    key = item.conversation
    typing = (who for who in talk.talking.typing(key) if who != user.id)
    return Signs(
        typing=tuple(typing), seen=talk.talking.seen(key), receipts=await _receipts(talk, key)
    )


async def _receipts(talk: Talk, key: str) -> dict[int, str]:
    """An agent's line and the first of its messages have one moment; so they find each other."""
    found = await talk.store.conversation(key)
    if found is None or not found.gateway:
        return {}
    letters = await talk.store.outgoing(conversation=key, limit=LETTERS)
    states = {one.at: one.state for one in letters if one.gateway != parcels.WEBHOOK}
    told = await talk.store.messages(key, max(0, found.messages - LETTERS))
    return {one.number: states[one.at] for one in told if one.at in states and one.side != PERSON}


async def anonymous(talk: Talk, item: Item) -> bool:
    """Whether agents of this item may not know who it is."""
    queue = talk.desk.queues.get(item.queue)
    return masking.is_anonymous(queue, await talk.store.conversation(item.conversation))


# ------------------------------------------------------------ answers


async def _flow(
    talk: Talk, found: Conversation | None
) -> tuple[Program, Session] | tuple[None, None]:
    """The flow as the conversation runs it, and where it stands; none where it left nothing."""
    if found is None or not found.session:
        return None, None
    try:
        program = await talk.conversations.editions.pinned(found.flow, found.digest)
        return program, decode(found.session)
    except (Refusal, msgspec.MsgspecError):
        return None, None


def results(facts: Iterable[Fact]) -> Pairs:
    """Named results, the last of each name."""
    found: dict[str, str] = {}
    for one in facts:
        if one.kind == SAVED:
            body = msgspec.json.decode(one.body)
            found[str(body.get("name", ""))] = _text(body.get("category") or body.get("value"))
    return tuple(found.items())


def _slots(
    program: Program | None, session: Session | None, facts: Iterable[Fact]
) -> Iterator[tuple[str, str]]:
    """What was answered and not saved under a name: slots by their own names, save secrets."""
    if program is None or session is None:
        return
    shown = {value for _, value in results(facts)}
    for name, value in session.values.items():
        if name in program.secrets or name in _BESIDE or "." in name:
            continue
        text = _text(session.values.get(f"{name}.label") or value)
        if text and text not in shown and not isinstance(value, dict | list):
            yield name.replace("_", " "), text


def _masked(answers: Iterable[tuple[str, str]]) -> Pairs:
    return tuple(
        (name, value if isinstance(value, Sentence) else masking.masked(value))
        for name, value in answers
    )


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return Sentence("yes", "yes") if value else Sentence("no", "no")
        case str():
            return value
        case dict() | list():
            return msgspec.json.encode(value).decode()
    return str(value)


# ------------------------------------------------------------ the person


def _name(item: Item, known: Known | None, *, anonymous: bool) -> str:
    if anonymous or known is None:
        return masking.pseudonym(item)
    name = attributes.values(known.attributes).get("name")
    if isinstance(name, str) and name.strip():
        return name.strip()
    addresses = [one.address for one in known.identities if one.gateway != "chat"]
    return addresses[0] if addresses else masking.pseudonym(item)


def _consents(item: Item, known: Known | None) -> Iterator[Sentence]:
    """Whether it is safe to call comes first: who does not read it may put somebody in danger."""
    if item.kind == items.CALLBACK:
        for field, words in _SAFETY:
            answer = getattr(item, field)
            said = answer if answer in _ANSWERS else ""
            yield Sentence(f"{field}-{said or 'unasked'}", f"{words}: {answer or 'nobody asked'}")
    for one in () if known is None else known.consents:
        key = "allowed" if one.given else "refused"
        text = f"{{purpose}} ({{channel}}): {key}"
        yield Sentence(key, text, purpose=one.purpose, channel=one.channel)


async def _timeline(talk: Talk, item: Item, *, anonymous: bool) -> tuple[Earlier, ...]:
    if not item.contact:
        return ()
    found = await talk.store.search(contact=item.contact, limit=EARLIER + 1)
    others = sorted(
        (one for one in found if one.id not in (item.conversation, scripts.key(item))),
        key=lambda one: -one.began,
    )
    return tuple([await _earlier(talk, one, anonymous=anonymous) for one in others[:EARLIER]])


async def _earlier(talk: Talk, one: Conversation, *, anonymous: bool) -> Earlier:
    handled: Sequence[Item] = await talk.store.items(
        conversation=one.id, states=(items.CLOSED, items.WRAP_UP)
    )
    answers = results(await talk.store.facts(one.id))
    return Earlier(
        conversation=one.id,
        at=one.began,
        flow=one.flow,
        channel=one.channel,
        outcome=", ".join(item.outcome for item in handled if item.outcome),
        answers=_masked(answers) if anonymous else answers,
    )


def _outcomes(
    queue: Queue | None, program: Program | None, reads: str
) -> Iterator[tuple[str, str, bool]]:
    """In the language that the agent reads, else in English or as the flow is written."""
    outcomes: tuple[Outcome, ...] = () if queue is None else queue.outcomes
    written = "en" if program is None else program.written_in
    for one in outcomes:
        found = (one.labels.get(language) for language in (reads, "en", written))
        label = next(filter(None, found), one.name)
        yield one.name, label, one.brief
