from __future__ import annotations

import pytest

from flowengine.language.checks.comments import comments_are_no_options
from tests.language.checks.scopes import scope, told


@pytest.mark.parametrize(
    ("comment", "found"),
    [
        ('    # "main menu" -> main', [("FE111", 3)]),
        ("    # «меню» → main", [("FE111", 3)]),
        ('    ## "main menu" -> main', []),
        ('    # say "main menu" and go on -> main', []),
        ('    # "main menu"', []),
        ('# "main menu" -> main', []),
    ],
)
def test_comments(comment: str, found: list[tuple[str, int]]) -> None:
    assert told(comments_are_no_options, f"start:\n{comment}\n  end\n") == found


def test_the_whole_comment_is_underlined() -> None:
    (found,) = comments_are_no_options(scope('start:\n  # "a" -> b   \n  end\n'))
    assert (found.span.column, found.span.end_column) == (3, 13)
