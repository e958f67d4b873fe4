"""Prompts: what was worked out for one conversation never shows in another."""

from __future__ import annotations

import pytest

from flowengine.language import program as p
from flowengine.runtime import effects as fx
from tests.runtime.talk import Talk, program

FLOW = program(
    'flow line "Line"\nlanguages en, uk\nwritten in en\nscreen 40\n\nstart:\n'
    '  menu "Which?"\n    uk: "Що?"\n    sms: "Type."\n    1 "A long first label"\n'
    '      uk: "Перше"\n    2 "Another long label"\n  -> ask_it\n\nask_it:\n'
    '  ask n: number "Number {{ 1 }}?" or "Which number?"\n    hint "Any."\n'
    '      sms: "Any by SMS."\n'
    "  -> start\n"
)
TALKERS = (("chat", "en"), ("chat", "uk"), ("sms", "uk"), ("ussd", "en"), ("voice", "uk"))


def prompts(channel: str, language: str, seed: int) -> list[fx.Effect | None]:
    talk = Talk(FLOW, channel, language=language, seed=seed)
    found: list[fx.Effect | None] = []
    for said in ("", "1", "5", "1", "nonsense", "1"):
        talk.says(said) if found else talk.start()
        found.append(talk.prompt)
    return found


@pytest.mark.parametrize(("channel", "language"), TALKERS)
def test_the_same_prompts_before_and_after_all_others(channel: str, language: str) -> None:
    before = [prompts(channel, language, seed) for seed in (1, 2, 3)]
    for other in TALKERS:
        prompts(*other, seed=4)
    assert [prompts(channel, language, seed) for seed in (1, 2, 3)] == before


def test_a_prompt_in_each_language_and_channel() -> None:
    firsts = {one: prompts(*one, seed=1)[0] for one in TALKERS}
    texts = {one: prompt.text for one, prompt in firsts.items() if isinstance(prompt, fx.Prompt)}
    assert texts == {
        ("chat", "en"): "Which?",
        ("chat", "uk"): "Що?",
        ("sms", "uk"): "Type.",
        ("ussd", "en"): "Which?",
        ("voice", "uk"): "Що?",
    }


def test_what_was_asked_of_one_person_is_not_kept_with_the_program() -> None:
    flow = program(
        'start:\n  ask name: text "Who?"\n  menu "{{ name }}, more?"\n    1 "No"\n  end\n'
    )
    talk = Talk(flow)
    talk.start()
    assert talk.says("Ann") == ["menu: Ann, more? [1 No]"]
    caches = [block.exit.cache for block in flow.blocks.values() if isinstance(block.exit, p.Wait)]
    assert "Ann" not in repr(caches)
