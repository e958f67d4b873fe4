"""What the shift is about: one hotline with two queues, and the agents who answer them.

Every hand-off comes to a line that begins with AFTER: whoever never reads one was lost.
"""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING

from flowengine.desk.people import User
from flowengine.server import users

if TYPE_CHECKING:
    from pathlib import Path

    from flowengine.store.database import Database

FLOW, SMS = "helpline", "sms"
AFTER = "After: "
GOODBYE = "goodbye"
OUTCOME = "Advice given"
QUEUES = ("advice", "second")
SECRET = "s" * 24
CHROMIUM = "clara"

_FLOW = """flow helpline "Helpline"
languages en, uk
channels chat, sms

queues
  offer for 5s
  wrap up 3s
  relax after 5s without language
  outcome "Advice given"
    uk: "Пораду надано"

queue advice

queue second

anywhere
  9 "goodbye" -> left

start:
  say "Welcome."
    uk: "Вітаємо."
  handoff advice
    needs language
    while waiting every 20s:
      say "You are number {{ queue.position or 1 }}."
        uk: "Ви {{ queue.position or 1 }}-й у черзі."
    on nobody: say "After: nobody." -> over
      uk: "After: nobody."
    on closed: say "After: closed." -> over
      uk: "After: closed."
    on full: say "After: full." -> over
      uk: "After: full."
  say "After: done."
    uk: "After: done."
  -> over

left:
  say "After: left."
    uk: "After: left."
  -> over

over:
  end
"""


def written(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / f"{FLOW}.flow").write_text(_FLOW, encoding="utf-8")
    return folder


def agents(count: int) -> tuple[User, ...]:
    """Speakers of one or both languages, of one or both queues, with less and with more room."""
    names = [f"agent{n}" for n in range(count)] + [CHROMIUM]
    return tuple(
        User(
            id=f"u-{name}",
            name=name,
            shown=name.title(),
            queues=("*",) if n % 3 else ("advice",),
            languages={"en": 5} if n % 2 else {"en": 3, "uk": 5},
            caps={"voice": 1, "chat": 1 + n % 2, "async": 1 + n % 3},
            password=hashlib.sha256(name.encode()).hexdigest(),
            version=1,
        )
        for n, name in enumerate(names)
    )


async def furnished(store: Database, count: int) -> dict[str, str]:
    """Make the agents, and sign them in: the secret of the session by user's id."""
    secrets = {}
    for user in agents(count):
        assert await store.write_user(user)
        secrets[user.id], _ = await users.begin(store, user, time.time())
    return secrets
