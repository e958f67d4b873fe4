"""What a translator is given of a flow: each text, label and phrase with its place in the flow.

The place is made of names an author gave (step, menu, slot, kind of line) and of no numbers, so
that it stays while other lines move; two texts at one place differ by what they say. Recordings,
briefs, notes, tags and values are no words for callers and are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from flowengine.language import nodes
from flowengine.language.catalogue.plurals import counted
from flowengine.language.checks.index import Found, index_of
from flowengine.language.checks.scope import CHANNELS
from flowengine.language.checks.wording import has_letters, plain

Lines = tuple[nodes.Quote, ...]

# Where a text may stand.
_FIELDS = ("question", "hint", "read_back", "show", "subject", "text", "words")
_NAMED = {"read_back": "read back", "text": ""}
_OWNED: dict[type[nodes.Node], tuple[str, str]] = {
    nodes.Ask: ("ask", "slot"),
    nodes.Browse: ("browse", "name"),
    nodes.Fetch: ("fetch", "name"),
    nodes.Handoff: ("handoff", "queue"),
}
_SPOKEN = {nodes.Say: "say", nodes.AskInstead: "ask", nodes.Confirm: "confirm"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to translate. `part` is text, title, label or phrases.

    `text` is what stands in the flow, its lines parted by line feeds, doubled marks made single,
    `plural` the form for many where the text counts something, else "", and `source` the text as it
    was before it was parted into forms. `channel` is that of a
    variant, `alternative` its number among texts joined by `or`. `there` are the languages that
    the flow itself has it in.
    """

    node: nodes.Node
    part: str
    context: str
    text: str
    plural: str
    source: str
    span: nodes.Span
    there: frozenset[str]
    channel: str = ""
    alternative: int = 0
    label: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """How a catalogue finds it again."""
        return self.context, self.text


def entries(file: nodes.File) -> tuple[Entry, ...]:
    """In the order of the file's lines."""
    index = index_of(file)
    found = [
        *_titles(file),
        *(entry for one in index.all(nodes.Text) for entry in _of_text(one)),
        *(entry for one in index.all(nodes.Option) for entry in _of_option(one)),
        *(entry for rule in file.rules for entry in _of_rule(rule)),
        *(entry for words in file.words for entry in _of_words(words)),
    ]
    return tuple(sorted(found, key=lambda one: (one.span.line, one.span.column)))


# ---------------------------------------------------------------- each kind


def _titles(file: nodes.File) -> Iterator[Entry]:
    header = file.header
    if header.title is not None:
        yield _entry(header, "title", "flow/title", (header.title,), header.titles)
    if header.screen is not None:
        yield from _page_words(header.screen)
    for queue in file.queues:
        if queue.title is not None:
            context = f"queue {queue.name.text}/title"
            yield _entry(queue, "title", context, (queue.title,), queue.variants)
    for entry in file.entries:
        yield _entry(entry, "label", f"entry {entry.name.text}", (entry.label,), entry.variants)


def _page_words(screen: nodes.Screen) -> Iterator[Entry]:
    for name, page in (("more", screen.more), ("less", screen.less)):
        if page.word is not None:
            yield _entry(page, "label", f"screen/{name}", (page.word,), page.variants)


def _of_text(found: Found[nodes.Text]) -> Iterator[Entry]:
    text, place = found.node, _place(found.around, _kind(found))
    for channel, alternatives, same in _by_channel(text.alternatives, text.variants):
        for number, lines in enumerate(alternatives):
            if has_letters(lines):
                context = f"{place}/{channel}" if channel else place
                entry = _entry(text, "text", context, lines, same, channel)
                yield replace(entry, alternative=number)


def _by_channel(
    alternatives: tuple[Lines, ...], variants: tuple[nodes.Variant, ...]
) -> Iterator[tuple[str, tuple[Lines, ...], list[nodes.Variant]]]:
    """What is written for all channels, then for each; with every variant of the same channel."""
    written = [("", alternatives)]
    written += [
        (variant.tags[0].text, variant.alternatives)
        for variant in variants
        if len(variant.tags) == 1 and variant.tags[0].text in CHANNELS
    ]
    for channel, own in written:
        yield channel, own, [v for v in variants if _channel(v) == channel]


