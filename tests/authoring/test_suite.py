from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flowengine.authoring.suite import Projects, about, suite

if TYPE_CHECKING:
    from tests.authoring.conftest import Folder

HELLO = 'flow hello "Hello"\nchannels chat\n\nstart:\n  say "Hello."\n  end\n'
BROKEN = 'flow broken "Broken"\n\nstart:\n  say "Hello.\n  end\n'
HEARD = 'test "heard"\n  bot: Hello.\n'


@pytest.mark.parametrize(
    ("file", "source", "flow"),
    [
        ("shop.transcript", "", "shop"),
        ("shop.night.transcript", "", "shop"),
        ("shop-night.transcript", "", "shop"),
        ("shop_night.transcript", "", "shop"),
        ("shop_line.transcript", "", "shop_line"),
        ("shop_line.late.transcript", "", "shop_line"),
        ("shops.transcript", "", "shops"),
        ("project.transcript", "", "project"),
        ("any.transcript", "# a note\nflow Shop\n\ntest", "shop"),
    ],
)
def test_a_transcript_is_about_the_flow_it_is_named_for(
    folder: Folder, file: str, source: str, flow: str
) -> None:
    place = folder({"shop.flow": "", "shop_line.flow": "", "project.flow": "", file: source})
    assert about(place / file) == flow


def test_a_suite_is_played_and_says_which_lines_ran(folder: Folder) -> None:
    place = folder({"hello.flow": HELLO, "hello.transcript": HEARD})
    found = suite(place / "hello.transcript", Projects())
    assert found.problems == ()
    assert [found.play(test) for test in found.transcript.tests] == [()]
    path = str(place / "hello.flow")
    assert found.lines() == {(path, 5), (path, 6)}
    assert found.ran() == found.lines()


def test_a_broken_line_leaves_the_other_tests_to_be_played(folder: Folder) -> None:
    place = folder({"hello.flow": HELLO, "hello.transcript": HEARD + 'test "b"\n  bit: x\n'})
    found = suite(place / "hello.transcript", Projects())
    assert [test.name for test in found.transcript.tests] == ["heard"]
    (problem,) = found.problems
    assert problem.startswith(f"{place / 'hello.transcript'}:4: A line cannot begin with “bit:”.")
    assert found.program is not None


def test_a_transcript_without_a_flow_is_told(folder: Folder) -> None:
    place = folder({"hello.flow": HELLO, "other.transcript": HEARD})
    found = suite(place / "other.transcript", Projects())
    assert found.program is None
    assert "There is no flow “other” beside this transcript." in found.problems[0]
    assert found.lines() == set()
    with pytest.raises(ValueError, match="no flow that can be played"):
        found.play(found.transcript.tests[0])


def test_a_flow_with_mistakes_is_told_and_not_played(folder: Folder) -> None:
    place = folder({"broken.flow": BROKEN, "broken.transcript": HEARD})
    found = suite(place / "broken.transcript", Projects())
    assert found.program is None
    assert found.problems
    assert all(": mistake FE" in problem for problem in found.problems)


def test_a_folder_is_read_and_a_flow_compiled_once(folder: Folder) -> None:
    place = folder({"hello.flow": HELLO})
    projects = Projects()
    assert projects.compiled(place, "hello") is projects.compiled(place, "hello")
    assert projects.sources(place) is projects.sources(place)
