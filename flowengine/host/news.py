"""What others have changed in the store, brought to whoever in this process waits for it.

It carries no facts: whoever is woken looks for themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowengine.host.admission import Admission
    from flowengine.host.desk.desk import Desk
    from flowengine.host.listeners import Listeners
    from flowengine.host.outbox import Outbox
    from flowengine.host.publishing import Publishing
    from flowengine.host.timers import Timers


@dataclass(frozen=True, slots=True)
class News:
    """To whom they go."""

    listeners: Listeners
    timers: Timers
    outbox: Outbox
    publishing: Publishing
    admission: Admission
    desk: Desk

    def came(self, kind: str, key: str) -> None:
        """Another node has changed something; no key: nobody knows of which one."""
        match kind:
            case "conversation":
                self._ring(key)
            case "timer":
                self.timers.wake()
            case "outgoing":
                self.outbox.wake()
            case "publication":
                self.publishing.wake()
            case "desk":
                self.another(key)
            case "token":
                self.admission.changed(key)
            case "typing" | "seen":
                self.desk.talk.talking.came(kind, key)

    def another(self, user: str) -> None:
        """A user was changed: who they are is looked at wherever it counts."""
        self.admission.changed(user)
        self.desk.news()

    def _ring(self, key: str) -> None:
        """A key "" may be any: something was lost on its way."""
        self.listeners.ring(key) if key else self.listeners.ring_all()
