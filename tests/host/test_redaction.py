from __future__ import annotations

from typing import Any

import msgspec
import pytest

from flowengine.host.lines import HIDDEN, Line, decode, encode
from flowengine.host.media import checked
from flowengine.host.redaction import forgotten, redacted, renamed
from flowengine.runtime.effects import Choice, Field, Forgot, Say
from flowengine.store.records import Message, Upload
from tests.host.conftest import Play, Shop
from tests.host.test_turn import session

BEFORE = msgspec.structs.replace(
    session("shop.main/pin"),
    values={"name": "Anna Kovač", "short": "ab", "age": 41, "town": "Split"},
    contact={"town": "Zagreb", "street": "Ilica 1"},
)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("name", ("Anna Kovač",)),
        ("short", ()),
        ("age", ()),
        ("nothing", ()),
        ("contact.town", ("Zagreb", "Split")),
        ("contact.street", ("Ilica 1",)),
        ("contact", ("Ilica 1", "Zagreb")),
        ("pin", ("my pin is 1234",)),
    ],
)
def test_what_was_forgotten_is_found(path: str, found: tuple[str, ...]) -> None:
    effects: list[Any] = [Say(text="Kept.", language="en"), Forgot(path=path)]
    line = Line(kind="text", text=" my pin is 1234 ")
    assert forgotten(BEFORE, effects, line) == found
    assert forgotten(BEFORE, effects[:1], line) == ()


ANNA = Choice(id="Anna", key="1", label="For Anna")
NOBODY = Choice(id="Anna", key="1", label=f"For {HIDDEN}")


@pytest.mark.parametrize(
    ("line", "left"),
    [
        (Line(kind="text", text="I am Anna."), Line(kind="text", text=f"I am {HIDDEN}.")),
        (
            Line(kind="prompt", text="Which?", choices=(ANNA,)),
            Line(kind="prompt", text="Which?", choices=(NOBODY,)),
        ),
        (
            Line(
                kind="prompt",
                fields=(Field(slot="a", label="Anna?", hint="Anna!", accepts="", choices=(ANNA,)),),
            ),
            Line(
                kind="prompt",
                fields=(
                    Field(
                        slot="a",
                        label=f"{HIDDEN}?",
                        hint=f"{HIDDEN}!",
                        accepts="",
                        choices=(NOBODY,),
                    ),
                ),
            ),
        ),
        (
            Line(kind="contact", reference={"name": "Anna", "lines": ["Anna", 1]}),
            Line(kind="contact", reference={"name": HIDDEN, "lines": [HIDDEN, 1]}),
        ),
        (
            Line(kind="photo", text="Anna.jpg", reference={"upload": "xAnnax"}),
            Line(kind="photo", text=f"{HIDDEN}.jpg", reference={"upload": "xAnnax"}),
        ),
        (
            Line(kind="photo", text="my wife.jpg", id="m1", reference={"upload": "Anna"}),
            Line(kind="photo", text=HIDDEN, id="m1"),
        ),
    ],
)
def test_what_is_read_of_a_line_is_hidden(line: Line, left: Line) -> None:
    messages = (Message(1, 1.0, "flow", encode(line)), Message(2, 1.0, "flow", encode(LINE)))
    (changed,) = redacted(messages, ("Anna",))
    assert (changed.number, decode(changed.body)) == (1, left)


def test_a_file_that_comes_while_its_name_is_forgotten_has_another() -> None:
    upload = Upload("Anna", 1.0, "Anna at home.jpg", "image/jpeg", b"Anna")
    left = Upload("Anna", 1.0, f"{HIDDEN} at home.jpg", "image/jpeg", b"Anna")
    assert renamed(upload, ("Anna",)) == left
    assert renamed(upload, ()) == upload


LINE = Line(kind="text", text="Said.", secret=True, turn=3)


@pytest.mark.parametrize("words", ["kind", "text", "true", "turn", '":"', "\\", '"'])
def test_words_that_a_line_is_written_with_break_no_line(words: str) -> None:
    said = Message(1, 1.0, "person", encode(Line(kind="text", text=f"I say {words}")))
    told = Message(2, 1.0, "flow", encode(LINE))
    (changed,) = redacted((said, told), (words,))
    assert decode(changed.body) == Line(kind="text", text=f"I say {HIDDEN}")
    assert redacted((said, told), ()) == ()


def test_a_name_that_is_forgotten_is_read_nowhere(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        text = shop.flow.read_text(encoding="utf-8")
        forgets = '  say "Thank you, {{ name }}."\n  forget name'
        shop.flow.write_text(text.replace('  say "Thank you, {{ name }}."', forgets))
        shop.library.refresh()
        key = (await shop.begin()).conversation.id
        for number, said in enumerate(("3", "Anna Kovač", "1234", "+380671234567")):
            await shop.conversations.say(key, said, f"m{number}")
        told = " ".join([line.text for line in await shop.lines(key)])
        assert "Thank you, ••••." in told
        assert "Anna" not in told

    play(scene)


FILES = """flow files "Files"
channels chat

start:
  ask paper: file "A paper?"
  say "Thank you."
  ask more: text "Anything else?"
  forget paper
  ask last: text "And now?"
  end
"""


def test_a_file_that_is_forgotten_is_named_nowhere(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        shop.flow.with_name("files.flow").write_text(FILES, encoding="utf-8")
        shop.library.refresh()
        opened = await shop.conversations.begin("files", channel="chat")
        key = opened.conversation.id
        await shop.conversations.receive(key, checked(b"My letter.", "letter to Ana.txt"), "m1")
        (paper,) = [line for line in await shop.lines(key) if line.id == "m1"]
        assert paper.text == "letter to Ana.txt"
        assert paper.reference["type"].startswith("text/plain")
        await shop.conversations.say(key, "no", "m2")
        (paper,) = [line for line in await shop.lines(key) if line.id == "m1"]
        assert (paper.text, paper.reference) == (HIDDEN, None)

    play(scene)
