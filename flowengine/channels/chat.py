"""Our own web chat: text to read, pictures and files, buttons. A closed page gets nothing."""

from __future__ import annotations

from flowengine.channels.channel import Channel
from flowengine.channels.listed import options
from flowengine.runtime.choices import MOST

CHAT = Channel(
    name="chat",
    options=options,
    buttons=MOST,
    button_label=200,
    markup=True,
    media=True,
    directed=True,
)
