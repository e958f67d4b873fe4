from __future__ import annotations

import pytest

from flowengine.language.expressions.parsing import parse_expression
from flowengine.language.expressions.types import type_of
from flowengine.language.expressions.vocabulary import Type

NAMES = {
    "topic": Type.TEXT,
    "beds": Type.NUMBER,
    "day": Type.DATE,
    "hour": Type.TIME,
    "safe": Type.BOOL,
    "office": Type.HOURS,
    "queue": Type.QUEUE,
    "channel": Type.CHANNEL,
    "names": Type.LIST,
    "place": Type.RECORD,
    "x": Type.ANY,
    "event": Type.RECORD,
    "event.word": Type.TEXT,
    "talk": Type.RECORD,
    "caller": Type.ANY,
}


def judge(source: str) -> tuple[Type, list[tuple[str, str]], str]:
    tree, problems = parse_expression(source)
    assert tree is not None, problems
    kind, found = type_of(tree, NAMES, ["voice", "sms"])
    marked = [(problem.code, source[problem.start : problem.end]) for problem in found]
    return kind, marked, " ".join(f"{problem.message} {problem.hint}" for problem in found)


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("topic", Type.TEXT),
        ("3.5", Type.NUMBER),
        ("yes", Type.BOOL),
        ('"a"', Type.TEXT),
        ("none", Type.NOTHING),
        ("talk.survey", Type.BOOL),
        ("talk.outcome", Type.TEXT),
        ("caller.number", Type.ANY),  # an item of a list that bears the name
        ("event.anything", Type.ANY),
        ("[topic]", Type.LIST),
        ('{"a": topic}', Type.RECORD),
        ("today", Type.DATE),
        ("now", Type.DATETIME),
        ("topic.label", Type.TEXT),
        ("beds.said", Type.TEXT),
        ("place.label", Type.ANY),
        ("event.word", Type.TEXT),
        ("event.other", Type.ANY),
        ("place.items[0].name", Type.ANY),
        ("names[0]", Type.ANY),
        ("names[x]", Type.ANY),
        ("names.count", Type.NUMBER),
        ("day.weekday", Type.TEXT),
        ("office.next_opening", Type.DATETIME),
        ("queue.position", Type.NUMBER),
        ("day | date", Type.TEXT),
        ("names | first", Type.ANY),
        ("names | count", Type.NUMBER),
        ('topic | default("a")', Type.TEXT),
        ("topic | default(3)", Type.ANY),
        ("topic is empty", Type.BOOL),
        ("office is open", Type.BOOL),
        ("office is open_at(today)", Type.BOOL),
        ('office is not open_at(today, time("9:00"))', Type.BOOL),
        ("channel is voice", Type.BOOL),
        ("x is sms", Type.BOOL),
        ("not topic", Type.BOOL),
        ("1 < beds < 3", Type.BOOL),
        ('topic in ["a"]', Type.BOOL),
        ('topic or "a"', Type.TEXT),
        ("topic and beds", Type.ANY),
        ('"a" if safe else "b"', Type.TEXT),
        ('"a" if safe', Type.ANY),
        ("topic ~ beds", Type.TEXT),
        ("-beds + 1", Type.NUMBER),
        ("days(3)", Type.SPAN),
        ("max(day, today)", Type.DATE),
        ("abs(day - today)", Type.SPAN),
        ('time("23:59")', Type.TIME),
        ("time(topic)", Type.TIME),
        ("date(2027, beds, 1)", Type.DATE),
    ],
)
def test_types(source: str, kind: Type) -> None:
    assert judge(source) == (kind, [], "")


@pytest.mark.parametrize(
    ("source", "marked", "words"),
    [
        ("topik", ("FE064", "topik"), "Did you mean `topic`?"),
        ("desk is open", ("FE064", "desk"), "Declare the hours at the margin: `hours desk`"),
        ("desk.next_opening", ("FE064", "desk"), "Declare the hours at the margin: `hours desk`"),
        ("desk.name", ("FE064", "desk"), "For the word itself write it in quotation marks"),
        ("topic | length", ("FE065", "topic | length"), "`| count`"),
        ("office is shut", ("FE066", "office is shut"), "There are"),
        ("len(names)", ("FE067", "len(names)"), "`… | count`"),
        ("date(2027, 5)", ("FE068", "date(2027, 5)"), "3 values in brackets, not 2"),
        ("days()", ("FE068", "days()"), "1 value in brackets, not 0"),
        ("max()", ("FE068", "max()"), "2 to 20 values"),
        ('topic | upper("x")', ("FE068", 'topic | upper("x")'), "nothing in brackets"),
        ("topic | default", ("FE068", "topic | default"), "1 value"),
        ("topic | date", ("FE069", "topic | date"), "a date or a date with a time"),
        ("office is open_at", ("FE068", "office is open_at"), "Open at a moment"),
        ("office is open_at(today, 9)", ("FE069", "9"), "takes a time of day"),
        ("beds is even(1, 2)", ("FE068", "beds is even(1, 2)"), "nothing in brackets"),
        ("beds is open", ("FE069", "beds is open"), "opening hours"),
        ("beds is voice", ("FE069", "beds is voice"), "`channel is voice`"),
        ('days("2")', ("FE069", '"2"'), "takes a number, and this is a text"),
        ('names | join(", ", 3)', ("FE068", 'names | join(", ", 3)'), "0 to 1 value "),
        ('time("25:00")', ("FE057", '"25:00"'), "not a time of day"),
        ("topic.foo", ("FE073", "topic.foo"), "There is `.lines`, `.count`."),
        ("queue.positon", ("FE073", "queue.positon"), "Did you mean `.position`?"),
        ("talk.outcom", ("FE073", "talk.outcom"), "`talk`. Did you mean `.outcome`?"),
        ("talk.when", ("FE073", "talk.when"), "There is `.agent`, `.outcome`, `.survey`."),
        ('talk.survey == "no"', ("FE070", 'talk.survey == "no"'), "without quotation marks"),
        ("(names | list).x", ("FE073", "(names | list).x"), "a text"),
        ("safe.year", ("FE073", "safe.year"), "behind the dot away"),
        ("topic[0]", ("FE073", "topic[0]"), "a text"),
        ('names["a"]', ("FE073", '"a"'), "`list[0]`"),
        ("[topik]", ("FE064", "topik"), ""),
        ('{"a": topik}', ("FE064", "topik"), ""),
        ("day + days(3) | date", ("FE069", "days(3) | date"), "brackets join more"),
        ('topic + "a"', ("FE071", 'topic + "a"'), "`~`"),
        ("-topic", ("FE072", "-topic"), "sign"),
        ('beds == "3"', ("FE070", 'beds == "3"'), "without quotation marks"),
        ("beds in topic", ("FE070", "topic"), "looked for"),
    ],
)
def test_what_cannot_work(source: str, marked: tuple[str, str], words: str) -> None:
    _, found, said = judge(source)
    if source.startswith("("):
        marked = (marked[0], found[0][1])
    assert found == [marked]
    assert words in said


def test_all_problems_come_in_the_order_of_the_source() -> None:
    _, found, _ = judge("topik + 1 == beds + nam | count")
    assert [marked for _, marked in found] == ["topik", "nam"]
