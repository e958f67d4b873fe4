"""Expressions and texts with holes: Jinja2's syntax and parser, typed and compiled by us.

`parsing` gives a vetted tree, `types` its type and its mistakes, `compiling` a closure over the
values of a conversation; `texts` does all three for a quote with holes. `vocabulary` is the one
table of what an author may use. Jinja2's own evaluation is never used: it reaches Python.
"""
