from __future__ import annotations

import os
from pathlib import Path

import pytest

from flowengine.host.library import Library, read_folder
from flowengine.language.compile import compile_flow
from flowengine.language.project import Sources

GOOD = 'flow {name} "{title}"\n\nstart:\n  say "Hello."\n  end\n'
BROKEN = 'flow {name} "{title}"\n\nstart:\n  say "Hello.\n  -> nowhere\n'


def write(folder: Path, name: str, text: str = GOOD, title: str = "Title") -> None:
    file = folder / f"{name}.flow"
    file.write_text(text.format(name=name, title=title), encoding="utf-8")
    # Two writes within one tick of the clock must differ all the same.
    later = file.stat().st_mtime_ns + write.__dict__.setdefault("tick", 0)
    write.__dict__["tick"] += 1_000_000
    os.utime(file, ns=(later, later))


def test_a_folder_is_read_whole(tmp_path: Path) -> None:
    write(tmp_path, "shop")
    (tmp_path / "places.csv").write_text("a,b\n")
    (tmp_path / "shop.transcript").write_text("")
    (tmp_path / "sounds").mkdir()
    (tmp_path / "sounds" / "hello.wav").write_bytes(b"RIFF")
    (tmp_path / ".env").write_text("secret")
    (tmp_path / ".flowengine").mkdir()
    (tmp_path / ".flowengine" / "flowengine.db").write_bytes(b"")
    (tmp_path / "grammars" / "en").mkdir(parents=True)
    (tmp_path / "grammars" / "en" / "sizes.jsgf").write_text("#JSGF V1.0;")
    (tmp_path / "grammars" / "en" / "days.grxml").write_text("<grammar/>")
    (tmp_path / "grammars" / "en" / "notes.txt").write_text("no grammar")
    (tmp_path / "grammars" / "en" / "kept.jsgf").mkdir()
    (tmp_path / "grammars" / "en" / ".#sizes.jsgf").write_text("an editor's own")
    (tmp_path / "locale" / "uk").mkdir(parents=True)
    for name in ("shop.po", "shop.csv", "notes.txt"):
        (tmp_path / "locale" / "uk" / name).write_text('msgid ""')
    sources = read_folder(tmp_path)
    assert set(sources.flows) == {"shop.flow"}
    assert dict(sources.catalogues) == {"locale/uk/shop.po": 'msgid ""'}
    assert set(sources.tables) == {"places.csv"}
    assert sources.files == {"sounds/hello.wav"}
    assert sources.grammars["en/sizes.jsgf"] == "#JSGF V1.0;"
    assert sources.grammars["en/days.grxml"] == "<grammar/>"
    assert not {"en/notes.txt", "en/kept.jsgf", "en/.#sizes.jsgf"} & sources.grammars.keys()
    assert "en/numbers.jsgf" in sources.grammars


def test_a_byte_order_mark_is_no_part_of_the_flow_and_other_bytes_are_shown(tmp_path: Path) -> None:
    (tmp_path / "a.flow").write_bytes(b"\xef\xbb\xbfflow a")
    (tmp_path / "b.flow").write_bytes(b"flow b \xff")
    assert read_folder(tmp_path).flows == {"a.flow": "flow a", "b.flow": "flow b \ufffd"}


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError, match="Name the folder"):
        read_folder(tmp_path / "nothing")


def test_every_good_flow_is_served_and_a_broken_one_is_not(tmp_path: Path) -> None:
    write(tmp_path, "good")
    write(tmp_path, "bad", BROKEN)
    library = Library(tmp_path)
    assert library.refresh().changed
    assert list(library.programs) == ["good"]
    assert list(library.broken) == ["bad"]
    assert all(one.severity == "error" for one in library.broken["bad"])


def test_the_version_before_goes_on_until_the_mistake_is_mended(tmp_path: Path) -> None:
    write(tmp_path, "shop", title="First")
    library = Library(tmp_path)
    library.refresh()
    first = library.programs["shop"]
    write(tmp_path, "shop", BROKEN, title="Second")
    assert library.refresh().broken.keys() == {"shop"}
    assert library.programs["shop"] is first
    assert library.sources(first.digest) is not None
    write(tmp_path, "shop", title="Third")
    assert library.refresh().broken == {}
    assert library.programs["shop"].title == "Third"


def test_a_broken_project_keeps_every_flow_as_it_was(tmp_path: Path) -> None:
    write(tmp_path, "shop", title="First")
    library = Library(tmp_path)
    library.refresh()
    (tmp_path / "project.flow").write_text("anywhere\n  nonsense nonsense\n")
    write(tmp_path, "shop", title="Second")
    assert library.refresh().broken.keys() == {"shop"}
    assert library.programs["shop"].title == "First"


