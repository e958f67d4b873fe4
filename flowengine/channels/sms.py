"""Text messages: words and numbered lists, nothing else. Paging is the interpreter's work."""

from __future__ import annotations

from flowengine.channels.channel import Channel
from flowengine.channels.listed import options

SMS = Channel(
    name="sms",
    spoken=False,
    keypad=False,
    buttons=False,
    markup=False,
    media=False,
    options=options,
)
