"""A conversation for tests: a source, events, and what came of them in plain words.

After every event it proves what holds for all of them: the same step twice gives the same, the
session goes to bytes and back unchanged and the next step uses the one from the bytes, the old
session is untouched, and the turn ends in exactly one wait or in the end.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from flowengine import assets
from flowengine.language import program as p
from flowengine.language.compile import compile_flow
from flowengine.language.diagnostics import Severity
from flowengine.language.project import Sources
from flowengine.runtime import Session, begin, decode, encode, step
from flowengine.runtime import effects as fx
from flowengine.runtime import events as ev

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

NOON = 1_798_891_200.0  # Saturday, 2 January 2027, 12:00 UTC
HEAD = 'flow line "Line"\n\n'


@cache
def grammars() -> Mapping[str, str]:
    """The standard grammars, by "en/numbers.jsgf"."""
    folder = assets.folder("grammars")
    return {
        file.relative_to(folder).as_posix(): file.read_text("utf-8")
        for file in sorted(folder.rglob("*.jsgf"))
    }


def sources(
    source: str,
    *,
    others: Mapping[str, str] | None = None,
    tables: Mapping[str, str] | None = None,
    files: Iterable[str] = (),
) -> Sources:
    """One flow called line; `others` are further flows by file name, project.flow among them."""
    text = source if source.lstrip().startswith("flow ") else HEAD + source
    flows = {"line.flow": text, **(others or {})}
    return Sources(flows, dict(tables or {}), frozenset(files), grammars())


@lru_cache(maxsize=64)
def _compiled(
    source: str,
    others: tuple[tuple[str, str], ...],
    tables: tuple[tuple[str, str], ...],
    files: tuple[str, ...],
) -> p.Program:
    found = sources(source, others=dict(others), tables=dict(tables), files=files)
    compiled = compile_flow(found, "line")
    wrong = [
        f"{one.file}:{one.span.line}: {one.code} {one.message}"
        for one in compiled.diagnostics
        if one.severity is Severity.ERROR
    ]
    assert wrong == []
    assert compiled.program is not None
    return compiled.program


def program(
    source: str,
    *,
    others: Mapping[str, str] | None = None,
    tables: Mapping[str, str] | None = None,
    files: Iterable[str] = (),
) -> p.Program:
    """The compiled flow; a mistake in the test's own source fails the test."""
    return _compiled(
        source,
        tuple(sorted((others or {}).items())),
        tuple(sorted((tables or {}).items())),
        tuple(sorted(files)),
    )


class Talk:
    """`said` are the words of the last turn's effects, `effects` the effects themselves."""

    def __init__(
        self,
        source: str | p.Program,
        channel: str = "chat",
        *,
        others: Mapping[str, str] | None = None,
        tables: Mapping[str, str] | None = None,
        files: Iterable[str] = (),
        language: str | None = None,
        caller: str = "",
        contact: Mapping[str, Any] | None = None,
        seed: int = 1,
        at: float = NOON,
    ) -> None:
        self.program = (
            source
            if isinstance(source, p.Program)
            else program(source, others=others, tables=tables, files=files)
        )
        self.clock = at
        self.effects: tuple[fx.Effect, ...] = ()
        self.prompt: fx.Prompt | None = None
        self.trace: list[tuple[str, int]] = []
        self.session: Session = begin(
            self.program, channel=channel, seed=seed, at=at, language=language, caller=caller,
            contact=contact,
        )  # fmt: skip

    # ------------------------------------------------------------ what happens

    def start(self, place: str | None = None, **values: Any) -> list[str]:
        return self.feed(ev.Started(at=self.clock, place=place, values=values))

    def says(self, text: str, confidence: float = 1.0, *others: tuple[str, float]) -> list[str]:
        """`others` are what it may have been instead, with their confidence."""
        return self.feed(
            ev.Said(at=self.clock, text=text, confidence=confidence, alternatives=others)
        )

    def presses(self, keys: str) -> list[str]:
        return self.feed(ev.Pressed(at=self.clock, keys=keys))

    def picks(self, label: str) -> list[str]:
        """The button of the last prompt that has this label."""
        assert self.prompt is not None
        choice = next(one for one in self.prompt.choices if one.label == label)
        return self.feed(ev.Picked(at=self.clock, turn=self.prompt.turn, choice=choice.id))

    def silent(self) -> list[str]:
        return self.feed(ev.Silence(at=self.clock))

    def switches(self, channel: str) -> list[str]:
        return self.feed(ev.Switched(at=self.clock, channel=channel))

    def sends(self, kind: str, reference: str, label: str = "") -> list[str]:
        return self.feed(ev.Received(at=self.clock, kind=kind, reference=reference, label=label))

    def fetched(
        self, body: Any = None, *, status: int = 200, error: str = "", turn: int | None = None
    ) -> list[str]:
        number = self.turn if turn is None else turn
        return self.feed(
            ev.Fetched(at=self.clock, turn=number, status=status, body=body, error=error)
        )

    def due(self, timer: str, turn: int | None = None) -> list[str]:
        return self.feed(
            ev.Due(at=self.clock, turn=self.turn if turn is None else turn, timer=timer)
        )

    def queued(self, position: int, wait: tuple[int, int] = (60, 180)) -> list[str]:
        return self.feed(ev.Queued(at=self.clock, position=position, wait=wait))

    def accepted(self, agent: str = "Olha") -> list[str]:
        return self.feed(ev.Accepted(at=self.clock, agent=agent))

    def handed(self, outcome: str, turn: int | None = None, **more: Any) -> list[str]:
        """`more`: place, disposition and survey of a talk."""
        number = self.turn if turn is None else turn
        return self.feed(ev.HandoffEnded(at=self.clock, turn=number, outcome=outcome, **more))

    def signalled(self, sign: str, *words: str) -> list[str]:
        return self.feed(ev.Signalled(at=self.clock, sign=sign, words=words))

    def hangs_up(self) -> list[str]:
        return self.feed(ev.HungUp(at=self.clock))

    def misses(self) -> list[str]:
        return self.feed(ev.MissedCall(at=self.clock))

    def fails(self, reason: str = "") -> list[str]:
        return self.feed(ev.DeliveryFailed(at=self.clock, reason=reason))

    def feed(self, event: ev.Event) -> list[str]:
        before = encode(self.session)
        self.trace = []
        session, effects = step(self.program, self.session, event, trace=self.trace)
        assert step(self.program, self.session, event) == (session, effects)
        assert encode(self.session) == before
        check_turn(self.program, self.session, session, effects)
        self.session, self.effects = decode(encode(session)), effects
        prompts = [one for one in effects if isinstance(one, fx.Prompt)]
        self.prompt = prompts[-1] if prompts else self.prompt
        return self.said

    # ------------------------------------------------------------ what came of it

    @property
    def said(self) -> list[str]:
        return [words(effect) for effect in self.effects]

    @property
    def turn(self) -> int:
        """The turn that the wait we stand at was entered in."""
        assert self.session.asked is not None
        return self.session.asked.turn

    @property
    def values(self) -> dict[str, Any]:
        return self.session.values

    @property
    def place(self) -> str:
        """Without the name of the flow."""
        return self.session.place.removeprefix("line.")

    def one(self, kind: type[Any]) -> Any:
        """The only effect of this kind in the last turn."""
        (found,) = [effect for effect in self.effects if isinstance(effect, kind)]
        return found


