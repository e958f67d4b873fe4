"""`flowengine explain FE012`: the page of one mistake."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from flowengine.cli.refusal import Refusal

if TYPE_CHECKING:
    from argparse import Namespace


def register(commands: Any) -> None:
    command = commands.add_parser(
        "explain",
        help="print the page of one mistake",
        description="Prints what a mistake means, with a wrong and a mended example.",
    )
    command.add_argument("code", metavar="CODE", help="the number of the mistake, like FE012")
    command.set_defaults(run=run)


def run(chosen: Namespace) -> int:
    """Raises Refusal for a number that no mistake has."""
    from flowengine.authoring.pages import page

    digits = re.fullmatch(r"(?:FE)?(\d{1,3})", chosen.code.strip(), re.IGNORECASE)
    text = page(f"mistakes/FE{int(digits[1]):03}") if digits else None
    if text is None:
        raise Refusal(f"There is no mistake {chosen.code}. `flowengine check` names them.")
    print(text.rstrip())
    return 0
