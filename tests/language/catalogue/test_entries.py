"""What a translator is given: each text once, at a place that stays while lines move."""

from __future__ import annotations

import pytest

from flowengine.language import nodes
from flowengine.language.catalogue.entries import Entry, entries
from flowengine.language.parse import parse

HEAD = 'flow shop "Shop"\nlanguages en, uk\n'


def found(source: str, head: str = HEAD) -> tuple[Entry, ...]:
    file, mistakes = parse(head + source, "shop.flow")
    assert file is not None, mistakes
    return entries(file)


def places(source: str) -> list[tuple[str, str]]:
    """Contexts and texts, the flow's own title left out."""
    return [entry.key for entry in found(source)][1:]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('start:\n  say "Hello."\n  end\n', [("start/say", "Hello.")]),
        (
            'start:\n  say "Hello."\n    "Welcome."\n    sms: "Hi."\n    uk: "Вітаю."\n  end\n',
            [("start/say", "Hello.\nWelcome."), ("start/say/sms", "Hi.")],
        ),
        (
            'start:\n  say "Bye." or "See you."\n',
            [("start/say", "Bye."), ("start/say", "See you.")],
        ),
        ('start:\n  say "{{ name }}!"\n  end\n', []),
        ('queue team "The team"\nqueue duty\n', [("queue team/title", "The team")]),
        ('start:\n  say "A ""good"" day."\n', [("start/say", 'A "good" day.')]),
        (
            'menu main "What?"\n  1 "Beds" or "bed[s]" or "sleep" -> main\n  2 "7" -> main\n',
            [
                ("main/question", "What?"),
                ("main/label", "Beds"),
                ("main/phrases", "bed[s] | sleep"),
            ],
        ),
        (
            'menu main\n  1 "Beds" or "bed[s]" -> main\n    uk: "Ліжка"\n    sms: "Bed" or "b"\n'
            '    ussd: "B"\n',
            [
                ("main/label", "Beds"),
                ("main/phrases", "bed[s]"),
                ("main/label/sms", "Bed"),
                ("main/phrases/sms", "b"),
                ("main/label/ussd", "B"),
            ],
        ),
        ('menu main\n  - "Українська" or "uk":\n    language uk\n', []),
        (
            'start:\n  menu "More?" into more\n    1 "Yes" -> start\n',
            [("start/menu more/question", "More?"), ("start/menu more/label", "Yes")],
        ),
        (
            'start:\n  menu "More?"\n    1 "Yes" -> start\n',
            [
                ("start/menu/question", "More?"),
                ("start/menu/label", "Yes"),
            ],
        ),
        (
            'start:\n  ask n: number "How many?"\n    hint "One or two."\n'
            '    confirm "{{ n }}, yes?"\n    wrong: ask "How many, please?"\n    yes "Sure"\n',
            [
                ("start/ask n/question", "How many?"),
                ("start/ask n/hint", "One or two."),
                ("start/ask n/confirm", "{{ n }}, yes?"),
                ("start/ask n/wrong/ask", "How many, please?"),
                ("start/ask n/label", "Sure"),
            ],
        ),
        (
            'start:\n  form "What?"\n    hint "All."\n    ask n: number "How many?"\n'
            '    read back "{{ n }}, right?"\n',
            [
                ("start/form/question", "What?"),
                ("start/form/hint", "All."),
                ("start/form/ask n/question", "How many?"),
                ("start/form/read back", "{{ n }}, right?"),
            ],
        ),
        (
            'start:\n  browse p in ps.items\n    show "At {{ p.name }}."\n    - "this" -> start\n',
            [("start/browse p/show", "At {{ p.name }}."), ("start/browse p/label", "this")],
        ),
        (
            'start:\n  say "Here."\n    picture "a.png", "A door"\n  end\n',
            [("start/say", "Here."), ("start/picture", "A door")],
        ),
        (
            'start:\n  send email to contact.email\n    subject "News"\n    "Dear all."\n',
            [("start/send email/subject", "News"), ("start/send email", "Dear all.")],
        ),
        (
            'start:\n  fetch x from "https://x.example"\n    on error: say "Sorry."\n',
            [("start/fetch x/say", "Sorry.")],
        ),
        (
            'start:\n  handoff team\n    brief "For us."\n    on nobody: say "Nobody."\n',
            [("start/handoff team/say", "Nobody.")],
        ),
        (
            'anywhere\n  0 "a person" -> person\nrepairs\n  silence: say "Hm?"\n'
            'on fault: say "Oh."\nwords danger\n  "help me" or "fire"\n'
            'on word danger: say "Now."\n',
            [
                ("anywhere/label", "a person"),
                ("repairs/silence/say", "Hm?"),
                ("on fault/say", "Oh."),
                ("words danger", "help me | fire"),
                ("on word danger/say", "Now."),
            ],
        ),
        ('words danger\n  uk: "біда"\n', []),
        ('rule size = "small {small} | big {big}"\n', [("rule size", "small {small} | big {big}")]),
        (
            'screen 60, more "On", less "Up"\n  uk: more "Далі"\n',
            [("screen/more", "On"), ("screen/less", "Up")],
        ),
        ("screen 60\n", []),
        ('entry call "Call me" -> start\n', [("entry call", "Call me")]),
    ],
)
def test_each_text_has_its_place(source: str, expected: list[tuple[str, str]]) -> None:
    assert places(source) == expected


def test_a_place_stays_while_other_lines_move() -> None:
    before = 'start:\n  say "Hello."\n  end\n'
    after = 'hours office\n  every day 9:00-17:00\n\nstart:\n  say "New."\n  say "Hello."\n  end\n'
    assert set(places(before)) < set(places(after))


def test_a_project_has_no_title() -> None:
    source = 'repairs\n  silence: say "Hm?"\n'
    assert [entry.context for entry in found(source, head="")] == ["repairs/silence/say"]


def test_a_text_that_counts_has_two_forms() -> None:
    (_, entry) = found("start:\n  say \"{{ n }} {{ n | plural('bed', 'beds') }} free.\"\n")
    assert (entry.text, entry.plural) == ("{{ n }} bed free.", "{{ n }} beds free.")
    assert entry.source == "{{ n }} {{ n | plural('bed', 'beds') }} free."


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('start:\n  say "Hi."\n    uk: "Вітаю."\n', [("start/say", {"uk"})]),
        (
            'start:\n  say "Hi."\n    sms: "H."\n    sms uk: "В."\n',
            [("start/say", set()), ("start/say/sms", {"uk"})],
        ),
        (
            'menu main\n  1 "Bed" or "bed" -> main\n    uk: "Ліжко"\n',
            [("main/label", {"uk"}), ("main/phrases", {"uk"})],
        ),
        (
            'menu main\n  1 "Bed" or "bed" -> main\n    uk: "Ліжко" or "ліжка"\n',
            [("main/label", {"uk"}), ("main/phrases", {"uk"})],
        ),
    ],
)
def test_what_the_flow_has_itself_is_known(
    source: str, expected: list[tuple[str, set[str]]]
) -> None:
    assert [(entry.context, set(entry.there)) for entry in found(source)[1:]] == expected


def test_texts_joined_by_or_are_numbered_and_phrases_know_their_label() -> None:
    (_, one, two, label, phrases) = found(
        'start:\n  say "Bye." or "See you."\nmenu main\n  1 "Beds" or "bed" -> main\n'
    )
    assert (one.alternative, two.alternative) == (0, 1)
    assert (label.label, phrases.label) == ("", "Beds")
    assert isinstance(phrases.node, nodes.Option)