def test_a_broken_grammar_file_keeps_every_flow_as_it_was(tmp_path: Path) -> None:
    write(tmp_path, "shop")
    library = Library(tmp_path)
    library.refresh()
    before = library.programs["shop"]
    (tmp_path / "grammars" / "en").mkdir(parents=True)
    file = tmp_path / "grammars" / "en" / "sizes.jsgf"
    file.write_text("#JSGF V1.0;\ngrammar sizes;\npublic <big> = (big;\n")
    (told,) = library.refresh().broken["shop"]
    assert (told.code, told.file, told.span.line) == ("FE174", "grammars/en/sizes.jsgf", 3)
    assert library.programs["shop"] is before
    file.write_text("#JSGF V1.0;\ngrammar sizes;\npublic <big> = big;\n")
    assert library.refresh().broken == {}
    assert library.programs["shop"] is not before


def test_what_has_not_changed_is_not_read_again(tmp_path: Path) -> None:
    write(tmp_path, "shop")
    library = Library(tmp_path)
    library.refresh()
    program = library.programs["shop"]
    assert not library.refresh().changed
    assert library.programs["shop"] is program


def test_a_flow_that_was_taken_away_is_not_served(tmp_path: Path) -> None:
    write(tmp_path, "shop")
    library = Library(tmp_path)
    library.refresh()
    (tmp_path / "shop.flow").unlink()
    assert library.refresh().changed
    assert library.programs == {}


def test_an_empty_folder_serves_nothing(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.refresh()
    assert library.programs == {}
    assert library.broken == {}
    assert library.sources("unknown") is None


SHOWS = 'flow {name} "{title}"\n\nstart:\n  say "Hi."\n    picture "{name}.png", "A door"\n  end\n'


def test_files_are_shown_as_long_as_a_good_edition_names_them(tmp_path: Path) -> None:
    for name in ("a.png", "b.png", "c.png", "d.png"):
        (tmp_path / name).write_bytes(b"")
    write(tmp_path, "a", SHOWS)
    write(tmp_path, "b", SHOWS)
    library = Library(tmp_path)
    library.refresh()
    assert library.files == {"a.png", "b.png"}
    write(tmp_path, "a", BROKEN)
    write(tmp_path, "b")
    library.refresh()
    assert library.files == {"a.png"}
    write(tmp_path, "a")
    library.refresh()
    assert library.files == frozenset()
    adopted = Sources({"c.flow": SHOWS.format(name="c", title="C")}, {}, frozenset({"c.png"}))
    assert library.adopt("c", adopted)
    assert library.files == {"c.png"}


def test_what_was_published_is_served_without_a_folder() -> None:
    library = Library(None)
    assert not library.refresh().changed
    adopted = Sources({"c.flow": SHOWS.format(name="c", title="C")}, {}, frozenset({"c.png"}))
    assert library.adopt("c", adopted, {"c.png": b"picture"})
    assert library.files == {"c.png"}
    assert library.file("c.png") is None
    assert library.content("c.png") == b"picture"
    assert library.content("d.png") is None


def test_a_file_of_the_folder_goes_before_one_that_was_kept(tmp_path: Path) -> None:
    write(tmp_path, "a", SHOWS)
    (tmp_path / "a.png").write_bytes(b"new")
    library = Library(tmp_path)
    library.refresh()
    library.contents["a.png"] = b"old"
    assert library.file("a.png") == tmp_path / "a.png"
    assert library.content("a.png") == b"new"
    (tmp_path / "a.png").write_bytes(b"x" * (1024 * 1024 + 1))
    assert library.content("a.png") is None


def test_the_voices_that_a_flow_may_name_are_the_standard_ones_and_the_projects(
    tmp_path: Path,
) -> None:
    (tmp_path / "voices" / "said").mkdir(parents=True)
    (tmp_path / "voices" / "oksana.toml").write_text('language = "uk"')
    (tmp_path / "voices" / "said" / "lines.csv").write_text("file,text\n")
    (tmp_path / "voices" / "said" / "hello.wav").touch()
    sources = read_folder(tmp_path)
    assert {"oksana", "uk", "natalia"} <= sources.voices
    assert (sources.tables, sources.files) == ({}, frozenset())  # nothing that a flow could send


def test_a_flow_that_names_a_voice_that_is_not_there_is_told(tmp_path: Path) -> None:
    text = 'flow shop "Shop"\n\nlanguages en\nvoices en emy\n\nstart:\n  say "Hello."\n  end\n'
    (tmp_path / "shop.flow").write_text(text)
    (found,) = compile_flow(read_folder(tmp_path), "shop").diagnostics
    assert (found.code, found.hint) == ("FE094", "Did you mean `amy`?")
