"""Dialled menus (`*134#`): one short screen at a time. Paging is the interpreter's work."""

from __future__ import annotations

from flowengine.channels.channel import Channel
from flowengine.channels.listed import options

USSD = Channel(
    name="ussd",
    spoken=False,
    keypad=False,
    buttons=False,
    markup=False,
    media=False,
    options=options,
)
