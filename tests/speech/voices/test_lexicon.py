"""Lexicons of both kinds are read; what is wrong is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flowengine.speech.voices.lexicon import EMPTY, Entry, NotALexicon, lexicon

if TYPE_CHECKING:
    from pathlib import Path

PLS = """<?xml version="1.0" encoding="UTF-8"?>
<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon"
         alphabet="ipa" xml:lang="en-GB">
  <meta name="by" content="us"/>
  <lexeme><grapheme>W3C</grapheme><alias>World Wide Web
    Consortium</alias></lexeme>
  <lexeme role="noun"><grapheme>Kyiv</grapheme><grapheme>Kiev</grapheme>
    <phoneme>kiv</phoneme><phoneme prefer="true">ˈkɪjiu̯</phoneme></lexeme>
  <lexeme><grapheme>live</grapheme><phoneme alphabet="x-sampa">laIv</phoneme></lexeme>
  <lexeme><grapheme>W3C</grapheme><alias>second</alias></lexeme>
  <lexeme><grapheme> </grapheme><alias>nothing</alias></lexeme>
</lexicon>
"""


def test_pls(tmp_path: Path) -> None:
    path = tmp_path / "en.pls"
    path.write_text(PLS, encoding="utf-8-sig")
    assert lexicon(str(path)).entries == {
        "W3C": Entry(alias="World Wide Web Consortium"),
        "Kyiv": Entry(phonemes="ˈkɪjiu̯"),
        "Kiev": Entry(phonemes="ˈkɪjiu̯"),
    }


def test_letters_that_only_look_alike_to_the_search_are_no_words_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "en.words.toml"
    path.write_text('[words]\n"ſ" = "long s"\n"µ" = "micro"\n', encoding="utf-8")
    known = lexicon(str(path))
    assert known.pattern is not None
    found = [known.entry(one[0]).alias for one in known.pattern.finditer("s S ſ μ µ")]
    assert set(found) <= {"", "long s", "micro"}
    assert {"long s", "micro"} <= set(found)


def test_toml_and_which_words_are_found(tmp_path: Path) -> None:
    path = tmp_path / "en.words.toml"
    path.write_text('[words]\n"Reading" = "Redding"\n"ngo" = "en jee oh"\n"ngo desk" = "desk"\n')
    known = lexicon(str(path))
    assert known.pattern is not None
    text = "Reading, reading; NGO ngos Ngo desk ngo-x"
    found = [one[0] for one in known.pattern.finditer(text)]
    assert found == ["Reading", "NGO", "Ngo desk", "ngo"]
    assert known.entry("NGO").alias == "en jee oh"
    assert known.entry("Reading").alias == "Redding"


def test_a_file_that_changes_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text('[words]\na = "b"')
    assert lexicon(str(path)).entry("a").alias == "b"
    path.write_text('[words]\na = "bcd"')
    assert lexicon(str(path)).entry("a").alias == "bcd"


def test_none_and_empty(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("[words]")
    assert lexicon("") == EMPTY
    assert lexicon(str(tmp_path / "a.toml")) == EMPTY


BOMB = """<!DOCTYPE lexicon [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><lexicon/>"""


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("a.toml", "[words", "a.toml is no TOML"),
        ("a.toml", "words = " + "[" * 5000, "a.toml is no TOML"),
        ("a.toml", 'NGO = "x"', r"a.toml needs a part \[words\]"),
        ("a.toml", "[words]\nNGO = 3", r"needs a part \[words\]"),
        ("a.pls", "<lexicon", "a.pls is no XML"),
        ("a.pls", "<lexicon/>", "a.pls is no PLS lexicon"),
        ("a.pls", BOMB, "a.pls declares a document type"),
    ],
)
def test_mistakes(tmp_path: Path, name: str, text: str, why: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(NotALexicon, match=why):
        lexicon(str(tmp_path / name))


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(NotALexicon, match="cannot be read: no such file"):
        lexicon(str(tmp_path / "gone.toml"))
    (tmp_path / "a.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(NotALexicon, match="not in UTF-8"):
        lexicon(str(tmp_path / "a.toml"))
    (tmp_path / "b.toml").write_bytes(b"#" * 2_000_001)
    with pytest.raises(NotALexicon, match="larger than 2 MB"):
        lexicon(str(tmp_path / "b.toml"))
