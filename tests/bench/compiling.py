"""Compiling with all checks, and all mistakes of a long file, beside the bare parse."""

from __future__ import annotations

import time

from flowengine.authoring.format import format_source
from flowengine.host.library import read_folder
from flowengine.language.compile import compile_flow
from flowengine.language.parse import parse
from flowengine.language.project import Sources
from flowengine.language.syntax.grammar import tree
from tests.bench.large import EXAMPLE, broken, flow
from tests.bench.measure import Row, in_turn, seconds


def rows() -> list[Row]:
    folder = read_folder(EXAMPLE.parent)
    example = folder.flows[EXAMPLE.name]
    made = [_compile(folder, flow(lines, example)) for lines in (1_000, 10_000, 100_000)]
    return [*made, _mistakes(flow(10_000, example)), _format(flow(10_000, example))]


def _compile(folder: Sources, source: str) -> Row:
    lines = source.count("\n")
    passes = 0

    def ours() -> float:
        nonlocal passes
        passes += 1
        fresh = f"{source}\n# pass {passes}\n"  # what did not change would not be parsed again
        flows = {"project.flow": folder.flows["project.flow"], EXAMPLE.name: fresh}
        sources = Sources(flows, folder.tables, folder.files, folder.grammars)
        begin = time.perf_counter()
        if compile_flow(sources, EXAMPLE.stem).program is None:
            raise SystemExit("The flow made for the bench does not compile.")
        return 1000 * (time.perf_counter() - begin)

    mine, theirs = (
        in_turn([ours, lambda: 1000 * seconds(lambda: tree(source))])
        if lines < 50_000
        else (ours(), 1000 * seconds(lambda: tree(source)))
    )
    goal = "<= 150 ms" if lines < 5_000 else "linear"
    return Row(f"compile {lines:,} lines", "ms", mine or 0, "bare Lark parse", theirs, "less", goal)


def _mistakes(source: str) -> Row:
    spoilt = broken(source)
    count = len(parse(spoilt, "broken.flow")[1])
    ours, theirs = in_turn(
        [
            lambda: 1000 * seconds(lambda: parse(spoilt, "broken.flow")),
            lambda: 1000 * seconds(lambda: tree(source)),
        ]
    )
    what = f"all {count} mistakes of {source.count(chr(10)):,} lines"
    return Row(what, "ms", ours or 0, "bare Lark parse, mended", theirs, "less", "<= 500 ms")


def _format(source: str) -> Row:
    ours, theirs = in_turn(
        [
            lambda: 1000 * seconds(lambda: format_source(source)),
            lambda: 1000 * seconds(lambda: tree(source)),
        ]
    )
    what = f"format {source.count(chr(10)):,} lines"
    return Row(what, "ms", ours or 0, "bare Lark parse", theirs, "less", "")