def _of_option(found: Found[nodes.Option]) -> Iterator[Entry]:
    option = found.node
    if any(isinstance(statement, nodes.SetLanguage) for statement in option.body or ()):
        return  # the name of a language is written in that language
    place = _place(found.around, "")
    written = ((option.label,), *((phrase,) for phrase in option.phrases))
    for channel, ((label,), *said), same in _by_channel(written, option.variants):
        end = f"/{channel}" if channel else ""
        if has_letters((label,)):
            yield _entry(option, "label", f"{place}/label{end}", (label,), same, channel)
        if said:
            quotes = tuple(quote for lines in said for quote in lines)
            yield _phrases(option, f"{place}/phrases{end}", quotes, same, label, channel)


def _of_rule(rule: nodes.Rule) -> Iterator[Entry]:
    yield _phrases(rule, f"rule {rule.name.text}", (rule.expansion,), rule.variants)


def _of_words(words: nodes.Words) -> Iterator[Entry]:
    if words.phrases:
        yield _phrases(words, f"words {words.name.text}", words.phrases, words.variants)


# ---------------------------------------------------------------- made of


def _entry(
    node: nodes.Node,
    part: str,
    context: str,
    lines: Lines,
    variants: Iterable[nodes.Variant],
    channel: str = "",
) -> Entry:
    source = "\n".join(plain(line) for line in lines)
    one, many = counted(source)
    return Entry(node, part, context, one, many, source, lines[0].span, _there(variants), channel)


def _phrases(
    node: nodes.Node,
    context: str,
    quotes: Lines,
    variants: Iterable[nodes.Variant],
    label: nodes.Quote | None = None,
    channel: str = "",
) -> Entry:
    """All phrases as one: alternatives of JSGF, so a translator writes as many as there are."""
    text = " | ".join(plain(quote) for quote in quotes)
    named = plain(label) if label is not None else ""
    there, span = _there(variants), quotes[0].span
    return Entry(node, "phrases", context, text, "", text, span, there, channel, label=named)


def _there(variants: Iterable[nodes.Variant]) -> frozenset[str]:
    return frozenset(tag.text for v in variants for tag in v.tags if tag.text not in CHANNELS)


def _channel(variant: nodes.Variant) -> str:
    return next((tag.text for tag in variant.tags if tag.text in CHANNELS), "")


def _kind(found: Found[nodes.Text]) -> str:
    parent = found.parent
    field = next(name for name in _FIELDS if getattr(parent, name, None) is found.node)
    if isinstance(parent, nodes.Attachment):
        return parent.kind
    if isinstance(parent, nodes.Send):
        return f"send {parent.channel.text}" + ("/subject" if field == "subject" else "")
    return _SPOKEN.get(type(parent), _NAMED.get(field, field))


# ---------------------------------------------------------------- places


def _place(around: tuple[nodes.Node, ...], kind: str) -> str:
    """`booking/form/ask day/wrong/say`: where a line belongs, in the author's own names."""
    step = next((one.name.text for one in around if isinstance(one, nodes.Step)), "")
    names = [name for node in around for name in _named(node, step)]
    if not any(isinstance(one, nodes.Step | nodes.Handler | nodes.Reply) for one in around):
        shared = any(isinstance(one, nodes.Ladder) for one in around)
        names.insert(0, "repairs" if shared else "anywhere")
    return "/".join([*names, kind] if kind else names)


def _named(node: nodes.Node, step: str) -> Iterator[str]:
    match node:
        case nodes.Step():
            yield node.name.text
        case nodes.Handler():
            yield f"on {node.event}" + (f" {node.word.text}" if node.word else "")
        case nodes.Queue():
            yield f"queue {node.name.text}"
        case nodes.Reply():
            yield f"reply {plain(node.label)}"
        case nodes.Menu():
            name = node.name or node.into
            if name is None or name.text != step:
                yield f"menu {name.text}" if name else "menu"
        case nodes.Form():
            yield "form"
        case nodes.Ladder():
            yield node.kind
        case _ if type(node) in _OWNED:
            word, owner = _OWNED[type(node)]
            yield f"{word} {getattr(node, owner).text}"
