"""What the chaos is about: one flow that does everything a turn can ask of the outside.

The first word of what a person writes says what becomes of it; the rest makes it unlike all others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.host.gateways.setting import Setting

if TYPE_CHECKING:
    from pathlib import Path

FLOW = "chaos"
HOST = "127.0.0.1"
BRIDGE, SMS = "telegram", "sms"  # one forgets what it was sent, one knows it when it comes again
SECRETS = {"signs": "s" * 24}
KINDS = ("say", "say", "post", "wait", "look", "order")
HELLO, BYE = "hello", "bye"
SAID = "You said"  # what the flow begins with where it only repeats
# What shows that a message of a kind was obeyed: the name of a result, a send, or words.
TRACES = {
    "say": {SAID},
    "post": {SMS},
    "wait": {"woke"},
    "look": {"answered", "unanswered"},
    "order": {"answered", "unanswered"},
}

_FLOW = """flow chaos "Chaos"
channels chat, telegram

slots
  what: text
  line: phone

service depot "http://{host}:{port}"

start:
  set line = phone("+380501234567")
  say "Hello."
  -> next

next:
  ask what "Next?"
  if "post" in what: -> post
  if "wait" in what: -> rest
  if "look" in what: -> look
  if "order" in what: -> order
  if "bye" in what: -> bye
  say "You said {{{{ what }}}}."
  -> next

post:
  send sms to line "{{{{ what }}}}"
  -> next

rest:
  wait 1s
  save "woke" = what
  -> next

look:
  fetch found from depot "/look?what={{{{ what }}}}"
    on error: save "unanswered" = what -> next
  save "answered" = what
  -> next

order:
  fetch found from depot "/order"
    send what = what
    on error: save "unanswered" = what -> next
  save "answered" = what
  -> next

bye:
  save "left" = what
  say "Bye."
  end
"""


def written(folder: Path, port: int) -> Path:
    """The folder with the flow in it, whose outside listens at `port`."""
    folder.mkdir(exist_ok=True)
    (folder / f"{FLOW}.flow").write_text(_FLOW.format(host=HOST, port=port), encoding="utf-8")
    return folder


def gateways(port: int) -> tuple[Setting, ...]:
    def one(name: str, *, flow: str = "", idempotent: bool = False) -> Setting:
        url = f"http://{HOST}:{port}/{name}"
        return Setting(name, "webhook", url, name, flow, "signs", idempotent=idempotent)

    return (one(BRIDGE, flow=FLOW), one(SMS, idempotent=True))
