"""A conversation at the terminal: colour and completion for a person, plain lines for a program.

Time stands still between two lines and passes with `/wait`; a pause in the flow passes at once.
A queue keeps the person waiting until `/agent` says what happens.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TextIO
from zoneinfo import ZoneInfo

from flowengine.authoring.deed import event, possible
from flowengine.authoring.given import moment
from flowengine.authoring.literal import Misread
from flowengine.authoring.recorder import Recorder
from flowengine.authoring.remark import remark
from flowengine.authoring.talk import Person, Place, Talk
from flowengine.authoring.transcript import Agent, Answer, Caller, Line, Wait
from flowengine.authoring.typed_line import COMMANDS, HELP, typed, written
from flowengine.language.program import Pause, Program
from flowengine.runtime.effects import Dropped, Fetch, Handoff

Ask = Callable[[Fetch], Answer]
Read = Callable[[Talk], str | None]  # the next line, None at the end

DIM, BOLD, PLAIN = "\x1b[2m", "\x1b[1m", "\x1b[0m"


def no_service(_request: Fetch) -> Answer:
    """Every fetch fails, as without a network."""
    return Answer(None, 0, "offline")


def person(program: Program, channel: str, language: str, seed: int) -> Person:
    """Who talks. Raises ValueError for a channel or language that the flow does not have."""
    for wanted, known in ((channel, program.channels), (language, program.languages)):
        if wanted and wanted not in known:
            raise ValueError(f"The flow does not know “{wanted}”. It has: {', '.join(known)}.")
    first = "chat" if "chat" in program.channels else program.channels[0]
    return Person(channel=channel or first, language=language or None, seed=seed)


def begins(program: Program, at: str, now: float) -> float:
    """The moment the talk begins: a local time of the flow, else this minute. ValueError."""
    if not at:
        return now - now % 60
    try:
        return moment(datetime.fromisoformat(at).replace(tzinfo=None), program.zone)
    except ValueError as problem:
        raise ValueError(f"“{at}” is no moment. Write it like 2027-03-02 12:00.") from problem


@dataclass(slots=True)
class Services:
    """The world at a terminal: services are asked, queues wait for `/agent`."""

    ask: Ask
    answers: list[tuple[str, Answer]] = field(default_factory=list)

    def fetch(self, name: str, effect: Fetch) -> Answer:
        answer = self.ask(effect)
        self.answers.append((name, answer))
        return answer

    def queue(self, _effect: Handoff) -> Place:
        return Place("")


class Terminal:
    """One talk. `recorder` holds it as a transcript."""

    def __init__(
        self, program: Program, who: Person, at: float, ask: Ask, out: TextIO, *, colour: bool
    ) -> None:
        self.services = Services(ask)
        self.talk = Talk(program, who, at, self.services)
        day = datetime.fromtimestamp(at, ZoneInfo(program.zone or "UTC"))
        title = f"A talk on {day:%Y-%m-%d} at {day:%H:%M}"
        self.recorder = Recorder(title, who, at, program.zone)
        self.out = out
        self.colour = colour
        self.seen = 0

    def hold(self, read: Read) -> None:
        """Until the lines end, or the person leaves."""
        self._note("/help lists what else you can do") if self.colour else None
        self.talk.start()
        self._tell("")
        while (text := read(self.talk)) is not None:
            text = text.strip()
            if text == "/quit":
                return
            if text == "/help":
                print(HELP, file=self.out)
            elif text:
                self._do(text)

    def _do(self, text: str) -> None:
        try:
            done = typed(text)
            self._carry_out(done)
        except ValueError as problem:
            hint = problem.hint if isinstance(problem, Misread) else ""
            self._note(f"{problem} {hint}".strip())
            return
        self._tell(written(done))

    def _carry_out(self, done: Line) -> None:
        talk = self.talk
        match done:
            case Wait(seconds=seconds):
                talk.advance(seconds)
            case Agent():
                talk.agent_does(done)
            case Caller(deeds=(deed, *_)):
                if not possible(deed, talk.person.channel):
                    raise Misread(f"Nobody can do that on {talk.person.channel}.")
                if talk.ended and deed.act != "comes back":
                    raise Misread("The conversation is over.", "/return comes back, /quit leaves.")
                talk.feed(event(deed, talk.person.channel, talk.prompt, talk.clock))

    def _tell(self, done: str) -> None:
        """Prints and records what happened; pauses of the flow pass at once."""
        self._record(done)
        while self.talk.waits_in(Pause) and (seconds := self.talk.next_due()) is not None:
            self._note(f"{seconds:g} seconds later")
            self.talk.advance(seconds)
            self._record(f"wait {seconds:g}s")

    def _record(self, done: str) -> None:
        for name, answer in self.services.answers:
            self.recorder.fetched(name, answer)
        self.services.answers.clear()
        said = self.talk.listen()
        fresh = self.talk.effects[self.seen :]
        lost = bool(fresh) and all(isinstance(effect, Dropped) for effect in fresh)
        self.recorder.turn("" if lost else done, said)  # a transcript may hold no line in vain
        for message in said:
            print(f"{BOLD}{message}{PLAIN}" if self.colour else message, file=self.out)
        for effect in fresh:
            if words := remark(effect):
                self._note(words)
        self.seen = len(self.talk.effects)
        self.out.flush()

    def _note(self, text: str) -> None:
        print(f"{DIM}({text}){PLAIN}" if self.colour else f"({text})", file=self.out)


def piped(lines: TextIO, out: TextIO) -> Read:
    """Lines of a program, each shown as it is read."""

    def read(_talk: Talk) -> str | None:
        line = lines.readline()
        if not line:
            return None
        print(f"> {line.strip()}", file=out)
        return line

    return read


def offered(talk: Talk) -> list[str]:
    """What can be completed now: the choices by their words, and the commands."""
    choices = talk.prompt.choices if talk.prompt else ()
    return [*(choice.label for choice in choices if not choice.quiet), *COMMANDS]


def seated() -> Read:
    """Lines of a person: what can be answered is completed, a secret is not shown."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import WordCompleter

    session: PromptSession[str] = PromptSession()

    def read(talk: Talk) -> str | None:
        completer = WordCompleter(offered(talk), ignore_case=True, sentence=True)
        secret = talk.prompt is not None and talk.prompt.secret
        try:
            return session.prompt("> ", completer=completer, is_password=secret)
        except (EOFError, KeyboardInterrupt):  # the talk can still be saved
            return None

    return read


def is_seated(lines: TextIO = sys.stdin, out: TextIO = sys.stdout) -> bool:
    """Whether a person sits at both ends."""
    return lines.isatty() and out.isatty()


def coloured(out: TextIO = sys.stdout) -> bool:
    """Colour where somebody sees it and has not forbidden it (https://no-color.org)."""
    return out.isatty() and not os.environ.get("NO_COLOR")
