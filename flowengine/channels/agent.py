"""Text that one of us reads and types beside a talk: a script that leads them, on the desk's page.

It can all that our own chat can. Nobody outside ever sees it.
"""

from __future__ import annotations

from dataclasses import replace

from flowengine.channels.chat import CHAT

AGENT = replace(CHAT, name="agent")
