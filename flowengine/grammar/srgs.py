"""Grammars in XML, read: the W3C Speech Recognition Grammar Specification 1.0.

Source: W3C Recommendation of 16 March 2004, sections 2 to 4. Weights are kept; tags are literals
(Semantic Interpretation 1.0, section 3), and of its scripts only `out = "text";`. Refused, because
they mean nothing here or hide something: document types and entities, grammars of keys, garbage,
rules of a file that is named without a rule.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat  # document types, and so entities, are refused below

from flowengine.grammar.expansion import (
    Alternatives,
    Expansion,
    Grammar,
    GrammarError,
    Optional,
    Repeat,
    RuleRef,
    Sequence,
    Tag,
    Words,
)

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_FILE = 200_000  # characters
MAX_DEPTH = 50  # elements within elements
MAX_PARTS = 10_000  # words and so on of one rule, repeats written out
NAMESPACE = "http://www.w3.org/2001/06/grammar"

_SKIPPED = ("example", "lexicon", "meta", "metadata")
_PLACES = {  # what may stand where
    "": ("grammar",),
    "grammar": ("rule", *_SKIPPED),
    "rule": ("item", "one-of", "ruleref", "token", "tag", "example"),
    "item": ("item", "one-of", "ruleref", "token", "tag"),
    "one-of": ("item",),
}
_REPEAT = re.compile(r"\s*(\d{1,4})\s*(?:(-)\s*(\d{1,4})?)?\s*")
_WEIGHT = re.compile(r"\s*(?:\d{1,9}(?:\.\d{0,9})?|\.\d{1,9})\s*")
_SCRIPT = re.compile(r"""\s*out\s*=\s*(?:"([^"\\]*)"|'([^'\\]*)')\s*;?\s*""")
_TOKENS = re.compile(r'"([^"]*)"|([^\s"]+)|(")')


def parse_srgs(text: str, name: str) -> Grammar:
    """An XML grammar; its own name is nowhere in the file. Raises `GrammarError` with offsets."""
    if len(text) > MAX_FILE:
        raise GrammarError("This grammar file is too long.", MAX_FILE, len(text), "Split it.")
    return _Reader(text, name).read()


@dataclass(slots=True)
class _Element:
    """One that is open: what it holds so far."""

    tag: str
    attributes: dict[str, str]
    start: int
    items: list[Expansion] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    text: str = ""
    parts: int = 1


