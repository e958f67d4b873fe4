"""Dialled menus (`*134#`): one short screen at a time. Paging is the interpreter's work.

The person dials; we cannot. How long a session may wait for an answer is the operator's choice,
commonly one to three minutes, so the least is taken; `resume` says what happens on the next call.
A turn that ends the conversation ends the session too: its screen has no field for an answer.
"""

from __future__ import annotations

from flowengine.channels.channel import Channel
from flowengine.channels.listed import options

USSD = Channel(name="ussd", options=options, cellular=True, directed=True, patience=60)
