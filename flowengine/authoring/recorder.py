"""Writes a talk as a transcript that passes when it is played again."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flowengine.authoring.typed_line import quote
from flowengine.authoring.wording import smooth

if TYPE_CHECKING:
    from flowengine.authoring.talk import Person
    from flowengine.authoring.transcript import Answer


class Recorder:
    """Collects lines in the order they happened; `text` is the transcript so far."""

    def __init__(self, title: str, person: Person, at: float, zone: str) -> None:
        local = datetime.fromtimestamp(at, ZoneInfo(zone or "UTC"))
        self.lines = [f"test {quote(title)} on {person.channel}"]
        self._add(f"given clock {local:%Y-%m-%d %H:%M} {zone or 'UTC'}")
        self._add(f"given seed {person.seed}")
        if person.language:
            self._add(f"given language {person.language}")
        self._given: list[str] = []

    def fetched(self, name: str, answer: Answer) -> None:
        """What a service answered; stands above the line that asked for it."""
        if answer.error:
            said = "fails"
        elif not 200 <= answer.status < 300:
            said = f"fails with {answer.status}"
        else:
            said = f"= {json.dumps(answer.body, ensure_ascii=False)}"
        self._given.append(f"given fetch {name} {said}")

    def turn(self, done: str, said: list[str]) -> None:
        """One line of the person, and what the bot said then; `done` is "" for the beginning."""
        for given in self._given:
            self._add(given)
        self._given = []
        if done:
            self._add(done)
        if spoken := [piece for message in said for piece in _pieces(message)]:
            self._add("bot: " + spoken[0])
            self.lines += [f"       {piece}" for piece in spoken[1:]]

    def text(self) -> str:
        return "\n".join(self.lines) + "\n"

    def _add(self, line: str) -> None:
        self.lines.append(f"  {line}")


def _pieces(message: str) -> list[str]:
    """Its lines without double blanks; one that looks like a comment joins the line above."""
    pieces: list[str] = []
    for line in message.splitlines():
        line = smooth(line)
        if pieces and (line.startswith("# ") or line == "#"):
            pieces[-1] += f" {line}"
        elif line:
            pieces.append(line)
    return pieces
