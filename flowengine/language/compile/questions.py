"""Menus, asks, forms and browsing to waits. `side` compiles the bodies that stand beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from flowengine.language import nodes
from flowengine.language import program as p
from flowengine.language.expressions.period import Period

if TYPE_CHECKING:
    from flowengine.language.compile.blocks import Blocks

Side = Callable[..., str]
_GUARDED = (nodes.Again, nodes.AskInstead)


def compile_menu(b: Blocks, menu: nodes.Menu, after: str, side: Side) -> str:
    own = menu.name.text if menu.name and menu.name.text != b.step else ""
    name = b.name(own or (menu.into.text if menu.into else "menu"))
    wait = p.Menu(
        b.texts.place(menu),
        name,
        after,
        b.texts.maybe_message(menu.question),
        options(b, menu.options, after, side),
        ladders(b, menu.ladders, side),
        menu.keys is not False,
        menu.into.text if menu.into else "",
    )
    wait.manner = manner(b, menu.manner)
    return b.add(name, (), wait)


def compile_browse(b: Blocks, browse: nodes.Browse, after: str, side: Side) -> str:
    name = b.name(browse.name.text)
    show = b.texts.message(browse.show)
    wait = p.Browse(
        b.texts.place(browse), name, after, show, options(b, browse.options, after, side),
        ladders(b, browse.ladders, side), True, browse.name.text, b.texts.path(browse.items), show,
    )  # fmt: skip
    wait.manner = manner(b, browse.manner)
    return b.add(name, (), wait)


def compile_ask(b: Blocks, ask: nodes.Ask, after: str, side: Side) -> str:
    name = b.name(ask.slot.text)
    wait = _ask(b, ask, name, after, side)
    wait.manner = manner(b, ask.manner)
    if ask.fetches:
        wait.check = _fetches(b, ask, name, side)
    return b.add(name, (), wait)


def _fetches(b: Blocks, ask: nodes.Ask, name: str, side: Side) -> str:
    return side(b, ask.fetches, f"{ask.slot.text} check", p.Check(b.texts.place(ask), name))


def compile_form(b: Blocks, form: nodes.Form, after: str, side: Side) -> str:
    name = b.name("form")
    asks = tuple(_ask(b, ask, f"{name} {ask.slot.text}", after, side) for ask in form.asks)
    wait = p.Form(
        b.texts.place(form),
        name,
        after,
        b.texts.maybe_message(form.question),
        b.texts.maybe_message(form.hint),
        asks,
        b.texts.maybe_message(form.read_back),
        ladders(b, form.ladders, side),
    )
    wait.manner = manner(b, form.manner)
    for one, written in zip(asks, form.asks, strict=True):
        one.manner = manner(b, written.manner, form.manner)
    return b.add(name, (), wait)


def manner(b: Blocks, *written: nodes.Manner) -> p.Manner:
    """The nearest that says something: the question's own, its form's, the flow's, the project's.

    A question that the flow inherits is asked in the manner of the flow.
    """
    found = (*written, *(file.header.manner for file in b.scope.own))
    interrupts = [one.interrupt.text for one in found if one.interrupt]
    patience = [one.patience.seconds for one in found if one.patience]
    pauses = [one.pause.seconds for one in found if one.pause]
    return p.Manner(
        interrupts[0] if interrupts else "",
        float(patience[0]) if patience else 0.0,
        float(pauses[0]) if pauses else 0.0,
    )


def _ask(b: Blocks, ask: nodes.Ask, name: str, after: str, side: Side) -> p.Ask:
    written, flags = _declared(b, ask)
    plain = tuple(ladder for ladder in ask.ladders if ladder.condition is None)
    return p.Ask(
        b.texts.place(ask),
        name,
        after,
        b.texts.message(ask.question),
        options(b, ask.options, after, side),
        ladders(b, plain, side),
        ask.keys is not False,
        ask.slot.text,
        answer_type(b, written),
        "optional" in flags,
        "secret" in flags,
        b.texts.maybe_message(ask.hint),
        _confirm(b, ask.confirm),
        _wrong_ifs(b, ask.ladders, side),
        "",
    )


def _declared(b: Blocks, ask: nodes.Ask) -> tuple[nodes.AnswerType, tuple[str, ...]]:
    """The type written here, else that of the slots block, else that of another ask of the slot."""
    slots = b.scope.declared(lambda file: file.slots)
    declared = next((slot for slot in slots if slot.name.text == ask.slot.text), None)
    flags = (*ask.flags, *(declared.flags if declared else ()))
    if ask.type is not None:
        return ask.type, flags
    if declared is not None:
        return declared.type, flags
    others = (found.node for found in b.scope.index.all(nodes.Ask))
    same = (o.type for o in others if o.slot.text == ask.slot.text and o.type is not None)
    return next(same, nodes.AnswerType(ask.span, "choice" if ask.options else "text")), flags


def _confirm(b: Blocks, confirm: nodes.Confirm | None) -> p.Confirm | None:
    if confirm is None:
        return None
    below = confirm.below.value if confirm.below else 100
    return p.Confirm(b.texts.maybe_message(confirm.text), below)


def _wrong_ifs(b: Blocks, written: Iterable[nodes.Ladder], side: Side) -> tuple[p.WrongIf, ...]:
    return tuple(
        p.WrongIf(
            b.texts.place(ladder), b.texts.code(ladder.condition), side(b, ladder.body, "wrong")
        )
        for ladder in written
        if ladder.condition is not None
    )


# ---------------------------------------------------------------- options


def options(b: Blocks, written: nodes.Options, after: str, side: Side) -> tuple[p.Option, ...]:
    """`after` is where a body that runs out goes on; "" makes every body a detour (`anywhere`)."""
    return tuple(
        _each(b, option, str(i))
        if isinstance(option, nodes.Each)
        else _option(b, option, str(i), after, side)
        for i, option in enumerate(written)
    )


def _option(b: Blocks, option: nodes.Option, id_: str, after: str, side: Side) -> p.Option:
    detour = not after or any(isinstance(s, _GUARDED) for s in option.body or ())
    then = p.Done() if detour else p.Go(after)
    body = side(b, option.body, f"option {option.key}", then) if option.body else ""
    return p.Option(
        place=b.texts.place(option),
        id=id_,
        key=option.key,
        labels=b.texts.labels(option.label, option.variants),
        phrases=b.texts.phrases_by_language(option.phrases, option.variants, skip=1),
        keeps=option.value is not None,
        value=constant(option.value),
        value_code=None,
        condition=b.texts.condition(option.condition),
        quiet=option.quiet,
        goes=b.jump(option.target) if option.target else None,
        body=body,
        detour=detour and bool(body),
        visits=bool(option.target) and _returns(b, option.target),
        written=b.texts.language_of((option.label,)),
    )


def _each(b: Blocks, each: nodes.Each, id_: str) -> p.Option:
    return p.Option(
        place=b.texts.place(each),
        id=id_,
        key="-",
        labels=b.texts.labels(each.label, ()),
        phrases={},
        keeps=True,
        value=None,
        value_code=_item_value(b, each),
        condition=None,
        quiet=False,
        goes=b.jump(each.target) if each.target else None,
        body="",
        detour=False,
        each=p.Each(each.name.text, b.texts.path(each.items)),
        written=b.texts.language_of((each.label,)),
    )


def _item_value(b: Blocks, each: nodes.Each) -> p.Code | None:
    """A path that begins with the loop's name is looked up; any other value is itself."""
    value = each.value
    if isinstance(value, nodes.Path) and value.parts[0] == each.name.text:
        return b.texts.path(value)
    if value is None:
        return None
    fixed = constant(value)
    return lambda _: fixed


