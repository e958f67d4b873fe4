"""One flow with all it inherits to a part of a program: its steps, commands, repairs and handlers.

What a flow inherits from its project and from the standard flow is compiled as though it were
written in the flow itself, so that `-> main` in the project leads to each flow's own main menu.

An agent's script inherits nothing that is for callers. Whoever reads it has no use for a person,
and what they type about somebody ("he has a knife") is no cry for help of theirs.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowengine.language import nodes
from flowengine.language import program as p
from flowengine.language.checks.scope import CHANNELS, STANDARD, Scope
from flowengine.language.compile import declarations
from flowengine.language.compile.blocks import Blocks
from flowengine.language.compile.questions import ladders, options
from flowengine.language.compile.statements import body, side
from flowengine.language.compile.texts import Texts

SIGNAL = "signal"
OFFER = "offer_person"  # the standard step that asks whether somebody is wanted
AGENT = "agent"  # the only channel of a script
PERSON = "person"
FOR_CALLERS = frozenset((PERSON, "stop", "quick_exit"))  # standard words that a script has not
WELCOME = "welcome_back"  # the standard step for whoever comes back; nothing in a flow leads to it


class PartCompiler:
    """Compiles the flow of `scope`. `inherit` brings in steps of project or standard as needed."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.files = dict(_files(scope))
        self.script = {one.text for one in scope.file.header.channels} == {AGENT}
        channels = frozenset((*CHANNELS, *scope.channels))
        self.texts = {
            name: Texts(f"{name}.flow", channels, _written(file, scope))
            for name, file in self.files.items()
        }
        own = scope.file.header
        self.part = p.Part(
            scope.name,
            own.title.source if own.title else scope.name,
            scope.written_in,
            f"{scope.name}.start",
            self._main(),
        )
        self.blocks = Blocks(scope, self.part, self.texts[scope.name])
        self.moved: dict[str, str] = {}

    def _main(self) -> str:
        """The step or menu called main, else the first menu at the margin, else the start."""
        steps = self.scope.steps
        if "main" in steps:
            return f"{self.scope.name}.main"
        menus = (
            n for n, s in steps.items() if len(s.body) == 1 and isinstance(s.body[0], nodes.Menu)
        )
        return f"{self.scope.name}.{next(menus, 'start')}"

    def compile(self) -> None:
        """Everything the flow's own file says, and the declarations it inherits."""
        self._repairs()
        self.part.entries = tuple(self._entries())
        self.part.commands = tuple(self._commands())
        self._handlers()
        self.part.offer = self._offer()
        moves = self.scope.file.moves
        for step in self.scope.steps.values():
            self.step(self.scope.name, step)
        self.blocks.wanted.append(f"{self.part.name}.{WELCOME}")
        self.moved = {old: self._new(line.new) for line in moves for old in self._old(line.old)}
        self.inherit()

    def announcement(self, line: nodes.RecordCalls | None) -> p.Message | None:
        """What is said before a call is recorded, in the words of the flow or of its project."""
        if line is None or line.text is None:
            return None
        own = line is self.scope.file.header.record
        return self.texts[self.scope.name if own else "project"].message(line.text)

    def inherit(self) -> None:
        """Steps that something leads to and that stand in project or standard."""
        while True:
            wanted = dict.fromkeys(self._own_wanted())
            missing = [name for name in wanted if name not in self.blocks.blocks]
            if not missing:
                return
            for name in missing:
                self._inherited(name.partition(".")[2])

    def _own_wanted(self) -> list[str]:
        prefix = f"{self.part.name}."
        return [name for name in self.blocks.wanted if name.startswith(prefix)]

    def _inherited(self, name: str) -> None:
        """In a script whatever would lead to a person (a fault, answers that fit nothing) asks
        again what stands there."""
        if self.script and name == PERSON:
            self._word(name, "repeat")
            return
        for owner, file in self.files.items():
            step = next((s for s in file.steps if s.name.text == name), None)
            if step is not None:
                self.step(owner, step)
                return
        self._word(name, name)

    def _word(self, name: str, word: str) -> None:
        self.blocks.step = name
        place = p.Place("standard.flow", 1, 1)
        self.blocks.add(f"{self.part.name}.{name}", (), p.Standard(place, word))

    def step(self, owner: str, step: nodes.Step) -> None:
        blocks = self.blocks
        blocks.step, blocks.texts = step.name.text, self.texts[owner]
        # A checked step never runs out, so this exit is no line of the author's that could run.
        body(blocks, step.body, blocks.name(), p.Return(p.Place("standard.flow", 1, 1)))

    # ------------------------------------------------------------ what was called otherwise

    def _old(self, path: nodes.Path) -> tuple[str, ...]:
        """`a.b` was a step of the flow a, or what was waited for in the step a: both are gone."""
        if len(path.parts) == 1:
            return (f"{self.part.name}.{path.text}",)
        return path.text, f"{self.part.name}.{'/'.join(path.parts)}"

    def _new(self, path: nodes.Path) -> str:
        if self.scope.place(path) is not None:
            return self.blocks.target(path)
        return f"{self.part.name}.{'/'.join(path.parts)}"

    # ------------------------------------------------------------ what stands beside the steps

    def _at(self, owner: str, purpose: str) -> Blocks:
        self.blocks.step, self.blocks.texts = purpose, self.texts[owner]
        return self.blocks

    def _entries(self) -> Iterator[p.Entry]:
        for entry in self.scope.declared(lambda file: file.entries):
            labels = declarations.worded(self.scope, entry.label, entry.variants)
            yield p.Entry(entry.name.text, self.blocks.target(entry.target.path), labels)

    def _repairs(self) -> None:
        """From the outermost inwards, each replacing what it has of the one before."""
        for owner, file in reversed(self.files.items()):
            found = ladders(self._at(owner, f"repairs of {owner}"), file.repairs, side)
            self.blocks.repairs = found

    def _commands(self) -> Iterator[p.Option]:
        for owner, file in self._heard():
            blocks = self._at(owner, f"anywhere of {owner}")
            bare = self.script and owner == STANDARD
            kept = tuple(one for one in file.anywhere if not (bare and _for_callers(one)))
            yield from options(blocks, kept, "", side)

    def _heard(self) -> Iterator[tuple[str, nodes.File]]:
        """The files whose commands and events count here."""
        project = self.scope.project if self.script else None
        return ((owner, file) for owner, file in self.files.items() if file is not project)

    def _handlers(self) -> None:
        handlers: dict[str, str] = {}
        quiet: dict[int, str] = {}
        words: dict[str, str] = {}
        for owner, file in self._heard():
            for handler in file.handlers:
                blocks = self._at(owner, f"on {handler.event}")
                if handler.after is not None and handler.after.seconds not in quiet:
                    quiet[handler.after.seconds] = side(blocks, handler.body, "quiet")
                elif handler.event == SIGNAL and handler.word is not None:
                    if (name := f"{SIGNAL} {handler.word.text}") not in handlers:
                        handlers[name] = side(blocks, handler.body, handler.word.text)
                elif handler.word is not None and handler.word.text not in words:
                    words[handler.word.text] = side(blocks, handler.body, handler.word.text)
                elif (
                    handler.after is None and handler.word is None and handler.event not in handlers
                ):
                    handlers[handler.event] = side(blocks, handler.body, "do")
        self.part.handlers, self.part.quiet = handlers, tuple(sorted(quiet.items()))
        self.part.dangers = tuple(self._dangers(words))

    def _offer(self) -> str:
        """Where nobody could be had, nobody is offered; nor to an agent."""
        span = self.scope.file.span
        person = self.scope.place(nodes.Path(span, ("person",)))
        if self.script or not self.scope.queues or person is None or person.flow == STANDARD:
            return ""
        return self.blocks.target(nodes.Path(span, (OFFER,)))

    def _dangers(self, blocks: dict[str, str]) -> Iterator[p.Danger]:
        """Words that nothing answers are not listened for: they must not hide those behind them."""
        for owner, file in self.files.items():
            for words in file.words:
                if words.name.text in blocks:
                    phrases = self.texts[owner].phrases_by_language(words.phrases, words.variants)
                    yield p.Danger(words.name.text, phrases, blocks[words.name.text])


def _for_callers(option: nodes.Option | nodes.Each) -> bool:
    """Whether it leads to a standard word that only callers have."""
    return option.target is not None and option.target.path.text in FOR_CALLERS


def _written(file: nodes.File, scope: Scope) -> str:
    """What ships is in English; a project that does not say is in the language of its flows."""
    own = file.header.written_in
    return own.text if own is not None else scope.written_in


def _files(scope: Scope) -> Iterator[tuple[str, nodes.File]]:
    """Nearest first: the flow, its project, the standard flow."""
    yield scope.name, scope.file
    if scope.project is not None:
        yield "project", scope.project
    if scope.standard is not None:
        yield "standard", scope.standard
