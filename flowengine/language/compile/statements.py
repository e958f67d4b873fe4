"""Bodies of statements to chains of blocks.

A body is compiled backwards in thought and forwards in fact: each call is told where to go on when
it runs out (`then`, an exit), collects operations, and closes a block at every exit or wait.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowengine.language import nodes
from flowengine.language import program as p
from flowengine.language.compile.questions import (
    compile_ask,
    compile_browse,
    compile_form,
    compile_menu,
    manner,
)
from flowengine.language.compile.services import compile_fetch, compile_handoff, compile_pause

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowengine.language.compile.blocks import Blocks


def body(blocks: Blocks, statements: nodes.Body, name: str, then: p.Exit) -> str:
    """Compiles the statements into `name` and what follows it. Gives the name back."""
    operations: list[p.Operation] = []
    for index, statement in enumerate(statements):
        simple = OPERATIONS.get(type(statement))
        if simple is not None:
            operations.append(simple(blocks, statement))
            continue
        leaving = EXITS.get(type(statement))
        if leaving is not None:
            return blocks.add(name, operations, leaving(blocks, statement))
        rest = statements[index + 1 :]
        after = body(blocks, rest, blocks.name("after"), then) if rest else _after(blocks, then)
        return blocks.add(name, operations, SPLITS[type(statement)](blocks, statement, after))
    return blocks.add(name, operations, then)


def _after(blocks: Blocks, then: p.Exit) -> str:
    """A block of its own for what follows, unless that is a block already."""
    if isinstance(then, p.Go):
        return then.block
    return blocks.add(blocks.name("after"), (), then)


def side(blocks: Blocks, statements: nodes.Body, purpose: str, then: p.Exit | None = None) -> str:
    """A body beside the way: a ladder, an option, a handler. It ends in Done by itself."""
    return body(blocks, statements, blocks.name(purpose), then or p.Done())


# ---------------------------------------------------------------- operations


def _say(b: Blocks, s: nodes.Say) -> p.Operation:
    own = s.interrupt.text if s.interrupt else manner(b).interrupt
    return p.Say(b.texts.place(s), b.texts.message(s.text), own)


def _play(b: Blocks, s: nodes.Play) -> p.Operation:
    return p.Play(b.texts.place(s), b.texts.quote(s.file), manner(b).interrupt)


def _ask_instead(b: Blocks, s: nodes.AskInstead) -> p.Operation:
    return p.AskInstead(b.texts.place(s), b.texts.message(s.text))


def _set(b: Blocks, s: nodes.Set) -> p.Operation:
    return p.Set(b.texts.place(s), s.path.parts, b.texts.code(s.value))


def _save(b: Blocks, s: nodes.Save) -> p.Operation:
    source = s.value.source.strip().split(".")[0]
    return p.Save(
        b.texts.place(s), b.texts.quote(s.label), b.texts.code(s.value),
        source if source.isidentifier() else "",
    )  # fmt: skip


def _note(b: Blocks, s: nodes.Note) -> p.Operation:
    return p.Note(b.texts.place(s), b.texts.quote(s.text), s.queue.text if s.queue else "")


def _send(b: Blocks, s: nodes.Send) -> p.Operation:
    return p.Send(
        b.texts.place(s),
        s.channel.text,
        b.texts.path(s.to) if s.to else None,
        b.texts.maybe_message(s.text),
        b.texts.maybe_message(s.subject),
        **_promise(b, s.promise),
    )


def _go_on(b: Blocks, s: nodes.GoOn) -> p.Operation:
    return p.GoOn(b.texts.place(s), s.channel.text, b.texts.path(s.to))


def _promise(b: Blocks, promise: nodes.Promise | None) -> dict[str, Any]:
    if promise is None:
        return {}
    return {
        "queue": promise.queue.text if promise.queue else "",
        "at": b.texts.condition(promise.at),
        "safe": b.texts.condition(promise.safe),
        "voicemail": b.texts.condition(promise.voicemail),
    }


OPERATIONS: dict[type[nodes.Statement], Callable[[Blocks, Any], p.Operation]] = {
    nodes.Say: _say,
    nodes.AskInstead: _ask_instead,
    nodes.Again: lambda b, s: p.Again(b.texts.place(s)),
    nodes.Set: _set,
    nodes.Clear: lambda b, s: p.Clear(b.texts.place(s), tuple(n.text for n in s.names)),
    nodes.Forget: lambda b, s: p.Forget(b.texts.place(s), s.path.parts),
    nodes.Save: _save,
    nodes.Tag: lambda b, s: p.Tag(b.texts.place(s), s.subject.text, b.texts.quote(s.tag)),
    nodes.Note: _note,
    nodes.SetLanguage: lambda b, s: p.SetLanguage(b.texts.place(s), s.language.text),
    nodes.Send: _send,
    nodes.GoOn: _go_on,
    nodes.StopMessages: lambda b, s: p.StopMessages(b.texts.place(s)),
    nodes.Also: lambda b, s: p.Also(b.texts.place(s), s.queue.text),
    nodes.Play: _play,
    nodes.Record: lambda b, s: p.Record(b.texts.place(s), s.on),
}

# ---------------------------------------------------------------- exits


EXITS: dict[type[nodes.Statement], Callable[[Blocks, Any], p.Exit]] = {
    nodes.Jump: lambda b, s: b.jump(s.target),
    nodes.End: lambda b, s: p.Stop(b.texts.place(s)),
    nodes.Return: lambda b, s: p.Return(b.texts.place(s)),
    nodes.Transfer: lambda b, s: p.Stop(b.texts.place(s), "transfer", b.texts.quote(s.to)),
}

# ---------------------------------------------------------------- what splits a body


def _if(b: Blocks, s: nodes.If, after: str) -> p.Exit:
    branches = tuple(
        p.Branch(
            b.texts.place(branch),
            b.texts.code(branch.condition),
            side(b, branch.body, "if", p.Go(after)),
        )
        for branch in s.branches
    )
    otherwise = side(b, s.otherwise, "else", p.Go(after)) if s.otherwise else after
    return p.Choose(branches, otherwise)


def _for(b: Blocks, s: nodes.For, after: str) -> p.Exit:
    place, key = b.texts.place(s), b.name(f"for {s.name.text}")
    head = b.name(f"next {s.name.text}")
    loop = p.Loop(place, key, b.texts.code(s.items))
    inside = side(b, s.body, "each", p.Go(head))
    b.add(head, (), p.Next(place, key, s.name.text, inside, after))
    return p.Go(b.add(b.name("loop"), [loop], p.Go(head)))


def _repeat(b: Blocks, s: nodes.Repeat, after: str) -> p.Exit:
    place, key = b.texts.place(s), b.name("repeat")
    head = b.name("again")
    inside = side(b, s.body, "each", p.Go(head))
    condition = b.texts.condition(s.condition)
    b.add(head, (), p.Count(place, key, s.times.value, condition, inside, after))
    return p.Go(b.add(b.name("loop"), [p.Loop(place, key, None)], p.Go(head)))


def _call(b: Blocks, s: nodes.Call, after: str) -> p.Exit:
    """The return is named after the call, because a session may rest inside it for days."""
    found = b.scope.place(s.target.path)
    parameters = found.step.parameters if found and found.step else ()
    back = b.add(b.name(f"call {s.target.path.text}"), (), p.Go(after))
    return p.Enter(
        b.texts.place(s),
        b.target(s.target.path),
        back,
        b.arguments(s.target),
        tuple(name.text for name in parameters),
    )


def _wait(compiled: Callable[[Blocks, Any, str, Any], str]) -> Callable[[Blocks, Any, str], p.Exit]:
    return lambda b, s, after: p.Go(compiled(b, s, after, side))


SPLITS: dict[type[nodes.Statement], Callable[[Blocks, Any, str], p.Exit]] = {
    nodes.If: _if,
    nodes.For: _for,
    nodes.Repeat: _repeat,
    nodes.Call: _call,
    nodes.Menu: _wait(compile_menu),
    nodes.Ask: _wait(compile_ask),
    nodes.Form: _wait(compile_form),
    nodes.Browse: _wait(compile_browse),
    nodes.Fetch: _wait(compile_fetch),
    nodes.Handoff: _wait(compile_handoff),
    nodes.Wait: _wait(compile_pause),
}
