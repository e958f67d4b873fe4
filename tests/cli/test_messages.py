"""From a flow to its translators and back, as somebody does it by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import BROKEN, Command

if TYPE_CHECKING:
    from pathlib import Path

FLOW = """\
flow hello "Hello"
languages en, uk
channels chat

start:
  say "Good morning."
  say "{{ 2 }} {{ 2 | plural('bed', 'beds') }}."
  end
"""
DONE = {
    'msgid "Hello"\nmsgstr ""': 'msgid "Hello"\nmsgstr "Вітання"',
    'msgid "Good morning."\nmsgstr ""': 'msgid "Good morning."\nmsgstr "Доброго ранку."',
    'msgstr[0] ""': 'msgstr[0] "{{ 2 }} ліжко."',
    'msgstr[1] ""': 'msgstr[1] "{{ 2 }} ліжка."',
    'msgstr[2] ""': 'msgstr[2] "{{ 2 }} ліжок."',
}


@pytest.fixture
def shop(folder: Path) -> Path:
    for old in folder.iterdir():
        old.unlink()
    (folder / "hello.flow").write_text(FLOW, encoding="utf-8")
    return folder


def translated(shop: Path) -> Path:
    po = shop / "locale" / "uk" / "hello.po"
    text = po.read_text("utf-8")
    for blank, done in DONE.items():
        assert blank in text
        text = text.replace(blank, done)
    po.write_text(text, encoding="utf-8")
    return po


def test_from_the_flow_to_the_translation_and_back(command: Command, shop: Path) -> None:
    told = command("messages", "extract", shop / "hello.flow")
    assert (told.code, told.out) == (0, f"{shop / 'locale' / 'hello.pot'}\n")
    assert "Good morning." in (shop / "locale" / "hello.pot").read_text("utf-8")
    assert command("messages", "update", shop).code == 0
    told = command("messages", "check", shop)
    assert told.code == 1
    assert told.out.count("No translation of") == 3
    translated(shop)
    told = command("messages", "check", shop)
    assert (told.code, told.out) == (0, "hello: all is translated (uk).\n")
    assert command("check", "--strict", shop).code == 0
    assert "Доброго ранку." in command("show", shop / "hello.flow", "--language", "uk").out


def test_an_update_without_news_writes_nothing(command: Command, shop: Path) -> None:
    command("messages", "update", shop)
    po = translated(shop)
    before = po.read_bytes()
    assert "as it should be" in command("messages", "update", shop).out
    assert po.read_bytes() == before


def test_a_changed_text_is_stale_until_somebody_has_looked_at_it(
    command: Command, shop: Path
) -> None:
    command("messages", "update", shop)
    po = translated(shop)
    (shop / "hello.flow").write_text(FLOW.replace("Good morning.", "Good morning!"), "utf-8")
    command("messages", "update", shop)
    told = command("messages", "check", shop)
    assert told.code == 1
    assert "is stale" in told.out
    assert told.out.startswith(f"{po}:")
    text = po.read_text("utf-8").replace("#, fuzzy\n", "")
    po.write_text(text, encoding="utf-8")
    assert command("messages", "check", shop).code == 0


def test_a_text_is_named_as_it_is_written(command: Command, shop: Path) -> None:
    address = "See https://example.org/./x."
    (shop / "hello.flow").write_text(FLOW.replace("Good morning.", address), encoding="utf-8")
    command("messages", "update", shop)
    assert f"No translation of “{address}”." in command("messages", "check", shop).out


def test_a_table_goes_out_and_comes_in(command: Command, shop: Path) -> None:
    assert command("messages", "extract", "--csv", shop).code == 0
    table = shop / "locale" / "uk" / "hello.csv"
    text = table.read_bytes().decode("utf-8")
    assert text.startswith("\ufeff")
    table.write_bytes(text.replace("Good morning.,,,", "Good morning.,,Добрий ранок.,").encode())
    assert command("messages", "update", "--csv", shop).code == 0
    assert "Добрий ранок." in (shop / "locale" / "uk" / "hello.po").read_text("utf-8")
    table.write_bytes(text.replace("start/say", "gone/say").replace("say,,,", "say,,x,").encode())
    assert command("messages", "update", "--csv", shop).code == 0
    table.write_bytes(text.replace("Good morning.,,,", "Good evening.,,x,").encode())
    assert "Row 3: the flow does not say this" in command("messages", "update", "--csv", shop).err


@pytest.mark.parametrize(
    ("table", "words"),
    [(None, "is not there. Make it"), (b"a,b\n", "needs a column"), (b"\xff\xfe", "utf-8")],
)
def test_a_table_that_cannot_be_read_is_told(
    command: Command, shop: Path, table: bytes | None, words: str
) -> None:
    command("messages", "update", shop)
    if table is not None:
        (shop / "locale" / "uk" / "hello.csv").write_bytes(table)
    told = command("messages", "update", "--csv", shop)
    assert told.code == 1
    assert words in told.err


def test_a_rule_for_plurals_that_cannot_be_read_is_told(command: Command, shop: Path) -> None:
    command("messages", "update", shop)
    po = shop / "locale" / "uk" / "hello.po"
    po.write_text(po.read_text("utf-8").replace("plural=(n%10", "plural=(n%0"), encoding="utf-8")
    told = command("messages", "extract", "--csv", shop)
    assert (told.code, "Plural-Forms cannot be read" in told.err) == (1, True)


def test_a_broken_catalogue_is_told_with_its_line_and_left_alone(
    command: Command, shop: Path
) -> None:
    po = shop / "locale" / "uk" / "hello.po"
    po.parent.mkdir(parents=True)
    po.write_text('msgid "a', encoding="utf-8")
    for arguments in (["update"], ["extract", "--csv"]):
        told = command("messages", *arguments, shop)
        assert told.code == 1
        assert "locale/uk/hello.po:1:1: mistake FE170" in told.err
    assert po.read_text("utf-8") == 'msgid "a'
    assert f"{po}:1:1: mistake FE170" in command("check", shop).out


def test_one_language_may_be_named(command: Command, shop: Path) -> None:
    assert command("messages", "update", "--language", "pt-BR", shop).code == 0
    assert (shop / "locale" / "pt_br" / "hello.po").is_file()
    assert not (shop / "locale" / "uk").exists()
    told = command("messages", "update", "--language", "klingon", shop)
    assert told.code == 2
    assert "no language" in told.err


def test_a_project_s_own_texts_go_with_its_folder(command: Command, shop: Path) -> None:
    (shop / "project.flow").write_text('repairs\n  silence: say "Hm?"\n', encoding="utf-8")
    command("messages", "update", shop)
    assert "Hm?" in (shop / "locale" / "uk" / "project.po").read_text("utf-8")
    (shop / "locale" / "uk" / "hello.po").unlink()
    command("messages", "update", shop / "project.flow")
    assert not (shop / "locale" / "uk" / "hello.po").exists()


def test_a_flow_in_one_language_needs_nothing(command: Command, shop: Path) -> None:
    (shop / "hello.flow").write_text(FLOW.replace("languages en, uk\n", ""), encoding="utf-8")
    assert command("messages", "update", shop).out == ""
    assert command("messages", "check", shop).out == "hello: all is translated.\n"
    assert not (shop / "locale").exists()


def test_a_flow_with_mistakes_is_refused(command: Command, shop: Path) -> None:
    (shop / "broken.flow").write_text(BROKEN, encoding="utf-8")
    told = command("messages", "update", shop / "broken.flow")
    assert told.code == 2
    assert "has mistakes" in told.err
