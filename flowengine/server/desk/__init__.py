"""The desk's pages: where agents answer, supervisors look after them, and people are managed.

Every page and message is for somebody who has signed in as a user, and what they may is decided in
one place (`flowengine.desk.permissions`). It refuses to be a second way into a conversation:
whatever changes one goes through the host.
"""

from __future__ import annotations

from flowengine.server.desk.routes import ROUTES
from flowengine.server.desk.socket import rates

__all__ = ["ROUTES", "rates"]