def constant(value: nodes.Path | nodes.Number | nodes.Quote | None) -> str | int | None:
    """A bare word is a text: `= EC` keeps "EC" as it was written."""
    match value:
        case nodes.Path():
            return value.text
        case nodes.Number():
            return value.value
        case nodes.Quote():
            return value.source.replace('""', '"')
    return None


def _returns(b: Blocks, target: nodes.Target | None) -> bool:
    """Whether the place can come back: it has a `return` of its own."""
    found = b.scope.place(target.path) if target else None
    if found is None or found.step is None:
        return False
    return contains(found.step.body, nodes.Return)


def contains(body: Iterable[nodes.Node], kind: type[nodes.Node]) -> bool:
    from flowengine.language.checks.index import walk

    return any(
        isinstance(statement, kind)
        or any(isinstance(found.node, kind) for found in walk(statement))
        for statement in body
    )


# ---------------------------------------------------------------- ladders


def ladders(b: Blocks, own: Iterable[nodes.Ladder], side: Side) -> p.Ladders:
    """The question's own rungs; for each kind it has none of, those of flow, project, standard."""
    rungs: dict[str, list[tuple[int, str]]] = {}
    give_up: tuple[int, str] | None = None
    for ladder in own:
        count = ladder.count.value if ladder.count else 1
        block = side(b, ladder.body, f"{ladder.kind} {count}")
        if ladder.kind == "give up":
            give_up = (count, block)
        else:
            rungs.setdefault(ladder.kind, []).append((count, block))
    inherited = b.repairs
    merged = {**inherited.rungs, **{k: _over(found, inherited, k) for k, found in rungs.items()}}
    return p.Ladders(merged, give_up or inherited.give_up)


def _over(own: list[tuple[int, str]], inherited: p.Ladders, kind: str) -> p.Rungs:
    """The first tries for which nothing is written here keep what is inherited."""
    first = min(own)[0]
    before = [rung for rung in inherited.rungs.get(kind, ()) if rung[0] < first]
    return tuple(sorted([*before, *own]))


# ---------------------------------------------------------------- types


def answer_type(b: Blocks, written: nodes.AnswerType) -> p.AnswerType:
    return p.AnswerType(
        name=written.name,
        low=_bound(b, written.low),
        high=_bound(b, written.high),
        length=written.length.value if written.length else 0,
        source=b.texts.path(written.source) if written.source else None,
        by=written.by.text if written.by else "",
        limit=written.limit.seconds if written.limit else 0,
        rule=written.rule.text if written.rule else "",
    )


def _bound(b: Blocks, bound: nodes.Bound | None) -> p.Code | None:
    if bound is None:
        return None
    base = bound.base
    code = b.texts.path(base) if isinstance(base, nodes.Path) else _fixed(base)
    if bound.unit is None:
        return code
    span = _span(bound.amount, bound.unit)
    return lambda values: _moved(code(values), span)


def _fixed(value: Any) -> p.Code:
    return lambda _: value


def _span(amount: int, unit: str) -> timedelta | Period:
    match unit.rstrip("s"):
        case "year":
            return Period(12 * amount)
        case "month":
            return Period(amount)
    return timedelta(**{unit.rstrip("s") + "s": amount})


def _moved(base: Any, span: timedelta | Period) -> Any:
    """An unset base bounds nothing."""
    return base + span if isinstance(base, date) else None
