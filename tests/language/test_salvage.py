from __future__ import annotations

import pytest

from flowengine.language.compile import compile_flow
from flowengine.language.parse import parse
from flowengine.language.project import Sources
from flowengine.language.salvage import salvaged
from flowengine.language.syntax.source import MAX_SOURCE

HEAD = 'flow q "Q"\n\n'


def told(body: str) -> list[tuple[str, int]]:
    found = compile_flow(Sources({"q.flow": HEAD + body}), "q").diagnostics
    return [(one.code, one.span.line) for one in found]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (  # the rest of the file is looked over
            'start:\n  sya "Hello"\n  ask x: number "?"\n  if x = 3: -> nowhere\n  end\n',
            [("FE007", 4), ("FE053", 6), ("FE080", 6)],
        ),
        (  # the step that cannot be read may be the one that is meant
            "start:\n  -> other\n\nother\n  end\n",
            [("FE003", 6)],
        ),
        (  # what would have been set is not called unknown
            'start:\n  aks name: text "?"\n  say "{{ name }} {{ nmae }}"\n  end\n',
            [("FE007", 4), ("FE064", 5)],
        ),
        (  # a step that is left without a line is not called endless, nor its place unreached
            'start:\n  sya "Hello"\n\nother:\n  if x = 1: end\n',
            [("FE007", 4), ("FE053", 7)],
        ),
        (  # an `else` without its `if`
            'start:\n  iff yes:\n    say "a"\n  else:\n    say "{{ 1 + }}"\n  end\n',
            [("FE007", 4)],
        ),
    ],
)
def test_the_rest_of_a_file_is_checked(body: str, found: list[tuple[str, int]]) -> None:
    assert [one for one in told(body) if one[0] != "FE009"] == found


def test_a_file_that_is_too_long_has_no_rest() -> None:
    source = "\n" * (MAX_SOURCE + 2)
    assert salvaged(source, parse(source, "q.flow")[1]) is None


def test_other_files_are_not_looked_into_while_the_project_cannot_be_read() -> None:
    sources = Sources(
        {"project.flow": "langages uk\n", "q.flow": HEAD + "start:\n  sya 1\n  end\n"}
    )
    assert {(one.file, one.code) for one in compile_flow(sources, "q").diagnostics} == {
        ("project.flow", "FE007"),
        ("q.flow", "FE007"),
    }
