"""The desk's pages: where agents answer, supervisors look after them, and people are managed.

Begin at `routes`. `guard` is the one door and `visit` a request that came through it; `console`
with its `socket` is where agents answer, what they do is obeyed by `orders`, what they have before
them is `seen`. `board` is for supervisors, `oversight` one talk of it, `people` and `me` are
accounts, `reports` has figures. `words` are what all of it says, in each language.

Every page and message is for somebody who has signed in as a user, and what they may is decided in
one place (`flowengine.desk.permissions`). It refuses to be a second way into a conversation:
whatever changes one goes through the host.
"""

from __future__ import annotations

from flowengine.server.desk.routes import ROUTES
from flowengine.server.desk.socket import rates

__all__ = ["ROUTES", "rates"]
