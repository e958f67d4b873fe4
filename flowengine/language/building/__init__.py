"""Parse trees to nodes, one module for each kind of line. Begin at `file`.

No name is resolved, no type computed, no default filled in. What the grammar cannot refuse but no
node can hold is told here, as a diagnostic.
"""
