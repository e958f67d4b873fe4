"""Text to a checked program: everything about the flow language that can be known before it runs.

A file is parsed into nodes (`parse`, `nodes`), looked over (`checks`), and compiled to named blocks
(`compile`, `program`). An author's mistake is a numbered, located value (`diagnostics`), never an
exception, and all mistakes of a file come in one run. Expressions and holes in texts are Jinja2's
syntax, typed and compiled by us (`expressions`). Begin at `parse` and `compile`.

May import `grammar`, lark (in `syntax` alone) and Jinja2's parser. It must never run a flow, know a
conversation, read a clock or open a file: sources come as texts (`project`).
"""
