from __future__ import annotations

from typing import Any

import msgspec
import pytest

from flowengine.host import lines
from flowengine.host.lines import Line
from flowengine.runtime import effects as fx

CHOICES = (
    fx.Choice(id="a", key="1", label="One"),
    fx.Choice(id="b", key="", label="Two", quiet=True),
)
PROMPT = fx.Prompt(
    turn=3,
    wait="shop.main",
    kind="menu",
    text="Which?",
    language="en",
    choices=CHOICES,
    hint="1 or 2",
)


@pytest.mark.parametrize(
    ("effect", "line"),
    [
        (fx.Say(text="سلام", language="fa"), Line(kind="text", text="سلام", language="fa")),
        (
            fx.Show(kind="picture", reference="map.png", text="The way"),
            Line(kind="picture", reference="map.png", text="The way"),
        ),
        (fx.Transfer(to="+380800100102"), Line(kind="transfer", text="+380800100102")),
        (fx.Play(file="calm.wav"), Line(kind="play", reference="calm.wav")),
        (fx.GoneOn(channel="sms", to="+1"), Line(kind="gone_on", text="sms")),
        (fx.Recording(on=True), Line(kind="record", text="on")),
        (fx.Recording(on=False), Line(kind="record", text="off")),
        (
            fx.Say(text="Hi", language="en", recording="hi.wav", interrupt="no"),
            Line(kind="text", text="Hi", language="en", recording="hi.wav", interrupt="no"),
        ),
        (fx.Ended(reason="end"), Line(kind="ended", text="end")),
        (fx.Send(key="1", channel="chat", to="", text="Hi"), Line(kind="text", text="Hi")),
        (fx.Send(key="1", channel="sms", to="", text="Hi"), None),
        (fx.Send(key="1", channel="chat", to="Ann", text="Hi"), None),
        (fx.Tagged(subject="contact", tag="x"), None),
        (
            PROMPT,
            Line(
                kind="prompt",
                text="Which?\n1 or 2",
                language="en",
                turn=3,
                choices=CHOICES[:1],
            ),
        ),
    ],
)
def test_effects_for_the_person_are_lines(effect: fx.Effect, line: Line | None) -> None:
    assert lines.told([effect], "chat") == ([] if line is None else [line])


@pytest.mark.parametrize(
    "line",
    [Line(kind="text"), lines.prompted(PROMPT), Line(kind="contact", reference={"name": "Анна"})],
)
def test_a_line_is_read_back_as_it_was_written(line: Line) -> None:
    assert lines.decode(lines.encode(line)) == line


@pytest.mark.parametrize(
    ("asked", "text"),
    [(None, "4711"), (Line(kind="prompt"), "4711"), (Line(kind="prompt", secret=True), "••••")],
)
def test_secret_answers_are_not_written_down(asked: Any, text: str) -> None:
    assert lines.typed("4711", "m1", asked) == Line(kind="text", text=text, id="m1")


@pytest.mark.parametrize(
    ("asked", "text"), [(None, "a"), (lines.prompted(PROMPT), "One"), (Line(kind="prompt"), "a")]
)
def test_a_button_is_written_down_by_its_label(asked: Any, text: str) -> None:
    assert lines.picked("a", "m1", asked).text == text


FORM = Line(
    kind="prompt",
    fields=(
        fx.Field(slot="name", label="Name?", accepts="text"),
        fx.Field(slot="size", label="Size?", accepts="choice", choices=CHOICES),
        fx.Field(slot="pin", label="PIN?", accepts="digits", secret=True),
    ),
)


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"name": "Ann", "size": "b", "pin": "12"}, "Name: Ann\nSize: Two\nPIN: ••••"),
        ({"size": "1"}, "Size: One"),
        ({"size": "One", "name": ""}, "Size: One"),
        ({}, "–"),
        ({"nobody": "asked"}, "–"),
    ],
)
def test_a_form_is_written_down_as_it_was_filled_in(values: dict[str, str], text: str) -> None:
    assert lines.filled(values, "m", FORM) == Line(kind="text", text=text, id="m")


def test_a_form_that_nobody_asked_for_leaves_no_words() -> None:
    assert lines.filled({"name": "Ann"}, "m", None).text == "–"


def test_a_prompt_tells_a_driver_of_calls_what_it_needs() -> None:
    asked = msgspec.structs.replace(
        PROMPT, recording="which.wav", says_keys=False, interrupt="keys", patience=8.0, pause=2.0,
        limit=60,
    )  # fmt: skip
    line = lines.prompted(asked)
    assert (line.recording, line.says_keys, line.interrupt) == ("which.wav", False, "keys")
    assert (line.patience, line.pause, line.limit) == (8.0, 2.0, 60)


@pytest.mark.parametrize(
    ("keys", "asked", "text"),
    [
        ("1", lines.prompted(PROMPT), "One"),
        ("9", lines.prompted(PROMPT), "9"),
        ("1234#", None, "1234#"),
        ("1234", Line(kind="prompt", secret=True), lines.HIDDEN),
    ],
)
def test_keys_stand_in_the_transcript_by_what_they_chose(
    keys: str, asked: Line | None, text: str
) -> None:
    assert lines.pressed(keys, "m1", asked) == Line(kind="text", text=text, id="m1")
