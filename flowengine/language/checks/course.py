"""Which values are surely set where: a walk over all ways through a flow, until nothing changes.

A value is sure at a line when every way that leads there has set it. In doubt something counts as
set (a called flow sets all it can), because a false alarm is worse than a missed one. A step that
can be entered from anywhere starts with nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from flowengine.language import nodes
from flowengine.language.checks.conditions import proof
from flowengine.language.checks.index import children
from flowengine.language.checks.roads import doors, own_step
from flowengine.language.checks.scope import Scope
from flowengine.language.checks.values import Kind, names

Sure = frozenset[str]
NOTHING: Sure = frozenset()

WALKS = 20  # through each step on average; people's flows need two, and a tangle is not worth more


class Course:
    """`at` gives what is sure at each expression and quote; leaves that are never reached miss."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._entry: dict[str, Sure] = dict.fromkeys(doors(scope), NOTHING)
        self._waiting = dict.fromkeys(sorted(self._entry))  # as a queue without doubles
        self._sure: dict[nodes.Span, Sure] = {}
        self._outside()
        walks = WALKS * len(scope.steps)
        while self._waiting and walks:
            walks -= 1
            self._step(self._next())
        if self._waiting:
            self._sure = {}

    def _next(self) -> str:
        name = next(iter(self._waiting))
        del self._waiting[name]
        return name

    def at(self, leaf: nodes.Node) -> Sure | None:
        """None where nothing is known: in a step that nobody reaches, or in too great a tangle."""
        return self._sure.get(leaf.span)

    # ------------------------------------------------------------ ways in

    def _outside(self) -> None:
        """Handlers, repairs and options of `anywhere` may run before anything is set."""
        file = self._scope.file
        for outer in (*file.handlers, *file.repairs):
            self._inside(outer, NOTHING)
        for option in file.anywhere:
            self._option(option, NOTHING)

    def _step(self, name: str) -> None:
        step = self._scope.steps[name]
        given = self._entry[name].union(parameter.text for parameter in step.parameters)
        self._body(step.body, given)

    def _arrive(self, target: nodes.Target, sure: Sure) -> None:
        """Less is sure at the step if less is sure on this way to it; then it is walked again."""
        goal = own_step(self._scope, target)
        if goal is None:
            return
        known = self._entry.get(goal)
        merged = sure if known is None else known & sure
        if merged != known:
            self._entry[goal] = merged
            self._waiting[goal] = None

    # ------------------------------------------------------------ statements

    def _body(self, body: nodes.Body, sure: Sure) -> Sure | None:
        """What is sure at its end; None where every way has left."""
        now: Sure | None = sure
        for statement in body:
            if now is None:
                break
            now = self._statement(statement, now)
        return now

    def _statement(self, statement: nodes.Statement, sure: Sure) -> Sure | None:
        match statement:
            case nodes.If():
                return self._if(statement, sure)
            case nodes.Menu():
                return self._menu(statement, sure)
            case nodes.Ask():
                return self._ask(statement, sure)
            case nodes.Form():
                return self._form(statement, sure)
            case nodes.Fetch():
                return self._fetch(statement, sure)
            case _:
                self._inside(statement, sure)
                return self._after(statement, sure)

    def _after(self, statement: nodes.Statement, sure: Sure) -> Sure | None:
        match statement:
            case nodes.Jump(target=target):
                self._arrive(target, sure)
                return None
            case nodes.End() | nodes.Return() | nodes.Transfer():
                return None
            case nodes.Call(target=target):
                self._arrive(target, sure)
                return sure | self._set_by(target)
            case nodes.Set(path=path):
                return sure | {path.parts[0]}
            case nodes.Clear(names=gone):
                return sure - {name.text for name in gone}
            case nodes.Forget(path=path):
                return sure - {path.parts[0]}
            case _:
                return sure

    def _set_by(self, target: nodes.Target) -> Sure:
        """All that the flow it leads to can set, whether or not it will."""
        place = self._scope.place(target.path)
        file = self._scope.named.get(place.flow) if place is not None else None
        if file is None:
            return NOTHING
        return frozenset(named.name for named in names(file) if named.kind is not Kind.LOOP)

    def _if(self, choice: nodes.If, sure: Sure) -> Sure | None:
        ends: list[Sure | None] = []
        for branch in choice.branches:
            self._visit(branch.condition, sure)
            proved = proof(branch.condition.source)
            ends.append(self._body(branch.body, sure | proved.holds))
            sure = sure | proved.fails
        return _joined([*ends, self._body(choice.otherwise, sure)])

    # ------------------------------------------------------------ questions

    def _menu(self, menu: nodes.Menu, sure: Sure) -> Sure | None:
        chosen = sure | {menu.into.text} if menu.into is not None else sure
        ends = self._question(menu, sure, chosen)
        return _joined(ends) if menu.options else sure

    def _ask(self, ask: nodes.Ask, sure: Sure) -> Sure:
        answered = sure | {ask.slot.text}
        ends = self._question(ask, answered, answered, without=sure)
        for fetch in ask.fetches:
            answered = self._fetch(fetch, answered) or answered
        return _joined([sure if "optional" in ask.flags else answered, *ends]) or sure

    def _question(
        self,
        question: nodes.Menu | nodes.Ask,
        sure: Sure,
        chosen: Sure,
        without: Sure | None = None,
    ) -> list[Sure | None]:
        """The ends of its options; one that keeps no value but leads away leaves the slot unset."""
        ends: list[Sure | None] = []
        for child in children(question):
            if isinstance(child, nodes.Option | nodes.Each):
                leads = child.target is not None or getattr(child, "body", None) is not None
                bare = without is not None and leads and child.value is None
                ends.append(
                    self._option(child, without if bare and without is not None else chosen)
                )
            elif not isinstance(child, nodes.Statement):
                self._visit(child, sure)
        return ends

    def _option(self, option: nodes.Option | nodes.Each, sure: Sure) -> Sure | None:
        for child in children(option):
            if not isinstance(child, nodes.Statement):
                self._visit(child, sure)
        if option.target is not None:
            self._arrive(option.target, sure)
            return None
        if isinstance(option, nodes.Option) and option.body:
            return self._body(option.body, sure)
        return sure

    def _form(self, form: nodes.Form, sure: Sure) -> Sure:
        """Its fields may come in any order, so inside it each may read all the others."""
        inside = sure.union(ask.slot.text for ask in form.asks)
        self._inside(form, inside)
        for ask in form.asks:
            self._ask(ask, inside)
        return sure.union(a.slot.text for a in form.asks if "optional" not in a.flags)

    def _fetch(self, fetch: nodes.Fetch, sure: Sure) -> Sure | None:
        self._inside(fetch, sure)
        fetched = sure | {fetch.name.text}
        if fetch.on_late is not None:
            self._body(fetch.on_late, fetched)
        failed = self._body(fetch.on_error, sure) if fetch.on_error is not None else None
        return _joined([fetched, failed])

    # ------------------------------------------------------------ what a node holds

    def _inside(self, node: nodes.Node, sure: Sure) -> None:
        """All its leaves and its body; statements in other fields are for their own methods."""
        for child in children(node):
            if not isinstance(child, nodes.Statement):
                self._visit(child, sure)
        body: nodes.Body | None = getattr(node, "body", None)
        if body is not None:
            self._body(body, sure)

    def _visit(self, node: nodes.Node, sure: Sure) -> None:
        match node:
            case nodes.Expression() | nodes.Quote() | nodes.Path():
                self._sure[node.span] = sure
            case nodes.Option() | nodes.Each():
                self._option(node, sure)
            case _:
                self._inside(node, sure)


def _joined(ends: Iterable[Sure | None]) -> Sure | None:
    """Sure whichever way was taken; None where all of them have left."""
    there = [end for end in ends if end is not None]
    return frozenset.intersection(*there) if there else None
