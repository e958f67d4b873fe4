"""rivescript: patterns and topics in Python. In memory; the greeting is a fourth turn."""

from __future__ import annotations

from rate import report
from rivescript import RiveScript

SCRIPT = """
! version = 2.0
+ start
- Press 1 for times, 2 for address{topic=menu}
> topic menu
  + 1
  - Open 9 to 5{topic=random}
  + 2
  - Which city?{topic=city}
  + *
  - Sorry?
< topic
> topic city
  + *
  - <set city=<star>>You said <star>. Right?{topic=confirm}
< topic
> topic confirm
  + 1
  - Goodbye{topic=random}
  + 2
  - Which city?{topic=city}
< topic
"""

BOT = RiveScript(utf8=True)
BOT.stream(SCRIPT)
BOT.sort_replies()


def hold(number: int) -> None:
    reply = ""
    for text in ("start", "2", "paris", "1"):
        reply = BOT.reply(f"caller{number % 500}", text)
    assert reply == "Goodbye"


report(hold, 4)
