"""The operators' room: pages for those who run the hotlines and answer for what happens there.

Every page is drawn by the server and works without a script; scripts only bring numbers and lines
up to date. Who may enter is decided in one place (`guard`), what they read and do is written down
(`visit`), and what people said is shown as text and never as anything else. It refuses to be a
second way into a conversation: whatever changes one goes through the host.
"""

from __future__ import annotations

from flowengine.server.operators.routes import ROUTES

__all__ = ["ROUTES"]
