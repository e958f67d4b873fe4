"""Nobody's work is lost: what moves stays, what changes is marked, what goes is kept."""

from __future__ import annotations

import pytest
from babel.messages.catalog import Catalog, Message

from flowengine.authoring.messages.po import as_text, forms, opened
from flowengine.authoring.messages.update import is_begun, updated

Row = tuple[str, str | tuple[str, str], str | tuple[str, ...]]
TWICE = ("{{ n }} bed", "{{ n }} beds")
FORMS = ("{{ n }} ліжко", "{{ n }} ліжка", "{{ n }} ліжок")


def catalog(*rows: Row, fuzzy: bool = False) -> Catalog:
    made = Catalog(locale="uk", fuzzy=False)
    for context, text, string in rows:
        made.add(text, string, context=context, flags={"fuzzy"} if fuzzy else ())
    return made


def after(old: Catalog, *wanted: tuple[str, str | tuple[str, str]]) -> Catalog:
    """Updated, written and read again, as it happens on the disk."""
    blank: list[Row] = [
        (context, text, "" if isinstance(text, str) else ()) for context, text in wanted
    ]
    return opened(as_text(updated(opened(as_text(old), "uk"), catalog(*blank))), "uk")


def states(found: Catalog) -> list[tuple[str, str, bool]]:
    """Place, translation and whether it is stale."""
    return [
        (
            one.context or "",
            "/".join(forms(one)),
            one.fuzzy,
        )
        for one in found
        if one.id
    ]


HELLO: Row = ("start/say", "Hello, good people.", "Вітаю, люди.")


@pytest.mark.parametrize(
    ("old", "wanted", "expected"),
    [
        ([HELLO], [("start/say", "Hello, good people.")], [("start/say", "Вітаю, люди.", False)]),
        ([HELLO], [("begin/say", "Hello, good people.")], [("begin/say", "Вітаю, люди.", False)]),
        ([HELLO], [("start/say", "Hello, good friends.")], [("start/say", "Вітаю, люди.", True)]),
        ([HELLO], [("main/label", "Hello, good people.")], [("main/label", "Вітаю, люди.", True)]),
        ([HELLO], [("start/say", "Something else altogether")], [("start/say", "", False)]),
        (
            [HELLO],
            [("start/say", "Hello, good people."), ("end/say", "Hello, good people.")],
            [("start/say", "Вітаю, люди.", False), ("end/say", "Вітаю, люди.", False)],
        ),
        (
            [("start/say", TWICE, FORMS)],
            [("start/say", TWICE)],
            [("start/say", "/".join(FORMS), False)],
        ),
        (
            [("start/say", TWICE, FORMS)],
            [("start/say", ("{{ n }} bed", "{{ n }} beds!"))],
            [("start/say", "/".join(FORMS), True)],
        ),
        (
            [("start/say", TWICE, ("", "", ""))],
            [("start/say", ("{{ n }} bed.", "{{ n }} beds."))],
            [("start/say", "//", False)],
        ),
        (
            [("start/say", "{{ n }} bed", "ліжко")],
            [("start/say", TWICE)],
            [("start/say", "ліжко//", True)],
        ),
    ],
)
def test_a_translation_stays_as_far_as_it_fits(
    old: list[Row],
    wanted: list[tuple[str, str | tuple[str, str]]],
    expected: list[tuple[str, str, bool]],
) -> None:
    assert states(after(catalog(*old), *wanted)) == expected


def test_what_the_flow_no_longer_says_is_kept_and_comes_back() -> None:
    gone = after(catalog(HELLO), ("start/say", "Something else altogether"))
    assert [one.string for one in gone.obsolete.values()] == ["Вітаю, люди."]
    back = after(gone, ("start/say", "Hello, good people."))
    assert states(back) == [("start/say", "Вітаю, люди.", False)]
    assert list(back.obsolete.values()) == []


def test_what_comes_back_elsewhere_is_taken_from_what_was_kept() -> None:
    gone = after(catalog(HELLO), ("start/say", "Something else altogether"))
    back = after(gone, ("other/say", "Hello, good people."))
    assert states(back) == [("other/say", "Вітаю, люди.", False)]
    assert list(back.obsolete.values()) == []


def test_what_was_stale_when_it_went_is_stale_when_it_comes_back() -> None:
    gone = after(catalog(HELLO, fuzzy=True), ("start/say", "Something else altogether"))
    assert states(after(gone, ("start/say", "Hello, good people."))) == [
        ("start/say", "Вітаю, люди.", True)
    ]


def test_the_old_words_stand_beside_a_stale_translation_until_it_is_fresh() -> None:
    stale = after(catalog(HELLO), ("start/say", "Hello, good friends."))
    (message,) = [one for one in stale if one.id]
    assert message.previous_id == ["Hello, good people."]
    again = after(stale, ("start/say", "Hello, good friends."))
    assert [one.previous_id for one in again if one.id] == [["Hello, good people."]]
    message.flags.discard("fuzzy")
    assert [
        one.previous_id for one in after(stale, ("start/say", "Hello, good friends.")) if one.id
    ] == [[]]


@pytest.mark.parametrize(
    ("string", "begun"), [("", False), ("а", True), (("", ""), False), (("", "а"), True)]
)
def test_an_entry_is_begun_when_anything_stands_in_it(
    string: str | tuple[str, ...], begun: bool
) -> None:
    text = "a" if isinstance(string, str) else ("a", "b")
    assert is_begun(Message(text, string)) is begun
