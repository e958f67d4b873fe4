from __future__ import annotations

import pytest

from flowengine.language.project import Sources
from flowengine.server.operators import differences as module
from flowengine.server.operators.differences import Line, differences


def sources(**flows: str) -> Sources:
    return Sources({f"{name}.flow": text for name, text in flows.items()}, {}, frozenset(), {})


def test_files_that_are_the_same_are_not_shown() -> None:
    assert differences(sources(a="x\n"), sources(a="x\n")) == ((), True)


def test_a_changed_line_stands_between_those_around_it() -> None:
    old = sources(a="1\n2\n3\n4\n5\n6\n7\n8\n9\n")
    new = sources(a="1\n2\n3\n4\nfive\n6\n7\n8\n9\n")
    ((file,), whole) = differences(old, new)
    assert (file.name, file.change, whole) == ("a.flow", "changed", True)
    (part,) = file.parts
    assert part == (
        Line(2, 2, "2"), Line(3, 3, "3"), Line(4, 4, "4"),
        Line(5, 0, "5"), Line(0, 5, "five"),
        Line(6, 6, "6"), Line(7, 7, "7"), Line(8, 8, "8"),
    )  # fmt: skip


def test_new_and_gone_files_are_called_so() -> None:
    files, _ = differences(sources(a="1\n"), sources(b="2\n"))
    assert [(file.name, file.change) for file in files] == [("a.flow", "gone"), ("b.flow", "new")]


def test_more_than_can_be_read_is_left_out_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 3)
    files, whole = differences(sources(a="1\n"), sources(a="2\n", b="1\n2\n3\n4\n"))
    assert not whole
    assert [len(file.parts) for file in files] == [1, 0]


def test_a_file_without_end_is_only_said_to_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST", 3)
    files, _ = differences(sources(a="1\n2\n3\n4\n"), sources(a="1\n"))
    assert files[0].parts == ()
