"""Sources to a checked program: parse, check, compile, link.

May use everything in `language`. It compiles only what has no errors, and refuses nothing itself:
whatever can be wrong with a flow is found by the parser and the checks, with a place and a mend.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar, cast

from flowengine.language import nodes
from flowengine.language import program as p
from flowengine.language.checks import check_flow
from flowengine.language.checks.scope import Scope
from flowengine.language.compile import declarations
from flowengine.language.compile.files import mistranslated, parsed, read
from flowengine.language.compile.parts import PartCompiler
from flowengine.language.compile.questions import answer_type
from flowengine.language.compile.queues import queues
from flowengine.language.compile.sharing import other_meanings
from flowengine.language.diagnostics import Diagnostic, Severity
from flowengine.language.program import Program
from flowengine.language.project import PROJECT, Sources, shipped
from flowengine.language.salvage import certain, salvaged

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Compiled", "Program", "compile_flow"]

One = TypeVar("One")
STANDARD = "standard.flow"
USUAL = ("voice", "sms", "ussd", "chat")  # channels, where a flow names none


@dataclass(frozen=True, slots=True)
class Compiled:
    """`program` is None where any error stands in the flow or in what it refers to."""

    program: Program | None
    diagnostics: tuple[Diagnostic, ...]


def compile_flow(sources: Sources, name: str) -> Compiled:
    """The flow `name` (its file without ".flow") with everything it leads to.

    What its project declares is checked with it: a flow stands on it, and nobody serves it alone.
    """
    files = [f"{name}.flow", *([PROJECT] if PROJECT in sources.flows else [])]
    diagnostics = [d for file in files for d in _unread(sources, file)]
    if _errors(diagnostics):
        return Compiled(None, tuple(diagnostics))
    if PROJECT in sources.flows:
        diagnostics += mistranslated(sources, PROJECT)
        diagnostics += check_flow(scope_of(sources, PROJECT.removesuffix(".flow")))
    parts: dict[str, PartCompiler] = {}
    wanted = [name]
    while wanted:
        flow = wanted.pop()
        if flow in parts:
            continue
        scope = scope_of(sources, flow)
        if f"{flow}.flow" in sources.flows:  # what ships was checked when it was made
            diagnostics += mistranslated(sources, f"{flow}.flow")
            diagnostics += (*check_flow(scope), *_misnamed(scope))
        if _errors(diagnostics):
            behind = _unparsed(sources, (*(part.scope for part in parts.values()), scope))
            return Compiled(None, tuple(dict.fromkeys(behind + diagnostics)))
        parts[flow] = PartCompiler(scope)
        parts[flow].compile()
        wanted += [block.partition(".")[0] for block in parts[flow].blocks.wanted]
    diagnostics += other_meanings((part.scope for part in parts.values()), sources.tables)
    return Compiled(_linked(sources, name, parts), tuple(dict.fromkeys(diagnostics)))


def _misnamed(scope: Scope) -> tuple[Diagnostic, ...]:
    """FE178: everybody finds a flow by its file."""
    named = scope.file.header.name
    if named is None or named.text == scope.name.lower():
        return ()
    message = f"This flow calls itself `{named.text}`, and everybody finds it as `{scope.name}`."
    hint = f"Write `flow {scope.name}`, or save the file as `{named.text}.flow`."
    return (scope.warning("FE178", named, message, hint),)


def _unread(sources: Sources, file: str) -> tuple[Diagnostic, ...]:
    """Why a file does not parse, and what is certainly wrong in its other lines; else nothing."""
    source = sources.flows[file]
    mistakes = parsed(source, file)[1]
    rest = salvaged(source, mistakes) if mistakes else None
    if rest is None:
        return mistakes
    scope = scope_of(replace(sources, flows={**sources.flows, file: rest}), file[: -len(".flow")])
    found = certain(source, rest, check_flow(scope))
    return tuple(sorted((*mistakes, *found), key=lambda d: (d.span.line, d.span.column)))


def scope_of(sources: Sources, flow: str) -> Scope:
    """What the flow can see. It must parse: only what does is led to."""
    texts = {**shipped(), **sources.flows}
    file = cast("nodes.File", read(sources, texts, f"{flow}.flow"))
    own = f"{flow}.flow" in sources.flows
    project = read(sources, texts, PROJECT) if own and flow != "project" else None
    others = {
        name.removesuffix(".flow"): other
        for name in texts
        if name not in (PROJECT, STANDARD, f"{flow}.flow") and (other := read(sources, texts, name))
    }
    return Scope(
        name=flow,
        file=file,
        source=texts[f"{flow}.flow"],
        project=project,
        standard=read(sources, texts, STANDARD) if flow != "standard" else None,
        flows=others,
        tables={
            name: tuple(next(iter(declarations.rows(text)), {}))
            for name, text in sources.tables.items()
        },
        files=sources.files,
        grammars=sources.grammars,
        voices=sources.voices,
    )


def _unparsed(sources: Sources, scopes: Iterable[Scope]) -> list[Diagnostic]:
    """What keeps flows that these name from being read: why one that is there cannot be found."""
    named = {f"{path.parts[0]}.flow" for one in scopes for path in one.index.nodes(nodes.Path)}
    files = [name for name in sources.flows if name in named]
    return [one for name in files for one in parsed(sources.flows[name], name)[1]]


def _errors(diagnostics: list[Diagnostic]) -> bool:
    return any(one.severity is Severity.ERROR for one in diagnostics)


def _linked(sources: Sources, name: str, parts: dict[str, PartCompiler]) -> Program:
    _inherit_all(parts)
    main = parts[name]
    scope, header = main.scope, main.scope.file.header
    project = scope.project.header if scope.project else header
    languages = scope.languages or (scope.written_in,)
    slots = [slot for part in parts.values() for slot in part.scope.declared(lambda f: f.slots)]
    asks = [a for part in parts.values() for a in part.scope.index.nodes(nodes.Ask)]
    voices = {v.language.text: v.voice.text for h in (project, header) for v in h.voices}
    blocks = {n: block for part in parts.values() for n, block in part.blocks.blocks.items()}
    resume = header.resume or project.resume
    secrets = _flagged(slots, asks, "secret")  # a secret is never kept beyond the conversation
    commands = [command for part in parts.values() for command in part.part.commands]
    return Program(
        digest=sources.digest,
        name=name,
        title=main.part.title,
        titles=declarations.worded(scope, header.title, header.titles) if header.title else {},
        languages=languages,
        written_in=scope.written_in,
        channels=scope.channels or USUAL,
        resume=resume.text if resume else "ask",
        entries={entry.name: entry for entry in reversed(main.part.entries)},
        exit=declarations.quick_exit(scope),
        screen=declarations.screen(scope),
        gather=declarations.gather(scope),
        voices=voices,
        records=declarations.records(scope) is not None,
        announcement=main.announcement(declarations.records(scope)),
        zone=declarations.zone(scope),
        parts={n: part.part for n, part in parts.items()},
        blocks=_shortened(blocks),
        hours=_merged(declarations.hours(part.scope) for part in parts.values()),
        queues=_merged(queues(part.scope) for part in parts.values()),
        tables=_merged(declarations.tables(part.scope, sources.tables) for part in parts.values()),
        rules=declarations.rules([(q.scope, q.texts[n]) for n, q in parts.items()], languages),
        remembered=_flagged(slots, asks, "remembered") - secrets,
        from_page={
            slot.name.text: answer_type(main.blocks, slot.type)
            for slot in slots
            if "from page" in slot.flags
        },
        secrets=secrets,
        moved=_merged(part.moved for part in parts.values()),
        grammars=sources.grammars,
        lines=_lines(blocks.values(), commands),
        loops=any(isinstance(o, p.Loop) for block in blocks.values() for o in block.operations),
    )


def _inherit_all(parts: dict[str, PartCompiler]) -> None:
    """Places that another flow leads to may be steps that are only inherited there."""
    everything = [name for part in parts.values() for name in part.blocks.wanted]
    for part in parts.values():
        part.blocks.wanted.extend(everything)
        part.inherit()


def _merged(found: Iterable[dict[str, One]]) -> dict[str, One]:
    """The first of each name counts: that of the flow itself."""
    merged: dict[str, One] = {}
    for one in found:
        merged = {**one, **merged}
    return merged


def _flagged(slots: list[nodes.Slot], asks: list[nodes.Ask], flag: str) -> frozenset[str]:
    named = [slot.name.text for slot in slots if flag in slot.flags]
    return frozenset((*named, *(ask.slot.text for ask in asks if flag in ask.flags)))


def _shortened(blocks: dict[str, p.Block]) -> dict[str, p.Block]:
    """A name that only leads on to another block stands for that block at once."""
    short = {}
    for name, block in blocks.items():
        seen = {name}
        while (
            not block.operations and isinstance(block.exit, p.Go) and block.exit.block not in seen
        ):
            seen.add(block.exit.block)
            block = blocks[block.exit.block]
        short[name] = block
    return short


def _lines(blocks: Iterable[p.Block], commands: Iterable[p.Option]) -> frozenset[tuple[str, int]]:
    """The lines that leave a trace when they run, in files that the project itself wrote."""
    found = {(one.place.file, one.place.line) for one in commands}
    for block in blocks:
        places = [operation.place for operation in block.operations]
        place = getattr(block.exit, "place", None)
        places += [place] if place else []
        places += [beside.place for beside in _beside(block.exit)]
        found |= {(one.file, one.line) for one in places}
    return frozenset(line for line in found if line[0] not in shipped())


def _beside(exit_: p.Exit) -> Iterable[p.Option | p.Ask | p.Branch]:
    """What stands on lines of its own within an exit: options, the asks of a form, conditions."""
    match exit_:
        case p.Choose():
            return exit_.branches
        case p.Question():
            return exit_.options
        case p.Form():
            return (*exit_.asks, *(option for ask in exit_.asks for option in ask.options))
    return ()
