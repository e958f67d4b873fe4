from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flowengine.language.nodes import Expression
from flowengine.language.parse import parse
from flowengine.language.syntax import grammar as syntax
from flowengine.language.syntax.grammar import Unparsed, Visible, grammar, loaded, tree
from tests.language.reading import all_of, built, cut, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = re.compile(r"```flow\n(.*?)```", re.DOTALL)


def test_the_grammar_has_no_conflict_of_any_kind() -> None:
    pytest.importorskip("interegular")
    assert grammar(strict=True).parse("start:\n  end\n").data == "start"


def test_the_page_of_the_surface_parses(shared: Path) -> None:
    page = PAGE.search((shared / "design" / "language.md").read_text("utf-8"))
    assert page
    assert len(built(page[1]).steps) == 12


def test_the_trial_flows_parse(shared: Path) -> None:
    trials = sorted((shared / "language-probe" / "after").glob("*.flow"))
    assert [len(built(one.read_text("utf-8")).steps) > 0 for one in trials] == [True] * 5


def test_two_parses_at_once_do_not_disturb_each_other() -> None:
    def slowly() -> Iterator[str]:
        for line in ("start:\n", "  if a:\n", "    end\n"):
            assert tree("other:\n  if b:\n    end\n").data == "start"
            yield line

    assert tree("".join(slowly())).data == "start"


@pytest.mark.parametrize(
    "source", ["start:\n  sya\n", "start:\n\tend\n", "start:\n    end\n  end\n"]
)
def test_what_is_no_flow_is_not_parsed(source: str) -> None:
    with pytest.raises(Unparsed):
        tree(source)


def test_the_filter_of_spans_has_a_fixed_name_so_that_stored_tables_are_found() -> None:
    assert repr(Visible()) == "Visible()"


def test_stored_tables_give_the_same_trees(tmp_path: Path) -> None:
    place = str(tmp_path / "tables")
    source = 'start:\n  say "Hello."\n  end\n'
    made, found = grammar(stored=place), grammar(stored=place)
    assert made.parse(source) == found.parse(source) == loaded().parse(source)


def test_tables_are_stored_only_where_we_may_write(tmp_path: Path) -> None:
    folder = tmp_path / "compiled"
    assert syntax._storage(folder) == str(next(folder.iterdir()))
    (tmp_path / "file").write_text("")
    assert syntax._storage(tmp_path / "file" / "folder") is None


EQUAL = [
    ('say "Hi." -> place', 'say "Hi." → place'),
    ('say "Hi." -> place', 'say "Hi." --> place'),
    ('say "Hi." -> place', 'say "Hi." ⇒ place'),
    ('say "Hi." -> place', 'say "Hi." –> place'),
    ('say "Hi." -> place', 'say "Hi." go to place'),
    ('say "Hi." -> place', 'SAY "Hi." -> Place'),
    ('say "Hi."', "say “Hi.”"),
    ('say "Hi."', "say „Hi.“"),
    ('say "Hi."', "say „Hi.”"),
    ('say "Hi."', "say «Hi.»"),
    ('say "Hi."', "say »Hi.«"),
    ('say "Hi."', 'say\xa0 \u202f\u1680\u205f"Hi." \t'),
    ('say "Hi."', 'say "Hi."# and so on'),
    ("wait until tomorrow 9:00", "wait   until\ttomorrow 9:00"),
]


@pytest.mark.parametrize(("one", "other"), EQUAL)
def test_what_a_word_processor_writes_means_the_same(one: str, other: str) -> None:
    assert plain(built(f"start:\n  {one}\n")) == plain(built(f"Start:\n  {other}\n"))


def test_other_marks_stay_within_a_text_in_straight_marks() -> None:
    source = 'start:\n  say "„Hi“ «x» ""y"" {{ name or "A" }} {{ {"a": 1}.a }}"\n'
    found = plain(built(source).steps[0].body)
    assert '„Hi“ «x» ""y"" {{ name or "A" }} {{ {"a": 1}.a }}' in str(found).replace("\\'", "'")


WORDS = "hint end date language offer star text menu queue go to from if name yes quiet on".split()


@pytest.mark.parametrize("word", WORDS)
def test_words_of_the_language_are_names_where_a_name_is_wanted(word: str) -> None:
    file = built(f'start:\n  ask {word}: text "Q"\n  -> {word}\n')
    assert word in str(plain(file))


def test_a_keyword_has_a_boundary() -> None:
    with pytest.raises(Unparsed):
        tree("start:\n  handoff q\n    needslanguage\n")


EXPRESSIONS = [
    "a == 1", "f(a, b)[1:2]", '{"k": 1}.k', '"a: b, c -> d" == x', "((a))", "a - 1",
    "hour > 9:00", "x if y else z", "a | f('b')", "a >= 1 and not b", "“x” == y", "go", "-1",
]  # fmt: skip


@pytest.mark.parametrize("written", EXPRESSIONS)
@pytest.mark.parametrize("form", ["if {}: end", "set x = {}", "set x = {} -> y", "set x = {}# c"])
def test_an_expression_ends_where_the_line_goes_on(written: str, form: str) -> None:
    source = f"start:\n  {form.format(written)}\n"
    (only,) = all_of(built(source), Expression)
    assert (only.source, cut(source, only.span)) == (written, written)


@pytest.mark.parametrize("length", [10, 1_000])
@pytest.mark.parametrize("unit", ["(", "[(", '"', "{{", '{{"', "'", "((((x", "- ", "a b ", '""'])
def test_no_line_takes_longer_than_its_length_allows(unit: str, length: int) -> None:
    """Only linear patterns come to an end here: a quadratic one takes minutes."""
    for form in ("start:\n  set x = {}\n", 'start:\n  say "{}\n'):
        file, mistakes = parse(form.format(unit * length), "a.flow")
        assert (file is None) == bool(mistakes)
