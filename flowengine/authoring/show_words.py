"""Texts and questions of a flow file as a channel and a language present them, holes left open."""

from __future__ import annotations

from dataclasses import dataclass

from flowengine.channels.lower import lower, named
from flowengine.language import nodes as n
from flowengine.language.checks import wording
from flowengine.language.checks.wording import plain
from flowengine.runtime.choices import SIGNS
from flowengine.runtime.effects import Choice, Prompt, Say, Show
from flowengine.runtime.phrases import phrase

_KEYED_ANSWERS = ("choice", "yes/no", "text")  # other answers could be taken for a number


@dataclass(frozen=True, slots=True)
class Listener:
    """Who hears it: a channel and a language, and the language that unmarked texts are in."""

    channel: str
    language: str
    written_in: str


def said(text: n.Text, to: Listener) -> str:
    """A message; its alternatives one below the other."""
    effects: list[Say | Show] = [Say(text=words(text, to), language=to.language)]
    effects += [
        Show(kind=one.kind, reference=f"{{{{ {one.value.source} }}}}") for one in text.attachments
    ]
    return "\n".join(lower(effects, to.channel))


def asked(
    question: n.Text | None,
    hint: n.Text | None,
    options: n.Options,
    to: Listener,
    *,
    keys: bool | None = None,
    accepts: str = "",
) -> Prompt:
    """A question with its choices. `accepts` is the type of answer, "" for a menu."""
    recorded = question is not None and any(_fits(one.tags, to) for one in question.recordings)
    return Prompt(
        turn=0,
        wait="",
        kind="ask" if accepts else "menu",
        text=words(question, to) if question else "",
        language=to.language,
        accepts=accepts,
        choices=tuple(choices(options, to, accepts)),
        hint=words(hint, to) if hint else "",
        says_keys=not recorded if keys is None else keys,
    )


def words(text: n.Text, to: Listener) -> str:
    """The most exact variant: channel and language, channel, language, as written."""
    alternatives = wording.alternatives(text, to.channel, to.language)
    joined = (_lines(alternative, to) for alternative in alternatives)
    return "\n(or) ".join(joined)


def choices(options: n.Options, to: Listener, accepts: str) -> list[Choice]:
    """As numbered by the interpreter: written keys stay, dashes take the free ones in order."""
    found = list(_yes_no(options, to)) if accepts == "yes/no" else []
    counted = not accepts or accepts in _KEYED_ANSWERS
    taken = {one.key for one in options if isinstance(one, n.Option)}
    free = (key for key in map(str, range(1, 1000)) if key not in taken)
    for number, option in enumerate(options):
        if isinstance(option, n.Option) and option.key in ("yes", "no"):
            continue
        quiet = isinstance(option, n.Option) and option.quiet
        key = SIGNS.get(option.key, option.key) if isinstance(option, n.Option) else "-"
        if key == "-":
            key = next(free) if counted and not quiet else ""
        found.append(Choice(id=str(number), key=key, label=label(option, to), quiet=quiet))
    return found


def label(option: n.Option | n.Each, to: Listener) -> str:
    """What is shown for it, on this channel and in this language where it has such a one."""
    return plain(wording.label(option, to.channel, to.language))


def page_word(written: n.PageWord | None, to: Listener) -> str:
    """What turns the page; "" where the flow leaves that to us."""
    if written is None:
        return ""
    found = wording.nearest(written.variants, to.channel, to.language)
    word = found[0][0] if found else written.word
    return plain(word) if word else ""


def _yes_no(options: n.Options, to: Listener) -> list[Choice]:
    own = {one.key: label(one, to) for one in options if isinstance(one, n.Option)}
    return [
        Choice(id=word, key=key, label=own.get(word) or phrase(to.language, word))
        for word, key in (("yes", "1"), ("no", "2"))
    ]


def _lines(alternative: tuple[n.Quote, ...], to: Listener) -> str:
    join = " " if named(to.channel).spoken else "\n"
    return join.join(plain(quote) for quote in alternative)


def _fits(tags: tuple[n.Name, ...], to: Listener) -> bool:
    return all(tag.text in (to.channel, to.language) for tag in tags)
