"""What a caller hears or reads at every place of a flow, read off the file itself.

Nothing is run: every branch is there with its condition, and holes stand as `{{ … }}`. What nobody
hears (values, notes, tags) is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.authoring.show_screens import drawn
from flowengine.authoring.show_words import Listener, asked, choices, label, page_word, said
from flowengine.channels.lower import named
from flowengine.language import nodes as n
from flowengine.language.checks.wording import plain
from flowengine.language.compile import USUAL
from flowengine.language.compile.files import parsed, read
from flowengine.language.project import PROJECT
from flowengine.runtime.phrases import phrase
from flowengine.runtime.screens import Screen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from flowengine.language.diagnostics import Diagnostic
    from flowengine.language.project import Sources
    from flowengine.runtime.effects import Prompt

_Question = n.Menu | n.Ask | n.Browse | n.Form
_QUESTIONS = (n.Menu, n.Ask, n.Browse, n.Form)
UNNUMBERED = "anywhere"  # an answer for which dashes get no number
LIKE_CHAT = ("whatsapp", "telegram", "viber", "messenger", "email")  # not connected yet


class Lost(Exception):
    """A channel or a language that the flow does not have."""


def shown(
    sources: Sources, file: str, channel: str = "", language: str = ""
) -> tuple[str, tuple[Diagnostic, ...]]:
    """The whole flow in words, or the mistakes that keep it from being read. Raises Lost."""
    texts = sources.flows
    mistakes = [one for name in (file, PROJECT) if name in texts for one in _unread(texts, name)]
    flow, shared = read(sources, texts, file), read(sources, texts, PROJECT)
    if flow is None or mistakes:
        return "", tuple(mistakes)
    headers = [one.header for one in (flow, shared) if one]
    to = _listener(headers, channel, language)
    screen = _screen(next((one.screen for one in headers if one.screen), None), to)
    title = flow.header.title
    head = f"{plain(title) if title else file}, on {to.channel}, in {to.language}"
    return "\n".join([head, *Walk(to, screen).file(flow, shared)]), ()


def _unread(texts: Mapping[str, str], file: str) -> tuple[Diagnostic, ...]:
    return parsed(texts[file], file)[1]


def _listener(headers: list[n.Header], channel: str, language: str) -> Listener:
    channels = _first([one.text for one in header.channels] for header in headers) or list(USUAL)
    languages = _first([one.text for one in header.languages] for header in headers)
    written = next((one.written_in.text for one in headers if one.written_in), "")
    written = written or (languages[0] if languages else "en")
    if channel in LIKE_CHAT and "chat" in channels:
        channels = [channel, *channels]
    for wanted, known in ((channel, channels), (language, languages or [written])):
        if wanted and wanted not in known:
            raise Lost(f"The flow does not know “{wanted}”. It has: {', '.join(known)}.")
    return Listener(channel or channels[0], language or written, written)


def _screen(written: n.Screen | None, to: Listener) -> Screen:
    own = (written.more, written.less) if written else (None, None)
    more, less = (page_word(one, to) for one in own)
    return Screen(
        to.channel,
        written.limit.value if written else 0,
        more or phrase(to.language, "more"),
        less or phrase(to.language, "less"),
    )


def _first(lists: Iterable[list[str]]) -> list[str]:
    return next((one for one in lists if one), [])


class Walk:
    """The lines of a flow, place by place."""

    def __init__(self, to: Listener, small: Screen) -> None:
        self.to = to
        self.small = small

    def file(self, flow: n.File, shared: n.File | None) -> Iterator[str]:
        for step in flow.steps:
            yield from ("", f"{step.name.text}:")
            yield from _deeper(self.body(step.body))
        for handler in flow.handlers:
            yield from self.under(f"on {_event(handler)}:", handler.body, "")
        yield from self.anywhere((*flow.anywhere, *(shared.anywhere if shared else ())))

    def anywhere(self, options: n.Options) -> Iterator[str]:
        if not options:
            return
        yield from ("", "anywhere (not announced):")
        for choice, option in zip(choices(options, self.to, UNNUMBERED), options, strict=True):
            yield f"  {choice.key or '-'} {choice.label}{_leads(option)}"

    def under(self, heading: str, body: n.Body | None, gap: str | None = None) -> Iterator[str]:
        """A heading and its body, or nothing where nobody hears anything of it."""
        inner = list(self.body(body or ()))
        if inner:
            yield from ([] if gap is None else [gap])
            yield heading
            yield from _deeper(inner)

    def body(self, body: n.Body) -> Iterator[str]:
        """What is said in a row stands on one screen, with the question that it leads to."""
        before: list[n.Say] = []
        for statement in body:
            if isinstance(statement, n.Say):
                before.append(statement)
            elif isinstance(statement, _QUESTIONS):
                yield from self.question(statement, self.texts(before))
                before = []
            elif lines := list(self.statement(statement)):
                yield from self.screen(self.texts(before))
                yield from lines
                before = []
        yield from self.screen(self.texts(before))

    def texts(self, before: list[n.Say]) -> tuple[str, ...]:
        """What is really said here: a text without words for this channel is left out."""
        return tuple(text for one in before if (text := said(one.text, self.to)))

    def screen(self, texts: tuple[str, ...], prompt: Prompt | None = None) -> Iterator[str]:
        if texts or prompt:
            yield from drawn(texts, prompt, self.to, self.small)

    def statement(self, statement: n.Statement) -> Iterator[str]:
        match statement:
            case n.AskInstead(text=text):
                yield from self.screen((said(text, self.to),))
                yield "(the choices stay)"
            case n.Again():
                yield "(the question again)"
            case n.If() | n.For() | n.Repeat():
                yield from self.branches(statement)
            case n.Handoff() | n.Fetch():
                yield from self.waiting(statement)
            case _:
                yield from self.leaving(statement)

    def question(self, it: _Question, before: tuple[str, ...] = ()) -> Iterator[str]:
        yield from self.screen(before, self.prompt(it))
        if isinstance(it, n.Form):
            yield from self.body(it.asks)
            if it.read_back:
                yield from self.screen((said(it.read_back, self.to),))
        for option in () if isinstance(it, n.Form) else it.options:
            yield from self.option(option)
        for ladder in it.ladders:
            if ladder.kind == "silence" and not named(self.to.channel).spoken:
                continue
            yield from self.under(f"{_rung(ladder)}:", ladder.body)

    def prompt(self, it: _Question) -> Prompt:
        match it:
            case n.Form():
                return asked(it.question, it.hint, (), self.to, accepts="form")
            case n.Browse():
                return asked(it.show, None, it.options, self.to)
            case n.Menu():
                return asked(it.question, None, it.options, self.to, keys=it.keys)
        kind = it.type.name if it.type else "text"
        return asked(it.question, it.hint, it.options, self.to, keys=it.keys, accepts=kind)

    def option(self, option: n.Option | n.Each) -> Iterator[str]:
        condition = option.condition if isinstance(option, n.Option) else None
        only = f" (only if {condition.source})" if condition else ""
        leads = _leads(option)
        if leads or only:
            yield f"“{label(option, self.to)}”{only}{leads}"
        body = option.body if isinstance(option, n.Option) else None
        yield from self.under(f"“{label(option, self.to)}”:", body)

    def branches(self, it: n.If | n.For | n.Repeat) -> Iterator[str]:
        if isinstance(it, n.If):
            for number, branch in enumerate(it.branches):
                word = "elif" if number else "if"
                yield from self.under(f"{word} {branch.condition.source}:", branch.body)
            yield from self.under("else:", it.otherwise)
        elif isinstance(it, n.For):
            yield from self.under(f"for each {it.name.text} in {it.items.source}:", it.body)
        else:
            yield from self.under(f"up to {it.times.value} times:", it.body)

    def waiting(self, it: n.Handoff | n.Fetch) -> Iterator[str]:
        if isinstance(it, n.Fetch):
            if it.slow:
                yield from self.under(f"while {it.name.text} takes long:", it.slow.body)
            yield from self.under(f"if {it.name.text} cannot be fetched:", it.on_error)
            yield from self.under(f"if {it.name.text} comes late:", it.on_late)
            return
        yield f"[waits for {it.queue.text}]"
        if it.waiting:
            yield from self.under(f"every {it.waiting.seconds.seconds} s:", it.waiting.body)
        for timed in it.afters:
            yield from self.under(f"after {timed.seconds.seconds} s:", timed.body)
        for outcome in it.outcomes:
            yield from self.under(f"on {outcome.kind}:", outcome.body)

    def leaving(self, statement: n.Statement) -> Iterator[str]:
        match statement:
            case n.Jump(target=target):
                yield f"-> {target.path.text}"
            case n.Call(target=target):
                yield f"[{target.path.text}]"
            case n.End():
                yield "(end)"
            case n.Transfer(to=to):
                yield f"[transfer to {plain(to)}]"
            case n.Play(file=file):
                yield f"[{plain(file)}]"
            case n.SetLanguage(language=language):
                yield f"[goes on in {language.text}]"
            case n.GoOn(channel=channel):
                yield f"[goes on by {channel.text}]"
            case n.Send(channel=channel, text=text) if text:
                there = Listener(channel.text, self.to.language, self.to.written_in)
                sent = drawn(
                    (said(text, there),), None, there, self.small._replace(channel=there.channel)
                )
                yield from (f"[sends {channel.text}]", *_deeper(sent))


def _deeper(lines: Iterable[str]) -> Iterator[str]:
    return (f"  {line}" if line else line for line in lines)


def _leads(option: n.Option | n.Each) -> str:
    return f" -> {option.target.path.text}" if option.target else ""


def _rung(ladder: n.Ladder) -> str:
    if ladder.condition:
        return f"{ladder.kind} if {ladder.condition.source}"
    word = "after " if ladder.kind == "give up" else ""
    return f"{ladder.kind} {word}{ladder.count.value}" if ladder.count else ladder.kind


def _event(handler: n.Handler) -> str:
    if handler.word:
        return f"{handler.event} {handler.word.text}"
    return f"{handler.event} {handler.after.seconds} s" if handler.after else handler.event
