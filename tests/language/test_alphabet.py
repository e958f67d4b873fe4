from __future__ import annotations

import pytest

from flowengine.language.alphabet import GSM, PLAIN, UCS, of, plainer, room, segments, strange


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("", 0),
        ("Hello, 100 % sure? @ £ é Ω\n", 27),
        ("{x} [y] ~ ^ | \\ €\f", 17 + 11),
        ("“quotes” – and … so", 21),
        ("soft\u00adhyphen", 10),
    ],
)
def test_the_small_alphabet_counts_the_extension_twice(text: str, units: int) -> None:
    assert of(text) is GSM
    assert GSM.units(text) == units


@pytest.mark.parametrize(
    ("text", "units", "why"),
    [
        ("Привіт", 6, "Привіт"),
        ("čaj", 3, "č"),
        ("façade", 6, "ç"),
        ("ok 🙂🙂", 7, "🙂"),
        ("سلام", 4, "سلام"),
        ("“Так” – …", 9, "Так"),
    ],
)
def test_one_other_letter_makes_it_the_large_alphabet(text: str, units: int, why: str) -> None:
    assert of(text) is UCS
    assert UCS.units(text) == units
    assert "".join(strange(text)) == why


def test_plain_signs_stand_in_only_where_that_helps() -> None:
    assert plainer("“Yes” – it’s…") == '"Yes" - it\'s...'
    assert plainer("«Так» – ʼ…") == "«Так» – ʼ…"


def test_no_letter_has_a_substitute() -> None:
    assert [sign for sign in PLAIN if sign.isalpha() and sign != "ʼ"] == []
    assert strange("".join(PLAIN.values())) == ()


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("", []),
        ("a" * 160, [160]),
        ("a" * 161, [153, 8]),
        ("a" * 306, [153, 153]),
        ("a" * 307, [153, 153, 1]),
        ("€" * 80, [80]),
        ("€" * 81, [76, 5]),
        ("д" * 70, [70]),
        ("д" * 71, [67, 4]),
        ("🙂" * 35, [35]),
        ("🙂" * 36, [33, 3]),
        ("a" * 152 + "€" + "b" * 20, [152, 21]),
        ("д" * 66 + "🙂" + "д" * 20, [66, 21]),
    ],
)
def test_nothing_is_cut_in_two_where_messages_are_joined(text: str, sizes: list[int]) -> None:
    parts = segments(text)
    assert [len(part) for part in parts] == sizes
    assert "".join(parts) == text


@pytest.mark.parametrize("text", ["ab€{" * 90, "дa🙂" * 90])
def test_no_part_is_larger_than_an_sms(text: str) -> None:
    alphabet = of(text)
    assert max(alphabet.units(part) for part in segments(text)) <= alphabet.part


@pytest.mark.parametrize(
    ("channel", "text", "own", "places"),
    [
        ("ussd", "Hello", 0, 182),
        ("ussd", "Hello", 160, 160),
        ("ussd", "Hello", 400, 182),
        ("ussd", "Вітаємо", 160, 80),
        ("ussd", "Вітаємо", 60, 60),
        ("sms", "Hello", 0, 459),
        ("sms", "Вітаємо", 0, 201),
        ("sms", "Вітаємо", 160, 160),
        ("chat", "Hello", 160, 0),
        ("voice", "Hello", 160, 0),
    ],
)
def test_the_room_of_a_screen_depends_on_the_letters(
    channel: str, text: str, own: int, places: int
) -> None:
    assert room(channel, text, own) == places
