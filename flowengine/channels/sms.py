"""Text messages: words and numbered lists, nothing else. Paging is the interpreter's work."""

from __future__ import annotations

from flowengine.channels.channel import ALWAYS, Channel
from flowengine.channels.listed import options

SMS = Channel(name="sms", options=options, cellular=True, push=ALWAYS)
