"""A flow as a drawing: its places, the ways between them, and what has been walked.

`chart` reads a flow into places and ways; `mermaid` writes them for other tools; `svg` draws them,
with `layers`, `order` and `positions` for the layout (Sugiyama's method) and `lettering` for words.
They read what the author wrote and run nothing.
"""
