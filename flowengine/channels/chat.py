"""Web chat and the messengers: text to read, pictures and files, buttons."""

from __future__ import annotations

from flowengine.channels.channel import Channel
from flowengine.channels.listed import options

CHAT = Channel(
    name="chat",
    spoken=False,
    keypad=False,
    buttons=True,
    markup=True,
    media=True,
    options=options,
)