class _Reader:
    def __init__(self, text: str, name: str) -> None:
        self.bytes = text.encode("utf-8", "surrogatepass")
        self.name = name
        self.open = [_Element("", {}, 0)]
        self.rules: dict[str, Expansion] = {}
        self.public: list[str] = []
        self.head: dict[str, str] = {}
        self.skipping = 0
        self.parser = expat.ParserCreate("utf-8", namespace_separator=None)
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.StartElementHandler = self.begin
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters

    def read(self) -> Grammar:
        try:
            self.parser.Parse(self.bytes, True)
        except expat.ExpatError as error:
            at = self.offset(self.parser.ErrorByteIndex)
            reason = expat.ErrorString(error.code)
            raise GrammarError(
                f"This is no XML from here on ({reason}).", at, at + 1, "Mend the mark-up here."
            ) from error
        root = self.head.get("root", "")
        if root and root not in self.rules:
            raise GrammarError(
                f"The root rule “{root}” is not in this file.", 0, 1, "Name one of its rules."
            )
        if root and root not in self.public:
            self.public.insert(0, root)
        return Grammar(self.name, self.rules, tuple(self.public), self.head.get("xml:lang", ""))

    def offset(self, index: int) -> int:
        """Bytes of UTF-8 to characters."""
        return len(self.bytes[:index].decode("utf-8", "replace"))

    def wrong(self, message: str, hint: str, at: int = -1) -> GrammarError:
        """An error at this byte, or at the mark the parser stands on."""
        at = self.parser.CurrentByteIndex if at < 0 else at
        end = self.bytes.find(b">", at) + 1 or len(self.bytes)
        return GrammarError(message, self.offset(at), self.offset(end), hint)

    # What the parser calls

    def doctype(self, *_: object) -> None:
        at = self.bytes.rfind(b"<!", 0, self.parser.CurrentByteIndex)
        raise self.wrong(
            "A grammar has no document type here: it could make names stand for anything.",
            "Leave the line out.",
            at,
        )

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if self.skipping or tag in _SKIPPED:
            self.skipping += 1
            return
        outer = self.open[-1].tag
        if tag not in _PLACES.get(outer, ()):
            place = f"in <{outer}>" if outer else "at the top"
            raise self.wrong(f"<{tag}> cannot stand {place}.", _may_stand(outer))
        if len(self.open) > MAX_DEPTH:
            raise self.wrong("Elements are nested too deep here.", "Use rules of their own.")
        if tag == "grammar":
            self.begin_grammar(attributes)
        self.flush()
        self.open.append(_Element(tag, attributes, self.parser.CurrentByteIndex))

    def characters(self, text: str) -> None:
        if not self.skipping:
            self.open[-1].text += text

    def end(self, _name: str) -> None:
        if self.skipping:
            self.skipping -= 1
            return
        if self.open[-1].tag not in ("tag", "token"):
            self.flush()
        element = self.open.pop()
        closed = _CLOSE[element.tag](self, element)
        if closed is not None:
            outer = self.open[-1]
            outer.items.append(closed)
            outer.parts += element.parts
            if outer.parts > MAX_PARTS:
                raise self.wrong("This rule is too large.", "Repeat less, or split it.")

    # Making the tree

    def begin_grammar(self, attributes: dict[str, str]) -> None:
        self.head = attributes
        if attributes.get("version", "1.0") != "1.0":
            raise self.wrong("Only version 1.0 of these grammars is known.", 'Write version="1.0".')
        if attributes.get("mode", "voice") != "voice":
            raise self.wrong(
                "This is a grammar of keys, not of words.", "Keys stand in the flow's own menu."
            )

    def flush(self) -> None:
        """The words that stood between two elements."""
        element = self.open[-1]
        words: list[str] = []
        for quoted, word, stray in _TOKENS.findall(element.text):
            if stray:
                raise self.wrong(
                    "A quotation mark before this has no partner.", "Add or remove one."
                )
            words += [word] if word else quoted.split()
        element.text = ""
        if not words:
            return
        if element.tag not in ("rule", "item"):
            raise self.wrong(
                f"Words cannot stand in <{element.tag}>.", "Put them into an <item> or a <rule>."
            )
        element.items.append(Words(tuple(words)))
        element.parts += len(words)

    def close_grammar(self, _element: _Element) -> None:
        if not self.rules:
            raise self.wrong("This grammar has no rule.", 'Write <rule id="name">words</rule>.')

    def close_rule(self, element: _Element) -> None:
        name = element.attributes.get("id", "")
        if not name or name in self.rules:
            raise self.wrong(
                f"The rule “{name}” is written twice." if name else "This rule has no name.",
                "Give it a name of its own: id=“name”.",
            )
        self.rules[name] = _sequence(element.items)
        if element.attributes.get("scope", "private") == "public":
            self.public.append(name)

    def close_item(self, element: _Element) -> Expansion | None:
        weight = element.attributes.get("weight", "1")
        if not _WEIGHT.fullmatch(weight):
            raise self.wrong(f"“{weight}” is no weight.", "Write a number, like 2.5.")
        self.open[-1].weights.append(float(weight))
        return self.repeated(_sequence(element.items), element)

    def repeated(self, item: Expansion, element: _Element) -> Expansion:
        written = element.attributes.get("repeat", "1")
        found = _REPEAT.fullmatch(written)
        least = int(found[1]) if found else 0
        most = int(found[3] or 0) if found and found[2] else least
        if found is None or (found[3] and most < least):
            raise self.wrong(f"“{written}” says not how often.", "Write 3, 0-1, 2-4 or 1-.")
        element.parts *= max(least, most, 1)
        if found[2] and not found[3]:
            return _sequence([*[item] * (least - 1), Repeat(item, min(least, 1))])
        return _sequence([*[item] * least, *[Optional(item)] * (most - least)])

    def close_one_of(self, element: _Element) -> Expansion:
        weights = tuple(element.weights)
        return Alternatives(tuple(element.items), weights if set(weights) != {1.0} else ())

    def close_ruleref(self, element: _Element) -> Expansion:
        special, address = (element.attributes.get(key, "") for key in ("special", "uri"))
        if special in _SPECIAL:
            return _SPECIAL[special]
        if special:
            raise self.wrong(f"“{special}” is not understood here.", "Use NULL, VOID or a rule.")
        path, sign, rule = address.strip().rpartition("#")
        if not sign or not rule:
            raise self.wrong(
                f"“{address}” names no rule.", "Write uri=“#rule”, or uri=“file.grxml#rule”."
            )
        file = path.rpartition("/")[2]
        name = f"{file.rpartition('.')[0] or file}.{rule}" if file else rule
        start = self.offset(element.start)
        return RuleRef(name, start, self.offset(self.parser.CurrentByteIndex))

    def close_token(self, element: _Element) -> Expansion:
        return Words(tuple(element.text.replace('"', " ").split()))

    def close_tag(self, element: _Element) -> Expansion:
        if self.head.get("tag-format", "").endswith("-literals"):
            return Tag(element.text.strip())
        script = _SCRIPT.fullmatch(element.text)
        if script:
            return Tag(script[1] or script[2] or "")
        if re.search(r"[=;(){}]", element.text):
            raise self.wrong(
                "This tag is a script; here a tag is only a text.",
                "Write tag-format=“semantics/1.0-literals” and the text alone.",
            )
        return Tag(element.text.strip())


_SPECIAL: dict[str, Expansion] = {"NULL": Sequence(()), "VOID": Alternatives(())}
_CLOSE: dict[str, Callable[[_Reader, _Element], Expansion | None]] = {
    "grammar": _Reader.close_grammar,
    "rule": _Reader.close_rule,
    "item": _Reader.close_item,
    "one-of": _Reader.close_one_of,
    "ruleref": _Reader.close_ruleref,
    "token": _Reader.close_token,
    "tag": _Reader.close_tag,
}


def _may_stand(outer: str) -> str:
    inside = ", ".join(f"<{tag}>" for tag in _PLACES.get(outer, ()))
    return f"Here may stand: {inside}." if inside else "Only text may stand here."


def _sequence(items: list[Expansion]) -> Expansion:
    return items[0] if len(items) == 1 else Sequence(tuple(items))
