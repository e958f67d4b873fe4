"""Texts that count something: `{{ n }} {{ n | plural('bed', 'beds') }}` as gettext's plural forms.

A translator gets whole sentences, one for each form of the language, and no code. They become one
text again: where the forms differ stands a `plural` hole. A text that counts two different things
stays as it is written, holes and all, because no list of forms could hold it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from gettext import c2py
from itertools import takewhile

from babel import Locale, UnknownLocaleError
from babel.messages.plurals import get_plural

from flowengine.language.checks.wording import HOLE

_STRING = r"""(?:"[^"]*"|'[^']*')"""
_PLURAL = re.compile(  # a blank has one place only, or a line of them would take for ever
    r"\{\{ *((?! )(?:(?!\{\{|\}\}).)+?)(?<! ) *\| *plural\( *("
    + _STRING
    + r"(?: *, *"
    + _STRING
    + r")*) *\) *\}\}"
)
_COUNTS = re.compile(r"\| *plural\b")
_FORM = re.compile(_STRING)
_ORDER = ("zero", "one", "two", "few", "many", "other")
_TRIED = (*range(201), 1000, 1_000_000)  # every form of every language is among them


class Uncountable(ValueError):
    """The forms cannot be joined to one text; the words say why."""


def counted(text: str) -> tuple[str, str]:
    """The text for one and for many; "" for many where it does not count exactly one thing."""
    if len(counts(text)) != 1:
        return text, ""
    return _form(text, 0), _form(text, -1)


def counts(text: str) -> frozenset[str]:
    """What is counted in it: the expressions before `| plural(…)`; none where one is unreadable."""
    found = [one[1] for one in _PLURAL.finditer(text)]
    return frozenset(found if len(found) == len(_COUNTS.findall(text)) else ())


def _form(text: str, number: int) -> str:
    return _PLURAL.sub(lambda found: _FORM.findall(found[2])[number][1:-1], text)


def joined(forms: Sequence[str], count: str) -> str:
    """Sentences that differ by number as one text. Raises Uncountable."""
    lines = [form.split("\n") for form in forms]
    if len({len(each) for each in lines}) > 1:
        raise Uncountable("Not every form has as many lines")
    return "\n".join(_line(each, count) for each in zip(*lines, strict=True))


def _line(forms: Sequence[str], count: str) -> str:
    pieces = [HOLE.split(form) for form in forms]
    holes = {tuple("".join(hole.split()) for hole in each[1::2]) for each in pieces}
    if len(holes) > 1:
        raise Uncountable("The forms don't have the same holes in the same order")
    return "".join(
        each[0] if hole % 2 else _differing(each, count)
        for hole, each in enumerate(zip(*pieces, strict=True))
    )


def _differing(forms: Sequence[str], count: str) -> str:
    """What the forms share stays outside the hole, so that it reads well where it is shown."""
    if len(set(forms)) == 1:
        return forms[0]
    words = [re.split(r"( )", form) for form in forms]
    head = _shared(words)
    rest = [each[head:] for each in words]
    tail = _shared([each[::-1] for each in rest])
    middle = ["".join(each[: len(each) - tail]) for each in rest]
    quoted = ", ".join(_quoted(form) for form in middle)
    end = "".join(rest[0][len(rest[0]) - tail :])
    return f"{''.join(words[0][:head])}{{{{ {count} | plural({quoted}) }}}}{end}"


def _shared(words: Iterable[Sequence[str]]) -> int:
    """How many words they begin with alike."""
    return sum(1 for _ in takewhile(lambda each: len(set(each)) == 1, zip(*words, strict=False)))


def _quoted(form: str) -> str:
    """As an expression writes a text; of marks of both kinds one becomes a typographic one."""
    return f"'{form}'" if "'" not in form else '"' + form.replace('"', "″") + '"'


# ---------------------------------------------------------------- the forms of a language


def rule_of(language: str) -> str:
    """The header `Plural-Forms` that translators' programs expect for it."""
    found = get_plural(language.replace("-", "_"))
    return f"nplurals={found.num_plurals}; plural={found.plural_expr};"


def in_order(forms: Sequence[str], header: str, language: str) -> list[str]:
    """The forms of a catalogue in the order that `| plural(…)` wants: one, few, many …

    `header` is the catalogue's own `Plural-Forms`, as different programs write it differently.
    Raises Uncountable where it cannot be read.
    """
    choose = _chooser(header or rule_of(language))
    numbers = {tag: number for number in reversed(_TRIED) for tag in [_tag(language, number)]}
    found = []
    for tag in _tags(language):
        # No whole number is "other" in Ukrainian; a fraction is like two: 1,5 години.
        at = choose(numbers.get(tag, numbers.get("few", 0)))
        found.append(forms[at] if 0 <= at < len(forms) else forms[-1])
    return found


def examples(language: str, header: str = "") -> list[str]:
    """For each form of a catalogue, the first numbers it is for: `1, 21, 31 …`."""
    rule = header or rule_of(language)
    choose, count = _chooser(rule), re.search(r"nplurals *= *(\d+)", rule)
    found = []
    for form in range(int(count[1]) if count else 1):
        numbers = [str(n) for n in _TRIED[:125] if choose(n) == form]
        found.append(", ".join(numbers[:4]) + (" …" if len(numbers) > 4 else ""))
    return found


@lru_cache(maxsize=64)
def _chooser(header: str) -> Callable[[int], int]:
    """The rule as a function, tried once on all numbers it will ever be asked about."""
    found = re.search(r"plural *= *([^;]+)", header)
    try:
        rule = c2py(found[1].strip() if found else "")
        return {number: rule(number) for number in _TRIED}.__getitem__
    except (ValueError, ZeroDivisionError):
        raise Uncountable(f"The header Plural-Forms cannot be read: {header}") from None


def _tags(language: str) -> list[str]:
    tags = _locale(language).plural_form.tags
    return [tag for tag in _ORDER if tag in tags or tag == "other"]


def _tag(language: str, number: int) -> str:
    return str(_locale(language).plural_form(number))


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")
