from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Command


@pytest.mark.parametrize("code", ["FE021", "fe021", "21"])
def test_the_page_of_a_mistake_is_printed(command: Command, code: str) -> None:
    told = command("explain", code)
    assert told.code == 0
    assert told.out.startswith("# FE021")


@pytest.mark.parametrize("code", ["FE999", "FE", "XX021", "FE0210"])
def test_a_number_that_no_mistake_has_is_refused(command: Command, code: str) -> None:
    told = command("explain", code)
    assert told.code == 2
    assert told.err == f"There is no mistake {code}. `flowengine check` names them.\n"
