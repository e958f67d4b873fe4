from __future__ import annotations

from flowengine.language.syntax.rows import rows_of

SOURCE = """\
# note
start:
    if a:  # why

      say "A"
    end
"""


def test_a_row_knows_how_far_in_it_stands_and_what_it_says() -> None:
    found = [
        (row.line.number, row.depth, [one.kind for one in row.lexemes]) for row in rows_of(SOURCE)
    ]
    assert found == [
        (2, 0, ["NAME", "COLON"]),
        (3, 1, ["IF", "EXPR", "COLON"]),
        (5, 2, ["SAY", "QUOTE"]),
        (6, 1, ["END"]),
    ]
