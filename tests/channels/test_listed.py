from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flowengine.channels.chat import CHAT
from flowengine.channels.listed import options
from flowengine.channels.sms import SMS
from flowengine.channels.ussd import USSD
from flowengine.runtime.effects import Choice, Prompt

if TYPE_CHECKING:
    from flowengine.channels.channel import Channel

PROMPT = Prompt(
    turn=1,
    wait="main",
    kind="menu",
    text="How can we help?",
    language="uk",
    choices=(
        Choice(id="a", key="1", label="Гранти"),
        Choice(id="b", key="#", label="Меню"),
        Choice(id="c", key="", label="Передзвоніть мені"),
        Choice(id="d", key="5", label="hidden", quiet=True),
    ),
    says_keys=False,
)


@pytest.mark.parametrize("channel", [CHAT, SMS, USSD], ids=lambda channel: channel.name)
def test_choices_are_a_list_to_read_even_where_a_recording_names_the_keys(channel: Channel) -> None:
    assert channel.options is options
    assert channel.options(PROMPT) == ("1. Гранти", "#. Меню", "- Передзвоніть мені")


def test_only_chat_shows_marks_pictures_and_buttons() -> None:
    assert [(c.markup, c.media, c.buttons > 0) for c in (CHAT, SMS, USSD)] == [
        (True, True, True),
        (False, False, False),
        (False, False, False),
    ]
