"""What the shift is about: one hotline with two queues, and the agents who answer them.

Every hand-off comes to a line that begins with AFTER, and every conversation to OVER: whoever never
reads them was lost. Who waits may leave for a promise to phone or with a message for the team; who
was served is asked for an opinion.
"""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING

from flowengine.desk.people import SUPERVISOR, User
from flowengine.server import users

if TYPE_CHECKING:
    from pathlib import Path

    from flowengine.store.database import Database

FLOW, LINE, SMS = "helpline", "line", "sms"
WELCOME = ("Welcome.", "Вітаємо.")  # in either language
AFTER, OVER, PROMISED, NOTED = "After: ", "Over.", "Promised.", "Noted."
# What becomes of a hand-off by the desk, and what by the person, who leaves it by a command.
SERVED, CLOSED, NOBODY, FULL = (f"{AFTER}{word}." for word in ("done", "closed", "nobody", "full"))
GOODBYE, CALL_ME, CALL_LATER, LEAVE_NOTE = "goodbye", "call me", "call me later", "leave a note"
COMMANDS = (GOODBYE, CALL_ME, CALL_LATER, LEAVE_NOTE)
MARK = "5"  # the opinion of all who have one
SKIP = "skip"
# By which the questions are known, in either language.
WHICH_NUMBER = ("Which number?", "Який номер?")
OPINION = ("How did we help you", "Як ми вам допомогли")
REMARK = ("What would you like to tell us", "Що хочете нам сказати")
OUTCOME = "Advice given"
QUEUES = ("advice", "second")
KEY = "k" * 32  # by which all nodes read each other's tickets
SECRET = "s" * 24
CHROMIUM = "clara"
SUPERVISES = "sofia"

_FLOW = """flow helpline "Helpline"
languages en, uk
channels chat, sms

slots
  phone: phone

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
  8 "call me" -> promise
  7 "call me later" -> later
  6 "leave a note" -> message

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
  call survey
  -> over

left:
  say "After: left."
    uk: "After: left."
  -> over

promise:
  say "After: called."
    uk: "After: called."
  ask phone "Which number?"
    uk: "Який номер?"
    give up after 9: -> over
  send callback to phone "Asked for a call."
    for advice
    safe = yes
    voicemail = yes
  -> promised

later:
  say "After: called later."
    uk: "After: called later."
  ask phone "Which number?"
    uk: "Який номер?"
    give up after 9: -> over
  send callback to phone "Asked for a call."
    for advice
    at = now + minutes(0.1)
    safe = yes
    voicemail = no
  -> promised

promised:
  say "Promised."
    uk: "Promised."
  -> over

message:
  say "After: written."
    uk: "After: written."
  note "Left a word." for second
  say "Noted."
    uk: "Noted."
  -> over

over:
  say "Over."
    uk: "Over."
  end
"""


_LINE = """flow line "By phone"
languages en, uk
channels voice

queue calls

start:
  say "Welcome."
    uk: "Вітаємо."
  handoff calls
    on nobody: say "After: nobody." -> over
      uk: "After: nobody."
    on closed: say "After: closed." -> over
      uk: "After: closed."
    on full: say "After: full." -> over
      uk: "After: full."
  say "After: done."
    uk: "After: done."
  -> over

over:
  say "Over."
    uk: "Over."
  end
"""


def written(folder: Path, *, calls: bool = False) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / f"{FLOW}.flow").write_text(_FLOW, encoding="utf-8")
    if calls:
        (folder / f"{LINE}.flow").write_text(_LINE, encoding="utf-8")
    return folder


def agents(count: int) -> tuple[User, ...]:
    """Speakers of one or both languages, of one or both queues, with less and with more room; with
    so little in all that people wait."""
    names = [f"agent{n}" for n in range(count)] + [CHROMIUM]
    return tuple(
        User(
            id=f"u-{name}",
            name=name,
            shown=name.title(),
            queues=("*",) if n % 3 else ("advice",),
            languages={"en": 5} if n % 2 else {"en": 3, "uk": 5},
            caps={"voice": 1, "chat": 1 + (n % 3 == 0), "async": 1},
            password=hashlib.sha256(name.encode()).hexdigest(),
            version=1,
        )
        for n, name in enumerate(names)
    )


def supervisor() -> User:
    return User(
        id=f"u-{SUPERVISES}",
        name=SUPERVISES,
        shown=SUPERVISES.title(),
        roles=(SUPERVISOR,),
        queues=("*",),
        password=hashlib.sha256(SUPERVISES.encode()).hexdigest(),
        version=1,
    )


async def furnished(store: Database, count: int) -> dict[str, str]:
    """Make everybody, and sign them in: the secret of the session by user's id."""
    secrets = {}
    for user in (*agents(count), supervisor()):
        assert await store.write_user(user)
        secrets[user.id], _ = await users.begin(store, user, time.time())
    return secrets
