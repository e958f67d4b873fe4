"""Every hotline, in every language it speaks, called by keys, with the voices that callers hear."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flowengine.authoring.calling_account import BOT, CALLER
from flowengine.speech.synthesis.studio import Studio
from tests.flows.calls import Caller, hotline, presses

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

# flow, language, keys a question, what is heard, how the conversation ended
CALLS = [
    ("food_bank", "en", "1 2", "Goodbye.", "end"),
    ("college_line", "uk", "1 3 2 5", "До побачення.", "end"),
    ("college_line", "ru", "2 3 2 5", "До свидания.", "end"),
    ("college_line", "en", "3 3 2 5", "Goodbye.", "end"),
    ("donors", "en", "5", "Goodbye, and thank you.", "end"),
    ("donors", "uk", "5", "До побачення, і дякуємо.", "end"),
    ("student_desk", "hr", "1 2 2", "Doviđenja.", "end"),
    ("clinic", "fa", "4 1 2 2", "خدانگهدار.", "end"),
    ("shelter_line", "uk", "2 2", "102 – поліція, 112", "hang up"),
    ("shelter_line", "ru", "2 2", "102 – полиция, 112", "hang up"),
]


@pytest.fixture(scope="module")
def caller(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caller]:
    studio = Studio(tmp_path_factory.mktemp("sounds"))
    yield Caller(studio, None)
    studio.close()


@pytest.mark.parametrize(("name", "language", "keys", "heard", "ended"), CALLS)
def test_by_keys(
    caller: Caller, name: str, language: str, keys: str, heard: str, ended: str
) -> None:
    one = caller.call(hotline(name), presses(keys), language=language, silences=4)
    pressed = [text for text in one.account.texts(CALLER) if text.startswith("[")]
    assert pressed == [f"[{group}]" for group in keys.split()]
    assert heard in "\n".join(one.account.texts(BOT))
    assert one.account.ended == ended
    assert caller.unspoken == []
