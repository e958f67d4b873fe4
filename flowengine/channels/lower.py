"""Effects as what a person hears or reads, one string a message.

It lowers what is meant for the person and leaves out the rest (saved results, fetches, timers):
those are the host's. It neither cuts nor pages; long screens were paged by the interpreter. What
goes through a cellular network gets plain signs where they spare the large alphabet, and a line of
a right-to-left language its mark where nothing else tells its direction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.channels.agent import AGENT
from flowengine.channels.chat import CHAT
from flowengine.channels.direction import marked
from flowengine.channels.messengers import EMAIL, MESSENGER, TELEGRAM, VIBER, WHATSAPP
from flowengine.channels.sms import SMS
from flowengine.channels.ussd import USSD
from flowengine.channels.voice import VOICE
from flowengine.language.alphabet import plainer, strange
from flowengine.runtime.attached import in_words
from flowengine.runtime.effects import Effect, Play, Prompt, Say, Show
from flowengine.runtime.markup import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flowengine.channels.channel import Channel

KNOWN = (VOICE, SMS, USSD, CHAT, AGENT, WHATSAPP, TELEGRAM, VIBER, MESSENGER, EMAIL)
BY_NAME = {channel.name: channel for channel in KNOWN}


def named(channel: str) -> Channel:
    """The channel of that name; one we have no module for is read and typed like a chat."""
    return BY_NAME.get(channel, CHAT)


def lower(effects: Iterable[Effect], channel: str) -> tuple[str, ...]:
    """The messages of one turn, in order; empty ones are left out."""
    how = named(channel)
    messages = (_words(effect, how) for effect in effects)
    said = tuple(text for message in messages if (text := message.strip()))
    if how.cellular and not strange("".join(said)):
        return tuple(plainer(message) for message in said)
    return said


def _words(effect: Effect, channel: Channel) -> str:
    match effect:
        case Say(text=text):
            return _directed(_text(text, channel), effect.language, channel)
        case Prompt():
            return _directed(_prompt(effect, channel), effect.language, channel)
        case Show():
            return shown(effect, channel)
        case Play(file=file):
            return f"[{file}]" if channel.spoken or channel.media else ""
        case _:
            return ""


def _prompt(prompt: Prompt, channel: Channel) -> str:
    """Question, hint, choices: on one line when heard, each on its own when read."""
    parts = [prompt.text, prompt.hint, *channel.options(prompt)]
    return (" " if channel.spoken else "\n").join(_text(part, channel) for part in parts if part)


def _text(text: str, channel: Channel) -> str:
    return text if channel.markup else plain(text)


def _directed(text: str, language: str, channel: Channel) -> str:
    return text if channel.directed else marked(text, language)


def shown(effect: Show, channel: Channel) -> str:
    """A picture, file, place, link or contact in words, or "" where words cannot stand for it."""
    kind, reference = effect.kind, effect.reference
    if kind == "link" and channel.spoken:
        return ""
    told = f"{reference}, {effect.text}" if effect.text else reference
    return in_words(kind, reference) or (f"[{kind} {told}]" if channel.media else "")
