"""transitions: a state machine in Python. In memory, one model a conversation."""

from __future__ import annotations

from rate import report
from transitions import Machine


class Caller:
    state = ""


MACHINE = Machine(
    model=None,
    states=["menu", "hours", "city", "confirm", "done"],
    transitions=[
        {"trigger": "one", "source": "menu", "dest": "hours"},
        {"trigger": "two", "source": "menu", "dest": "city"},
        {"trigger": "text", "source": "city", "dest": "confirm"},
        {"trigger": "yes", "source": "confirm", "dest": "done"},
        {"trigger": "no", "source": "confirm", "dest": "city"},
    ],
    initial="menu",
)


def hold(number: int) -> None:
    caller = Caller()
    MACHINE.add_model(caller)
    for trigger in ("two", "text", "yes"):
        getattr(caller, trigger)()
    assert caller.state == "done"
    MACHINE.remove_model(caller)


report(hold, 3)
