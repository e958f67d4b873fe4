"""Plays a test of a transcript: on each channel, with each alternative, on virtual time.

A run ends at the first line that does not hold, because what follows it would only repeat the
news. A turn that cannot happen on a channel (silence by SMS) is left out there, with the words that
answer it. A fault that no line expects fails the test where it happens.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from flowengine.authoring.deed import event, possible
from flowengine.authoring.expectation import unmet
from flowengine.authoring.given import Given
from flowengine.authoring.literal import Misread
from flowengine.authoring.remark import remark
from flowengine.authoring.transcript import Agent, Bot, Caller, Expect, Line, Start, Test, Wait
from flowengine.authoring.wording import matches, smooth
from flowengine.runtime.effects import Dropped, Fault

if TYPE_CHECKING:
    from flowengine.authoring.talk import Talk
    from flowengine.authoring.transcript import Deed
    from flowengine.language.program import Program

Trace = list[tuple[str, int]]
VOICE = "voice"


class Mouth(Protocol):
    """Somebody who really says what the caller of a transcript says."""

    def answer(self, deed: Deed, talk: Talk, line: int) -> None: ...


@dataclass(frozen=True, slots=True)
class Failure:
    """A line of the transcript that does not hold.

    `channel` is one or several, with commas. `expected` and `said` are the words compared, where
    that is the point; `hint` is the mend.
    """

    test: str
    channel: str
    line: int
    message: str
    hint: str = ""
    expected: str | None = None
    said: str = ""


def play(
    program: Program, test: Test, trace: Trace | None = None, mouth: Mouth | None = None
) -> tuple[Failure, ...]:
    """What does not hold, told once where channels agree; empty where the test passes.

    With a `mouth` it is played on the phone only, and the caller speaks.
    """
    failures: dict[tuple[int, str, str], Failure] = {}
    for channel in test.channels or program.channels:
        if mouth is not None and channel != VOICE:
            continue
        for number in range(_runs(test, channel)):
            failure = Run(program, test, channel, number, trace, mouth).play()
            if failure is not None:
                _add(failures, failure)
    return tuple(failures.values())


def _add(failures: dict[tuple[int, str, str], Failure], failure: Failure) -> None:
    key = failure.line, failure.message, smooth(failure.said)
    known = failures.setdefault(key, failure)
    if failure.channel not in known.channel.split(", "):
        failures[key] = replace(known, channel=f"{known.channel}, {failure.channel}")


def _runs(test: Test, channel: str) -> int:
    """As many as the longest line has alternatives here; shorter lines repeat their last."""
    turns = (line for line in test.lines if isinstance(line, Caller))
    counts = (sum(possible(deed, channel) for deed in line.deeds) for line in turns)
    return max(1, max(counts, default=1))


class Run:
    """One test on one channel with one choice of alternatives."""

    def __init__(
        self,
        program: Program,
        test: Test,
        channel: str,
        number: int,
        trace: Trace | None,
        mouth: Mouth | None = None,
    ) -> None:
        self.program = program
        self.test = test
        self.channel = channel
        self.number = number
        self.trace = trace
        self.mouth = mouth
        self.given = Given(program, channel)
        self.talk: Talk | None = None
        self.said: tuple[str, ...] = ()
        self.seen = 0
        self.faulty = any(isinstance(one, Expect) and one.what == "fault" for one in test.lines)

    def play(self) -> Failure | None:
        """The first line that does not hold."""
        if self.channel not in self.program.channels:
            known = ", ".join(self.program.channels)
            return self._failure(self.test.line, f"The flow does not run on it, only on {known}.")
        left_out = compared = False
        for index, line in enumerate(self.test.lines):
            if isinstance(line, Start | Caller | Wait | Agent):
                left_out = compared = False
            if left_out or (compared and isinstance(line, Bot)):
                continue
            try:
                left_out = self._line(line, index) is False
            except Misread as problem:
                return self._failure(line.number, problem.message, problem.hint)
            except ValueError as problem:
                return self._failure(line.number, str(problem))
            except Unlike as unlike:
                return Failure(
                    self.test.name, self.channel, line.number, "The bot says something else.",
                    expected=unlike.expected, said=unlike.said,
                )  # fmt: skip
            compared = compared or isinstance(line, Bot)
        return None

    def _failure(self, line: int, message: str, hint: str = "") -> Failure:
        return Failure(self.test.name, self.channel, line, message, hint)

    def _line(self, line: Line, index: int) -> bool | None:
        """False where this turn cannot happen here."""
        match line:
            case Start():
                self._start(line)
            case Caller():
                return self._caller(line)
            case Wait(seconds=seconds):
                self._talk().advance(seconds)
                self._listen()
            case Agent():
                self._agent(line)
            case Bot():
                self._compare(index)
            case Expect():
                self._expect(line)
            case _:
                self.given.take(line, self.talk)
        return None

    def _talk(self) -> Talk:
        """The talk, begun where no line has begun it."""
        if self.talk is None:
            self._start(Start(self.test.line, None, None, ()))
        assert self.talk is not None  # noqa: S101  # `_start` has made it
        return self.talk

    def _start(self, line: Start) -> None:
        if self.talk is not None:
            raise Misread("The conversation runs already.", "Write: caller: comes back")
        self.talk = self.given.begin(line.language, self.trace)
        self.talk.start(line.place, self.given.values | dict(line.values))
        self._listen()

    def _caller(self, line: Caller) -> bool:
        talk = self._talk()
        deeds = [deed for deed in line.deeds if possible(deed, self.channel)]
        if not deeds:
            return False
        deed = deeds[min(self.number, len(deeds) - 1)]
        if talk.ended and deed.act not in ("comes back", "missed call"):
            raise Misread("The conversation was over before this line.")
        if self.mouth is None:
            talk.feed(event(deed, self.channel, talk.prompt, talk.clock))
        else:
            self.mouth.answer(deed, talk, line.number)
        self._heeded()
        self._listen()
        return True

    def _agent(self, line: Agent) -> None:
        talk = self._talk()
        if talk.handoff is None:
            raise Misread("Nobody waits for an agent here.", "The flow has handed nobody off.")
        talk.agent_does(line)
        self._heeded()
        self._listen()

    def _heeded(self) -> None:
        """Raises Misread where the conversation took no notice of what was done."""
        fresh = self._talk().effects[self.seen :]
        if fresh and all(isinstance(effect, Dropped) for effect in fresh):
            raise Misread(f"This changes nothing here: {remark(fresh[0])}.")

    def _listen(self) -> None:
        """Keeps the words of this turn, and stops at a fault that nobody expects."""
        talk = self._talk()
        self.said = tuple(talk.listen())
        fresh, self.seen = talk.effects[self.seen :], len(talk.effects)
        fault = next((effect for effect in fresh if isinstance(effect, Fault)), None)
        if fault is not None and not self.faulty:
            raise Misread(
                f"A fault in {fault.file}, line {fault.line}: {fault.message}",
                "Where the test is about it, write: expect fault",
            )

    def _expect(self, line: Expect) -> None:
        talk = self._talk()
        if problem := unmet(line, talk, self.said):
            raise Misread(problem)

    def _compare(self, index: int) -> None:
        talk = self._talk()
        lines = _exactest(self._answers(index), self.channel, talk.session.language)
        expected = " ".join(line.text for line in lines)
        said = "\n".join(self.said)
        if lines and not matches(expected, said):
            raise Unlike(expected, said)

    def _answers(self, index: int) -> list[Bot]:
        """The lines of the bot from here to the person's next turn."""
        found: list[Bot] = []
        for line in self.test.lines[index:]:
            if isinstance(line, Start | Caller | Wait | Agent):
                break
            if isinstance(line, Bot):
                found.append(line)
        return found


class Unlike(Exception):
    """The words of a turn are not those expected."""

    def __init__(self, expected: str, said: str) -> None:
        super().__init__(said)
        self.expected = expected
        self.said = said


def _exactest(lines: list[Bot], channel: str, language: str) -> list[Bot]:
    """The lines meant for here: by channel and language, channel, language, or untagged."""
    for tags in ({channel, language}, {channel}, {language}, set()):
        found = [line for line in lines if set(line.tags) == tags]
        if found:
            return found
    return []
