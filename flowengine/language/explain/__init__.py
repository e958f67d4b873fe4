"""A line that cannot be read, in its author's words: what is wrong, and how to mend it.

`explaining` asks each reader in turn; the first that recognises the mistake explains it and says
where to go on reading. It never decides whether a line parses: that is `syntax`.
"""
