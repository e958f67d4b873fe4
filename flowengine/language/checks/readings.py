"""Every place of a file that reads values: expressions, and quotes with holes, each parsed once.

Paths where an author names data (`browse p in places.items`) are expressions too. What a quote of
JSGF holds is grammar and no business of this module. It resolves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from jinja2 import nodes as jinja

from flowengine.language import nodes
from flowengine.language.checks.index import Found, index_of
from flowengine.language.expressions.names import Use, names_in
from flowengine.language.expressions.parsing import parse_expression
from flowengine.language.expressions.problems import Problem
from flowengine.language.expressions.texts import Hole, Parts, parse_text

AGENT = "agent"  # in a reply: the name of the agent who sends it


@dataclass(frozen=True, slots=True)
class Reading:
    """`leaf` as written, `around` it the nodes it stands in; `problems` of its shape.

    An expression has a `tree` where it could be read; a quote has `parts`.
    """

    leaf: nodes.Expression | nodes.Quote
    around: tuple[nodes.Node, ...]
    tree: jinja.Expr | None = None
    parts: Parts = ()
    problems: list[Problem] = field(default_factory=list)

    @property
    def parent(self) -> nodes.Node:
        return self.around[-1]

    def uses(self) -> tuple[Use, ...]:
        """The values it reads; offsets as in a `Problem`."""
        if self.tree is not None:
            return names_in(self.tree)
        holes = (part for part in self.parts if isinstance(part, Hole))
        return tuple(
            Use(use.name, use.path, use.start + hole.inside, use.end + hole.inside, use.guarded)
            for hole in holes
            for use in names_in(hole.tree)
        )

    def trees(self) -> list[tuple[jinja.Expr, int]]:
        """The expression, or those of the holes; each with what its own offsets lack to be those
        of the leaf."""
        own = [(self.tree, 0)] if self.tree is not None else []
        return own + [(part.tree, part.inside) for part in self.parts if isinstance(part, Hole)]

    def calls(self) -> Iterator[tuple[jinja.Call, int]]:
        """Calls of functions, each with what its own offsets lack to be those of the leaf."""
        for tree, at in self.trees():
            top = [tree] if isinstance(tree, jinja.Call) else []
            for call in (*top, *tree.find_all(jinja.Call)):
                yield call, at

    def local(self) -> frozenset[str]:
        """Names that are known only here: an item of a list, and in a reply who sends it."""
        names = set()
        for outer, inner in zip(self.around, (*self.around[1:], self.leaf), strict=True):
            match outer:
                case nodes.Reply():
                    names.add(AGENT)
                case nodes.For(name=name, items=items) if items is not inner:
                    names.add(name.text)
                case nodes.Browse(name=name, items=items) | nodes.Each(name=name, items=items):
                    if inner.span != items.span:
                        names.add(name.text)
        return frozenset(names)


def readings(file: nodes.File) -> tuple[Reading, ...]:
    """Expressions first, then data paths, then texts."""
    index = index_of(file)
    found = [_expression(one.node, one.around) for one in index.all(nodes.Expression)]
    found += [_expression(path, around) for path, around in _data_paths(file)]
    return (*found, *(_text(one) for one in index.all(nodes.Quote) if _has_words(one)))


def _expression(leaf: nodes.Expression, around: tuple[nodes.Node, ...]) -> Reading:
    tree, problems = parse_expression(leaf.source)
    return Reading(leaf, around, tree=tree, problems=problems)


def _text(found: Found[nodes.Quote]) -> Reading:
    parts, problems = parse_text(found.node.source)
    return Reading(found.node, found.around, parts=parts, problems=problems)


def _data_paths(file: nodes.File) -> Iterator[tuple[nodes.Expression, tuple[nodes.Node, ...]]]:
    """Dotted names that stand for values, not for places or things to be set."""
    for found in index_of(file).all(nodes.Path):
        path, parent = found.node, found.parent
        match parent:
            case nodes.Browse() | nodes.AnswerType() | nodes.Bound() | nodes.Send() | nodes.GoOn():
                reads = True
            case nodes.Each():
                reads = path is parent.items or path.parts[0] == parent.name.text
            case _:
                reads = False
        if reads:
            yield nodes.Expression(path.span, path.text), found.around


def _has_words(found: Found[nodes.Quote]) -> bool:
    """Whether holes are filled here: in what is said, shown, sent or written down."""
    quote, parent = found.node, found.parent
    match parent:
        case nodes.Option():
            return quote is parent.label
        case nodes.Variant():
            return _shown(quote, parent, found.around[-2])
        case nodes.Handoff():
            return quote is parent.brief
        case nodes.Each():
            return quote is parent.label
        case nodes.Send() | nodes.Save() | nodes.Tag() | nodes.Note() | nodes.Transfer():
            return True
        case nodes.Text() | nodes.Fetch() | nodes.Service() | nodes.Play():
            return True
        case _:
            return False


def _shown(quote: nodes.Quote, variant: nodes.Variant, of: nodes.Node) -> bool:
    match of:
        case nodes.Text():
            return True
        case nodes.Option():
            return quote in variant.alternatives[0]
        case _:
            return False
