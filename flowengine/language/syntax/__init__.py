"""The grammar and all that knows Lark: text to a parse tree, and what may stand where in a line.

`grammar` loads `flow.lark`; `recover` finds every mistake of a file in one run over the same table;
`rows` gives the lexemes for whoever rewrites or colours a source. It builds no nodes and knows no
meaning; the words for a mistake are those of `explain`.
"""