def check_turn(
    program: p.Program, old: Session, session: Session, effects: tuple[fx.Effect, ...]
) -> None:
    """What holds after every event, whatever happened."""
    assert decode(encode(session)) == session
    if effects and isinstance(effects[0], fx.Dropped):
        assert len(effects) == 1
        assert session is old
        return
    assert session.turn == old.turn + 1
    prompts = [one for one in effects if isinstance(one, fx.Prompt)]
    ended = [one for one in effects if isinstance(one, fx.Ended)]
    if not session.place and session.asked:  # over, but its last words are still being read
        assert session.asked.unread
        assert (session.ended, ended, prompts) == ("", [], list(effects[-1:]))
        return
    if not session.place:
        assert prompts == []
        assert session.ended or ended == []
        assert len(ended) == (0 if old.ended and not old.place and not ended else 1)
        assert (session.asked, session.stack, session.trail) == (None, (), ())
        return
    assert ended == []
    assert session.ended == ""
    assert isinstance(program.blocks[session.place].exit, p.Wait)
    assert session.asked is not None
    assert prompts in ([], list(effects[-1:]))
    for prompt in prompts:
        assert (prompt.wait, prompt.turn) == (session.place, session.asked.turn)


_WORDS: dict[type[fx.Effect], Callable[[Any], str]] = {
    fx.Say: lambda e: e.text + (f" <{e.recording}>" if e.recording else ""),
    fx.Prompt: lambda e: f"{e.kind}: {e.text}{''.join(map(_choice, e.choices))}",
    fx.Show: lambda e: " ".join(["show", e.kind, str(e.reference), *([e.text] if e.text else [])]),
    fx.Send: lambda e: f"send {e.channel} to {e.to or 'them'}: {e.text}",
    fx.GoneOn: lambda e: f"go on by {e.channel} to {e.to}",
    fx.Fetch: lambda e: f"{e.method} {e.url}" + ("" if e.body is None else f" {e.body}"),
    fx.Handoff: lambda e: f"hand off to {e.queue}, {e.priority}",
    fx.Also: lambda e: f"also {e.queue}",
    fx.LeaveQueue: lambda _: "leave the queue",
    fx.ToAgent: lambda e: f"to the agent: {e.text}",
    fx.Transfer: lambda e: f"transfer to {e.to}",
    fx.Play: lambda e: f"play {e.file}",
    fx.Recording: lambda e: f"record {'on' if e.on else 'off'}",
    fx.Timer: lambda e: f"timer {e.timer} in {e.seconds:g} s",
    fx.Saved: lambda e: f"save {e.name} = {e.value} ({e.category}, {e.raw})",
    fx.Tagged: lambda e: f"tag {e.subject} {e.tag}",
    fx.Noted: lambda e: f"note {e.text}" + (f" for {e.queue}" if e.queue else ""),
    fx.ContactSet: lambda e: f"contact.{e.field} = {e.value}",
    fx.Forgot: lambda e: f"forget {e.path}",
    fx.MessagesStopped: lambda _: "no more messages",
    fx.Fault: lambda e: f"fault {e.file}:{e.line}:{e.column} {e.message}",
    fx.Dropped: lambda _: "dropped",
    fx.Ended: lambda e: f"ended: {e.reason}",
}


def words(effect: fx.Effect) -> str:
    """An effect as a test reads it. What is not worth a word here, a test takes from the effect."""
    return _WORDS[type(effect)](effect)


def _choice(one: fx.Choice) -> str:
    label = f"{one.key} {one.label}".strip()
    return f" ({label})" if one.quiet else f" [{label}]"
