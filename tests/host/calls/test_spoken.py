from __future__ import annotations

import pytest

from flowengine.channels.calls.sentences import CALL_NUMBER
from flowengine.channels.calls.utterances import utterances
from flowengine.host import lines
from flowengine.host.calls.spoken import spoken
from flowengine.runtime import effects as fx

CHOICES = (fx.Choice(id="a", key="1", label="One"), fx.Choice(id="b", key="2", label="Two"))
MENU = fx.Prompt(
    turn=3, wait="shop.main", kind="menu", text="Which?", language="en", choices=CHOICES,
    hint="1 or 2",
)  # fmt: skip
RECORDED = fx.Prompt(
    turn=3, wait="shop.main", kind="menu", text="Which?\nSay it.", language="en", choices=CHOICES,
    hint="1 or 2", recording="which.wav", interrupt="keys",
)  # fmt: skip


@pytest.mark.parametrize(
    "effects",
    [
        (fx.Say(text="Hi.", language="uk", interrupt="no"), MENU),
        (fx.Say(text="Hi.", language="uk", recording="hi.wav"), RECORDED),
        (fx.Play(file="calm.wav"), fx.Show(kind="contact", reference={"name": "Olha"})),
        (fx.Recording(on=True), fx.Ended(reason="end"), fx.Noted(text="nothing to hear")),
        (fx.Show(kind="picture", reference="map.png", text="A map"),),
    ],
    ids=["menu", "recorded", "played", "silent", "shown"],
)
def test_lines_are_said_as_the_effects_they_were_made_of(effects: tuple[fx.Effect, ...]) -> None:
    assert spoken(lines.told(effects, "voice"), "uk") == utterances(effects)


def test_whoever_cannot_be_put_through_hears_the_number_in_their_language() -> None:
    (said,) = spoken([lines.Line(kind="transfer", text="+380")], "uk")
    assert (said.text, said.language) == (CALL_NUMBER["uk"].format(number="+380"), "uk")


def test_a_line_that_names_no_language_is_in_that_of_the_conversation() -> None:
    assert [one.language for one in spoken([lines.Line(kind="text", text="Hi")], "hr")] == ["hr"]
