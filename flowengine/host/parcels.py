"""What a turn says to others, as messages for the outbox: pure data, nothing is sent here.

Two kinds of effects leave the house: what a flow sends to somebody (`send sms to …`), and, where
the person writes to us through a gateway, all that the flow says to them. A message on a small
screen is one parcel a turn, as the interpreter has counted its signs; elsewhere each message is its
own. Parcels of one turn have times that rise, for the outbox keeps their order by time.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeGuard

import msgspec

from flowengine.channels.arranging import BUTTONS, ROWS, arranged
from flowengine.channels.lower import lower, named
from flowengine.host.gateways import sender
from flowengine.runtime.effects import Effect, GoneOn, Prompt, Say, Send, Show
from flowengine.store.records import Conversation, Outgoing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

WEBHOOK = sender.WEBHOOK
STEP = 1e-6  # seconds between two parcels of one turn
NUMBERED = frozenset(("voice", "sms", "ussd", "whatsapp", "viber"))  # one telephone number for all
_SHOWN = (Say, Prompt, Show)


class Button(msgspec.Struct, frozen=True):
    """`id` is what comes back when it is picked: turn and choice."""

    id: str
    label: str


class Parcel(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`person` is true for what is meant for the one the conversation is with; `reply` where it
    answers what they have just done. An attachment is its kind and what the flow gave for it."""

    channel: str
    text: str
    subject: str = ""
    language: str = ""
    attachments: tuple[tuple[str, Any], ...] = ()
    buttons: tuple[Button, ...] = ()
    person: bool = False
    reply: bool = False


class Notice(msgspec.Struct, frozen=True):
    """The body of an `Outgoing` to a subscription (gateway WEBHOOK, `to` is its address): `event`
    is posted as it is, signed with the secret of that name."""

    secret: str
    event: msgspec.Raw


@dataclass(frozen=True, slots=True)
class Roads:
    """Which gateway carries what: by channel, and by flow and channel where one serves a flow.

    A channel without a gateway has its own name as one: its messages wait until somebody
    configures it. `countries` are the codes that numbers without one belong to, by gateway.
    """

    by_flow: Mapping[tuple[str, str], str] = field(default_factory=dict)
    by_channel: Mapping[str, str] = field(default_factory=dict)
    countries: Mapping[str, str] = field(default_factory=dict)

    def gateway(self, flow: str, channel: str) -> str:
        own = self.by_flow.get((flow, channel))
        return own or self.by_channel.get(channel, channel)

    def carries(self, flow: str, channel: str) -> bool:
        """Whether there is a gateway for it."""
        return (flow, channel) in self.by_flow or channel in self.by_channel

    def answers(self, gateway: str) -> bool:
        """Whether what people write there comes to a hotline."""
        return gateway in self.by_flow.values()

    def country(self, gateway: str) -> str:
        """`380`; "" where nobody has said."""
        return self.countries.get(gateway, "")


NO_ROADS = Roads()


def parcels(
    conversation: Conversation,
    effects: Sequence[Effect],
    at: float,
    roads: Roads = NO_ROADS,
    *,
    reply: bool = True,
) -> tuple[Outgoing, ...]:
    """The messages of one turn, in order. `conversation` is the one that was read; `at` POSIX
    seconds; `reply` is false where a timer or an errand began the turn, not the person."""
    heard, said = _by_this_road(conversation, effects)
    told = list(_told(heard, said, reply)) if conversation.gateway else []
    sent = (one for one in effects if isinstance(one, Send) and not here(one, conversation))
    key, revision = conversation.id, conversation.revision + 1
    rows = [
        (f"{key}/{revision}/{index}", conversation.gateway, conversation.address, parcel)
        for index, parcel in enumerate(told)
    ]
    for send in sent:
        gateway = roads.gateway(conversation.flow, send.channel)
        to = send.to or _theirs(conversation, send.channel)
        rows.append((f"{key}/{send.key}", gateway, to, _sent(send, reply)))
    return tuple(
        Outgoing(name, key, at + STEP * index, encode(parcel), gateway, to, due=at)
        for index, (name, gateway, to, parcel) in enumerate(rows)
    )


