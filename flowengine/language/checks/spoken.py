"""What a caller must listen to stays short enough to be remembered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flowengine.language import nodes
from flowengine.language.checks.roads import roads
from flowengine.language.checks.scope import START, Scope
from flowengine.language.checks.wording import alternatives, joined, languages
from flowengine.language.diagnostics import Diagnostic

MOST_OPTIONS = 5
MOST_SECONDS = 20
MOST_MENUS = 3
CHARACTERS_PER_SECOND = 15  # of speech at an ordinary pace


def speaks(scope: Scope) -> bool:
    return not scope.channels or "voice" in scope.channels


def options_are_few(scope: Scope) -> Iterator[Diagnostic]:
    """FE114: options with a condition count half, because they tend to exclude each other."""
    if not speaks(scope):
        return
    for found in scope.index.all(nodes.Menu):
        listed = [o for o in found.node.options if isinstance(o, nodes.Option) and not o.quiet]
        sometimes = sum(option.condition is not None for option in listed)
        heard = len(listed) - sometimes + (sometimes + 1) // 2
        if heard > MOST_OPTIONS:
            yield scope.warning(
                "FE114",
                found.node,
                f"A caller hears {heard} options here; more than {MOST_OPTIONS} are forgotten.",
                "Put some into a second menu, or mark those that the text names as `quiet`.",
            )


def prompts_are_short(scope: Scope) -> Iterator[Diagnostic]:
    """FE117: counted for synthesis; a recording has its own length."""
    if not speaks(scope):
        return
    most = MOST_SECONDS * CHARACTERS_PER_SECOND
    for found in scope.index.all(nodes.Text):
        text = found.node
        if text.recordings or isinstance(found.parent, nodes.Send):
            continue
        for language in languages(scope):
            spoken = alternatives(text, "voice", language)
            longest = max((len(joined(lines)) for lines in spoken), default=0)
            if longest > most:
                seconds = longest // CHARACTERS_PER_SECOND
                yield scope.warning(
                    "FE117",
                    text,
                    f"Spoken, this takes about {seconds} seconds; after {MOST_SECONDS}"
                    " people stop listening.",
                    'Say less by phone, `voice: "…"`, or ask in between whether to go on.',
                )
                break


def menus_are_near(scope: Scope) -> Iterator[Diagnostic]:
    """FE116: by the shortest way from the start."""
    depths = _depths(scope)
    for name, depth in depths.items():
        if _is_menu(scope.steps[name]) and depth > MOST_MENUS:
            yield scope.warning(
                "FE116",
                scope.steps[name].name,
                f"On the shortest way here a caller has heard {depth - 1} menus already.",
                "Lead here from an earlier menu, or join two of them.",
            )


def _is_menu(step: nodes.Step) -> bool:
    return len(step.body) == 1 and isinstance(step.body[0], nodes.Menu)


def _depths(scope: Scope) -> Mapping[str, int]:
    """Menus heard on the way to each step, that step included: Dijkstra over weights 0 and 1."""
    ways = roads(scope)
    found: dict[str, int] = {}
    levels: list[list[str]] = [[START]] if START in scope.steps else []
    depth = 0
    while depth < len(levels):
        for name in levels[depth]:
            if name in found:
                continue
            heard = depth + _is_menu(scope.steps[name])
            found[name] = heard
            while len(levels) <= heard:
                levels.append([])
            levels[heard].extend(ways[name])
        depth += 1
    return found
