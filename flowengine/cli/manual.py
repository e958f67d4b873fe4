"""`flowengine manual`: a page of the manual, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowengine.cli.refusal import Refusal

if TYPE_CHECKING:
    from argparse import Namespace


def register(commands: Any) -> None:
    command = commands.add_parser(
        "manual",
        help="print a page of the manual",
        description="Prints a page of the manual; without a topic, the list of them.",
    )
    command.add_argument("topic", metavar="TOPIC", nargs="?", default="index")
    command.set_defaults(run=run)


def run(chosen: Namespace) -> int:
    """Raises Refusal for a topic that the manual does not have."""
    from flowengine.authoring.pages import page, topics

    text = page(chosen.topic.lower().removesuffix(".md"))
    if text is None:
        raise Refusal(f"The manual has no page {chosen.topic}. It has: {', '.join(topics())}.")
    print(text.rstrip())
    return 0
