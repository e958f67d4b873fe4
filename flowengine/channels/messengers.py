"""What the messengers and e-mail can do. No provider is connected yet: facts to lower to.

Sources are the public documentation of each platform: WhatsApp Cloud API (reply buttons, lists,
24 hours), Telegram Bot API (messages, keyboards), Viber REST Bot API (keyboards), Messenger
Platform (quick replies, 24 hours). Where a platform names no limit for a label, ours is what a
phone shows on one line.
"""

from __future__ import annotations

from flowengine.channels.channel import ALWAYS, DAY, Channel
from flowengine.channels.listed import options

WHATSAPP = Channel(
    name="whatsapp",
    options=options,
    buttons=3,
    button_label=20,
    rows=10,
    row_label=24,
    markup=True,
    media=True,
    text=1024,  # with buttons or a list; 4,096 without
    push=DAY,
)
TELEGRAM = Channel(
    name="telegram",
    options=options,
    buttons=100,
    button_label=40,
    markup=True,
    media=True,
    text=4096,
    push=ALWAYS,
)
VIBER = Channel(
    name="viber",
    options=options,
    buttons=24,
    button_label=40,
    markup=True,
    media=True,
    text=7000,
    push=ALWAYS,
)
MESSENGER = Channel(
    name="messenger",
    options=options,
    buttons=13,
    button_label=20,
    media=True,
    text=2000,
    push=DAY,
)
EMAIL = Channel(name="email", options=options, media=True, directed=True, push=ALWAYS)
