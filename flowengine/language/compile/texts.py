"""Leaves to closures: expressions, texts, phrases. Each fault learns its place here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote as percent_encoded

from flowengine.grammar.jsgf import parse_expansion
from flowengine.language import nodes
from flowengine.language import program as p
from flowengine.language.checks.wording import has_letters
from flowengine.language.expressions.compiling import compile_expression
from flowengine.language.expressions.fault import Fault
from flowengine.language.expressions.parsing import parse_expression
from flowengine.language.expressions.texts import compile_text, has_holes, parse_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from jinja2.nodes import Expr

    from flowengine.grammar.expansion import Expansion


class Located(Fault):
    """A fault that knows its file: what runs a block only adds where it knows no better."""

    def __init__(self, place: p.Place, message: str) -> None:
        super().__init__(0, message)
        self.place = place


class Texts:
    """Compiles the leaves of one file. `channels` sorts tags; `written` is the file's language."""

    def __init__(self, file: str, channels: frozenset[str], written: str = "") -> None:
        self.file = file
        self.written = written
        self.channels = channels

    def place(self, node: nodes.Node) -> p.Place:
        return p.Place(self.file, node.span.line, node.span.column)

    # ------------------------------------------------------------ leaves

    def code(self, expression: nodes.Expression) -> p.Code:
        tree = parse_expression(expression.source)[0]
        return self._located(compile_expression(cast("Expr", tree)), expression, 0)

    def condition(self, expression: nodes.Expression | None) -> p.Code | None:
        return None if expression is None else self.code(expression)

    def path(self, path: nodes.Path) -> p.Code:
        """A dotted name where a list or a number is wanted."""
        return self.code(nodes.Expression(path.span, path.text))

    def quote(self, quote: nodes.Quote, each: Callable[[str], str] | None = None) -> p.Code | str:
        """The text itself where it has no holes."""
        parts, _ = parse_text(quote.source)
        compiled = compile_text(parts, each)
        if not has_holes(parts):
            return "".join(part for part in parts if isinstance(part, str))
        return self._located(compiled, quote, 1)

    def address(self, quote: nodes.Quote) -> p.Code | str:
        """As `quote`; what fills a hole is percent-encoded whole (RFC 3986, section 2.1)."""
        return self.quote(quote, lambda value: percent_encoded(value, safe=""))

    def _located(self, code: Callable[[Any], Any], node: nodes.Node, mark: int) -> p.Code:
        file = node.span.file or self.file
        line, column = node.span.line, node.span.column + mark

        def run(values: Any) -> Any:
            try:
                return code(values)
            except Located:
                raise
            except Fault as fault:
                where = p.Place(file, line, column + fault.offset)
                raise Located(where, fault.message) from None

        return run

    # ------------------------------------------------------------ messages

    def message(self, text: nodes.Text) -> p.Message:
        variants: dict[p.Tags, tuple[p.Code | str, ...]] = {
            (None, None): self._alternatives(text.alternatives)
        }
        for variant in text.variants:
            variants[self.tags(variant.tags)] = self._alternatives(variant.alternatives)
        return p.Message(
            self.place(text),
            variants,
            {self.tags(r.tags): r.file.source for r in text.recordings},
            tuple(
                p.Attachment(one.kind, self.code(one.value), self.maybe_message(one.words))
                for one in text.attachments
            ),
            self.language_of(*text.alternatives),
        )

    def maybe_message(self, text: nodes.Text | None) -> p.Message | None:
        return None if text is None else self.message(text)

    def tags(self, names: Iterable[nodes.Name]) -> p.Tags:
        """(channel, language); which is which the words themselves tell."""
        channel = language = None
        for name in names:
            if name.text in self.channels:
                channel = name.text
            else:
                language = name.text
        return channel, language

    def _alternatives(
        self, alternatives: tuple[tuple[nodes.Quote, ...], ...]
    ) -> tuple[p.Code | str, ...]:
        return tuple(self._lines(lines) for lines in alternatives)

    def _lines(self, lines: tuple[nodes.Quote, ...]) -> p.Code | str:
        pieces = [self.quote(line) for line in lines]
        if len(pieces) == 1:
            return pieces[0]
        if all(isinstance(piece, str) for piece in pieces):
            return "\n".join(str(piece) for piece in pieces)
        return lambda values: "\n".join(
            piece if isinstance(piece, str) else piece(values) for piece in pieces
        )

    # ------------------------------------------------------------ phrases

    def phrases(self, quotes: Iterable[nodes.Quote]) -> tuple[Expansion, ...]:
        return tuple(parse_expansion(quote.source.replace('""', '"')) for quote in quotes)

    def phrases_by_language(
        self, own: Iterable[nodes.Quote], variants: Iterable[nodes.Variant], *, skip: int = 0
    ) -> dict[str, tuple[Expansion, ...]]:
        """Under "" in the written language, whatever channel they stand at.

        `skip` leaves out labels, which are no grammar.
        """
        found = {"": self.phrases(own)}
        for variant in variants:
            quotes = [quote for lines in variant.alternatives for quote in lines][skip:]
            language = self.tags(variant.tags)[1] or ""
            found[language] = (*found.get(language, ()), *self.phrases(quotes))
        return found

    def labels(
        self, own: nodes.Quote, variants: Iterable[nodes.Variant]
    ) -> dict[p.Tags, p.Code | str]:
        found: dict[p.Tags, p.Code | str] = {(None, None): self.quote(own)}
        for variant in variants:
            found[self.tags(variant.tags)] = self.quote(variant.alternatives[0][0])
        return found

    def language_of(self, *lines: tuple[nodes.Quote, ...]) -> str:
        """The written one; "" where there are no words, so that every language can say them."""
        return self.written if any(map(has_letters, lines)) else ""