def _by_this_road(
    conversation: Conversation, effects: Sequence[Effect]
) -> tuple[Conversation, Sequence[Effect]]:
    """What is said by the gateway: of a turn that goes on by it, only what comes after that."""
    for index, one in enumerate(effects):
        if isinstance(one, GoneOn):
            return replace(conversation, channel=one.channel), effects[index + 1 :]
    return conversation, effects


def encode(parcel: Parcel | Notice) -> str:
    return _encoder.encode(parcel).decode()


def decode(body: str) -> Parcel:
    """Raises msgspec.MsgspecError for anything else; rows of older versions are parcels too."""
    return _parcels.decode(body)


def notice(body: str) -> Notice:
    """Raises msgspec.MsgspecError for anything else."""
    return _notices.decode(body)


_encoder = msgspec.json.Encoder()
_parcels = msgspec.json.Decoder(Parcel)
_notices = msgspec.json.Decoder(Notice)


def here(send: Send, conversation: Conversation) -> bool:
    """True for a `send` that is just another word in this conversation."""
    return send.to == "" and send.channel == conversation.channel


def _theirs(conversation: Conversation, channel: str) -> str:
    """The person's own address on another channel; "" when nobody knows."""
    both = NUMBERED.issuperset((channel, conversation.channel))
    return conversation.address if both and conversation.gateway else ""


def _sent(send: Send, reply: bool) -> Parcel:
    return Parcel(
        channel=send.channel,
        text=send.text,
        subject=send.subject,
        attachments=send.attachments,
        person=not send.to,
        reply=reply,
    )


def _told(conversation: Conversation, effects: Iterable[Effect], reply: bool) -> Iterator[Parcel]:
    """What the flow says to the person: on a small screen all of it together."""
    channel = conversation.channel
    shown = [_said(one, conversation) for one in effects]
    said = [one for one in shown if isinstance(one, _SHOWN)]
    groups = [said] if named(channel).cellular else [[one] for one in said]
    for group in groups:
        last = group[-1] if group else None
        buttons = _buttons(last, channel)
        media = tuple((one.kind, one.reference) for one in group if _is_media(one, channel))
        words = (_words(one, buttons=bool(buttons), channel=channel) for one in group)
        text = "\n".join(lower(words, channel))
        if text or media:
            yield Parcel(
                channel=channel,
                text=text,
                language=getattr(last, "language", ""),
                attachments=media,
                buttons=buttons,
                person=True,
                reply=reply,
            )


def _said(effect: Effect, conversation: Conversation) -> Effect:
    if isinstance(effect, Send) and here(effect, conversation):
        return Say(text=effect.text, language="")
    return effect


def _words(effect: Effect, *, buttons: bool, channel: str) -> Effect:
    """A question without its list where its choices are buttons, a picture that is attached
    without its name."""
    if isinstance(effect, Prompt) and buttons:
        return msgspec.structs.replace(effect, choices=())
    if isinstance(effect, Show) and _is_media(effect, channel):
        return Say(text=effect.text, language="")
    return effect


def _buttons(effect: Effect | None, channel: str) -> tuple[Button, ...]:
    if not isinstance(effect, Prompt) or arranged(effect, named(channel)) not in (BUTTONS, ROWS):
        return ()
    return tuple(
        Button(f"{effect.turn}:{one.id}", one.label) for one in effect.choices if not one.quiet
    )


def _is_media(effect: Effect, channel: str) -> TypeGuard[Show]:
    """True for a picture or a file; a place, a link or a contact is words already."""
    return isinstance(effect, Show) and effect.kind in ("picture", "file") and named(channel).media
